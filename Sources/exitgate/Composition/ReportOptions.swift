// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Workflow

/// How reading commands print.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// What every command takes that reads a store and prints a report.
struct ReportOptions: ParsableArguments {
    @Option(help: "How to print: text or json.")
    var format = ReportFormat.text
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    /// Answers from the store, printed in the format that was asked for.
    func report<Answer>(
        _ read: (ReadEvidence) throws -> Answer, text: (Answer) -> String, json: (Answer) -> String
    ) throws {
        try reporting(output) {
            let answer = try read(ReadEvidence(store.openForReading()))
            Terminal.print(format == .text ? text(answer) : json(answer))
        }
    }
}
