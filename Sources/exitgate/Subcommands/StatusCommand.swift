// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import TestPhase
import Workflow

/// `exitgate status`: one screen.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show where a phase stands on one screen.",
        discussion: """
            The verdict is a preview from the latest run and the live incidents, of a phase of documents from the latest \
            audit of them; it does not change the exit code.

            EXAMPLES
              exitgate status
              exitgate status --phase beta --release 2.4
            """)

    @Option(help: "Only this phase; otherwise that of the settings, else all.")
    var phase: String?
    @Option(help: "Only this release.")
    var release: String?
    @Option(help: "How to print: text or json.")
    var format = ReportFormat.text
    @OptionGroup var moment: MomentOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            let loaded = try store.loadSettings()
            try StoreOptions.check(FilterNames(phase: self.phase), loaded)
            let phase = self.phase ?? loaded.settings.phase
            let release = self.release ?? loaded.settings.release
            let evidence = try StoreOptions.evidence(loaded, at: moment.milliseconds())
            let status = try evidence.status(phase: phase, release: release, limit: 10)
            let live = Incident.State.allCases.filter(\.isLive).reduce(0) { $0 + (status.counts[$1] ?? 0) }
            let preview =
                try phase.flatMap { phase in
                    try evidence.documents(phase: phase).map { GatePreview($0, phase: phase, live: live) }
                } ?? GatePreview(latest: status.latest, live: live)
            var report = StatusReport(preview: preview)
            (report.project, report.phase, report.release) = (loaded.settings.project, phase, release)
            (report.runs, report.tests, report.latest) = (status.runs, status.tests, status.latest)
            (report.counts, report.live) = (status.counts, status.live)
            report.opened = Set(status.changes.opened.map(\.number))
            switch format {
            case .text: Terminal.print(StatusText.text(report, width: Terminal.width, palette: output.palette))
            case .json: Terminal.print(StatusText.json(report))
            }
        }
    }
}
