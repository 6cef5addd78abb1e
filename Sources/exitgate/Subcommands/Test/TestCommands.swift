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
    @Option(help: "At most this many; 0 for all.")
    var limit = RowLimit(100)
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            { text }, { try $0.tests(matching: $1, limit: limit.rows) },
            text: { TestText.list($0, width: Terminal.width, palette: options.output.palette) }, json: TestText.listJSON
        )
    }
}

struct TestShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a test: its history, how reliable it is, since when, and the incidents that affect it.",
        discussion: """
            In each phase and configuration class a test is stable, flaky, broken or fixed, or there are too few runs to say. \
            Runs from which on it failed more, or less, are found by how much better such a change explains all runs.

            EXAMPLES
              exitgate test show TEST-3
            """)

    @Argument(help: "Such as TEST-3.")
    var test: Identifier
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            { try test.number(of: "TEST") }, { try $0.test(id: $1) },
            text: {
                TestText.page(
                    $0.test, history: $0.history, reliability: $0.reliability, incidents: $0.incidents,
                    width: Terminal.width, palette: options.output.palette)
            },
            json: {
                TestText.pageJSON(
                    $0.test, history: $0.history, reliability: $0.reliability, incidents: $0.incidents)
            })
    }
}
