// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Renderers
import TestPhase
import Workflow

/// `exitgate report`: pages about a release.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write a release as HTML pages: the verdict first, what to do, every issue with its history.",
        discussion: """
            One folder that opens from disk: no network, no server, readable without scripts, light and dark, on paper too. \
            With --single-file all of it is one page to attach to a mail. The verdict is drawn now and not kept; exitgate gate \
            decides. An older report in the folder is replaced as a whole.

            EXAMPLES
              exitgate report
              exitgate report --release 2.4 --phase beta --output public
              exitgate report --single-file --output beta-2.4.html
              exitgate report --as-of 2026-12-01 --output then
            """)

    @Option(help: "The release; otherwise that of the settings, else the one that was tested last.")
    var release: String?
    @Option(help: "The phase whose gate is asked; otherwise that of the settings, else the last one that was tested.")
    var phase: String?
    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Folder to write, or file with --single-file, - for the standard output; otherwise exitgate-report or exitgate-report.html.",
            valueName: "path"))
    var output: String?
    @Flag(help: "Write one file instead of a folder.")
    var singleFile = false
    @Option(help: "How to say what was written: text or json.")
    var format = ReportFormat.text
    @OptionGroup var moment: MomentOptions
    @OptionGroup var reading: ReadingOptions

    func validate() throws {
        guard singleFile || output != "-" else {
            throw ValidationError("a folder cannot go to the standard output; --single-file makes one file")
        }
    }

    func run() throws {
        try reporting(reading.output) {
            let loaded = try reading.store.loadSettings()
            let asked = try phase.map { try loaded.checked(phase: $0) } ?? loaded.settings.phase
            var request = ReadReport.Request(
                release: release ?? loaded.settings.release, phase: asked, project: try loaded.project())
            request.policies = loaded.settings.gates
            let evidence = try StoreOptions.evidence(loaded, at: moment.milliseconds())
            let target = output ?? (singleFile ? "exitgate-report.html" : "exitgate-report")
            let written = try evidence.report.perform(request) { report, issues in
                try singleFile ? writeFile(target, report, issues) : writeFolder(target, report, issues)
            }
            if written.path != "-" { tell(written) }
        }
    }

    // MARK: Writing

    private struct Written {
        let report: ReleaseReport
        /// What to open.
        let path: String
        let files: Int
        let bytes: Int
    }

    private func writeFolder(
        _ target: String, _ report: ReleaseReport, _ issues: ReportedIssues
    ) throws -> Written {
        let place = try OutputPlace(target, replacing: ReportPages.isReport)
        do {
            let pages = ReportPages(report)
            var (files, bytes) = (0, 0)
            func write(_ file: ReportPages.File) throws {
                try place.write(file.text, as: file.path)
                (files, bytes) = (files + 1, bytes + file.text.utf8.count)
            }
            for file in pages.files { try write(file) }
            try each(issues) { try write(pages.file(of: $0)) }
            try place.publish()
            return Written(report: report, path: "\(place.path)/\(ReportPages.first)", files: files, bytes: bytes)
        } catch {
            place.discard()
            throw error
        }
    }

    private func writeFile(
        _ target: String, _ report: ReleaseReport, _ issues: ReportedIssues
    ) throws -> Written {
        guard target != "-" else {
            let text = try text(report, issues)
            Terminal.print(text, terminator: "")
            return Written(report: report, path: target, files: 1, bytes: text.utf8.count)
        }
        let place = try OutputPlace(target)
        do {
            let text = try text(report, issues)
            try place.write(text)
            try place.publish()
            return Written(report: report, path: place.path, files: 1, bytes: text.utf8.count)
        } catch {
            place.discard()
            throw error
        }
    }

    private func text(_ report: ReleaseReport, _ issues: ReportedIssues) throws -> String {
        let pages = ReportPages(report)
        var parts: [HTML] = []
        try each(issues) { parts.append(pages.part(of: $0)) }
        return pages.singleFile(issues: parts)
    }

    private func each(_ issues: ReportedIssues, _ body: (ReportedIssue) throws -> Void) throws {
        let progress = ProgressLine(isOn: !reading.output.quiet, unit: "issue")
        defer { progress.clear() }
        var done = 0
        try issues.forEach { issue in
            done += 1
            progress.show(done, of: issues.count, name: "ISS-\(issue.detail.summary.number)")
            try body(issue)
        }
    }

    private func tell(_ written: Written) {
        let report = written.report
        switch format {
        case .json:
            Terminal.print(
                JSONText.object([
                    .init("format", 1), .init("release", .string(report.release)),
                    .init("phase", .string(report.phase)),
                    .init("verdict", .string(report.verdict.outcome.rawValue)), .init("open", .string(written.path)),
                    .init("files", .int(written.files)), .init("bytes", .int(written.bytes)),
                ]).pretty)
        case .text:
            let palette = reading.output.palette
            let verdict = palette.paint(report.verdict.outcome.rawValue, GateText.role(report.verdict.outcome))
            let size = "\(Plural.count(written.files, "file")), \(Plural.number((written.bytes + 1_023) / 1_024)) KiB"
            let path = palette.link(SafeText.line(written.path), to: Terminal.fileAddress(written.path))
            Terminal.print(
                reading.output.quiet
                    ? SafeText.line(written.path)
                    : "\(verdict)  \(SafeText.line(report.phase)), release \(SafeText.line(report.release))\n\(size); open \(path)"
            )
        }
    }
}
