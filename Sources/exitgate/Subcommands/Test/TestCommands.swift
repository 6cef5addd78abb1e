// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import TestPhase
import Workflow

/// `exitgate test`: a test and its past.
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "List and show tests.",
        subcommands: [TestListCommand.self, TestShowCommand.self])
}

struct TestListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List tests whose class or name holds a text.",
        discussion: """
            EXAMPLES
              exitgate test list
              exitgate test list CartTests --limit 20
            """)

    @Argument(help: "Part of class or name, in any case.")
    var text: String?
    @Option(help: "At most this many.")
    var limit = 100
    @Option(help: "How to print: text or json.")
    var format = ReportFormat.text
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            let tests = try ReadEvidence(store.openForReading()).tests(matching: text, limit: max(1, limit))
            switch format {
            case .text: Terminal.print(TestText.list(tests, width: Terminal.width, palette: output.palette))
            case .json: Terminal.print(TestText.listJSON(tests))
            }
        }
    }
}

struct TestShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a test: its history and the incidents that affect it.",
        discussion: """
            EXAMPLES
              exitgate test show TEST-3
            """)

    @Argument(help: "Such as TEST-3.")
    var test: Identifier
    @Option(help: "How to print: text or json.")
    var format = ReportFormat.text
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            let detail = try ReadEvidence(store.openForReading()).test(id: test.number(of: "TEST"))
            switch format {
            case .text:
                Terminal.print(
                    TestText.page(
                        detail.test, history: detail.history, incidents: detail.incidents, width: Terminal.width,
                        palette: output.palette))
            case .json:
                Terminal.print(TestText.pageJSON(detail.test, history: detail.history, incidents: detail.incidents))
            }
        }
    }
}
