// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Workflow

/// How reading commands print.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// Options of a command that reads a store. They lie side by side and not one in another: whatever lies deeper is looked at
/// several times each time the command starts.
protocol StoreReading: ParsableArguments {
    var store: StoreOptions { get }
    var output: OutputOptions { get }
}

extension StoreReading {
    /// Answers a question from the store; a wrong question opens no store.
    ///
    /// - Parameter names: What a list is narrowed to; one that nobody knows is refused, also where a past moment is asked for
    ///   at which it was not known yet.
    func read<Question, Answer>(
        at moment: MomentOptions? = nil, narrowed names: FilterNames = FilterNames(), _ question: () throws -> Question,
        _ read: (ReadEvidence, Question) throws -> Answer, print: (Answer) -> String
    ) throws {
        try reporting(output) {
            let question = try question()
            let loaded = try store.loadSettings()
            let past = try moment?.milliseconds()
            try StoreOptions.check(names, loaded)
            Terminal.print(print(try read(StoreOptions.evidence(loaded, at: past), question)))
        }
    }
}

/// Where a reading command looks, and how its output looks.
struct ReadingOptions: StoreReading {
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions
}

/// The moment that a command looks from.
struct MomentOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Answer as of a past moment, ISO 8601: later runs and decisions are left out. A day alone is its beginning.",
            valueName: "time"))
    var asOf: String?

    /// UTC ms; nil for now.
    ///
    /// - Throws: `ValidationError`.
    func milliseconds() throws -> Int64? {
        try asOf.map { try TimeArgument.milliseconds($0, of: "--as-of") }
    }
}

/// What every command takes that reads a store and prints a report.
struct ReportOptions: StoreReading {
    @Option(help: "How to print: text or json.")
    var format = ReportFormat.text
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    /// Answers a question from the store, printed in the format that was asked for; a wrong question opens no store.
    func report<Question, Answer>(
        at moment: MomentOptions? = nil, narrowed names: FilterNames = FilterNames(), _ question: () throws -> Question,
        _ read: (ReadEvidence, Question) throws -> Answer, text: (Answer) -> String, json: (Answer) -> String
    ) throws {
        try self.read(at: moment, narrowed: names, question, read) { format == .text ? text($0) : json($0) }
    }
}

/// How commands print what belongs into a summary or a mail as well.
enum DocumentFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown
}

/// What every command takes that reads a store and prints a report which is a document as well.
struct DocumentOptions: StoreReading {
    @Option(help: "How to print: text, json or markdown.")
    var format = DocumentFormat.text
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    /// Answers a question from the store, printed in the format that was asked for; a wrong question opens no store.
    func report<Question, Answer>(
        at moment: MomentOptions? = nil, _ question: () throws -> Question,
        _ read: (ReadEvidence, Question) throws -> Answer, text: (Answer) -> String, markdown: (Answer) -> String,
        json: (Answer) -> String
    ) throws {
        try self.read(at: moment, question, read) { answer in
            switch format {
            case .text: text(answer)
            case .json: json(answer)
            case .markdown: markdown(answer)
            }
        }
    }
}

/// How many rows a list has at most; 0 for all.
struct RowLimit: ExpressibleByArgument {
    let rows: Int
    private let number: Int

    init(_ number: Int) {
        self.number = number
        rows = number == 0 ? .max : number
    }

    init?(argument: String) {
        guard let number = Int(argument), number >= 0 else { return nil }
        self.init(number)
    }

    var defaultValueDescription: String { String(number) }
}
