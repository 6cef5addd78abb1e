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
    @Option(help: "At most this many; 0 for all.")
    var limit = RowLimit(100)
    @OptionGroup var options: ReportOptions

    func run() throws {
        var filter = RunQueries.Filter()
        (filter.phase, filter.release, filter.branch, filter.limit) = (phase, release, branch, limit.rows)
        try options.report(
            narrowed: FilterNames(phase: phase, release: release, branch: branch), { filter }, { try $0.runs($1) },
            text: { RunText.list($0, width: Terminal.width, palette: options.output.palette) }, json: RunJSON.list)
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
    @OptionGroup var options: ReportOptions

    func run() throws {
        let palette = options.output.palette
        try options.report(
            { try identifier.number(of: "RUN") }, { try IngestReport($0.run(id: $1)) },
            text: { report in
                let findings =
                    options.output.quiet ? [] : report.diagnostics.map { DiagnosticText.line($0, palette: palette) }
                let text = IngestText.text(report, isQuiet: false, width: Terminal.width, palette: palette)
                return ([text] + findings).joined(separator: "\n")
            },
            json: IngestJSON.text)
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
                file: file.path, condition: file.condition, outcomes: nil, bytes: file.bytes, digest: file.digest,
                diagnostics: detail.diagnostics.filter { $0.file == file.path })
        }
        opened = detail.changes.opened
        reopened = detail.changes.reopened
        restored = detail.changes.restored
        ongoing = detail.changes.ongoing
    }
}
