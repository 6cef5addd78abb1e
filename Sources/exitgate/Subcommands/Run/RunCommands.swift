// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import Storage
import TestPhase
import Workflow

/// `exitgate run`: what was executed.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "List and show runs.", subcommands: [RunListCommand.self, RunShowCommand.self])
}

struct RunListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List runs, the latest first.",
        discussion: """
            EXAMPLES
              exitgate run list --phase beta
              exitgate run list --release 2.4 --format json
            """)

    @Option(help: "Only this phase.")
    var phase: String?
    @Option(help: "Only this release.")
    var release: String?
    @Option(help: "Only this branch.")
    var branch: String?
    @Option(help: "At most this many.")
    var limit = 100
    @Option(help: "How to print: text or json.")
    var format = ReportFormat.text
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            var filter = RunQueries.Filter()
            (filter.phase, filter.release, filter.branch, filter.limit) = (phase, release, branch, max(1, limit))
            let runs = try ReadEvidence(store.openForReading()).runs(filter)
            switch format {
            case .text: Terminal.print(RunText.list(runs, width: Terminal.width, palette: output.palette))
            case .json: Terminal.print(RunJSON.list(runs))
            }
        }
    }
}

struct RunShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a run: what it holds, and what it did to incidents.",
        discussion: """
            EXAMPLES
              exitgate run show RUN-7
              exitgate run show 7 --format json
            """)

    @Argument(help: ArgumentHelp("Such as RUN-7.", valueName: "run"))
    var identifier: Identifier
    @Option(help: "How to print: text or json.")
    var format = ReportFormat.text
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            let detail = try ReadEvidence(store.openForReading()).run(id: identifier.number(of: "RUN"))
            let report = IngestReport(detail)
            switch format {
            case .text:
                Terminal.print(IngestText.text(report, isQuiet: false, width: Terminal.width, palette: output.palette))
                for diagnostic in detail.diagnostics where !output.quiet {
                    Terminal.note(diagnostic, palette: output.errorPalette)
                }
            case .json: Terminal.print(IngestJSON.text(report))
            }
        }
    }
}

extension IngestReport {
    /// A stored run, as its ingestion told it.
    init(_ detail: ReadEvidence.RunDetail) {
        self.init()
        run = detail.summary
        digest = detail.summary.uploads.last?.digest ?? ""
        diagnostics = detail.diagnostics
        outcomes = detail.summary.outcomes
        files = detail.files.map { file in
            File(
                file: file.path, condition: file.condition, outcomes: [:], bytes: file.bytes, digest: file.digest,
                diagnostics: detail.diagnostics.filter { $0.file == file.path })
        }
        opened = detail.changes.opened
        reopened = detail.changes.reopened
        restored = detail.changes.restored
        ongoing = detail.changes.ongoing
    }
}
