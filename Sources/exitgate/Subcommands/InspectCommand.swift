// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Readers
import Renderers
import TestPhase
import Workflow

/// `exitgate inspect`: what files hold, without a store.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what result files hold, without storing anything.",
        discussion: """
            Counts elements, not declared totals, and names every defect with its place.

            EXAMPLES
              exitgate inspect out
              exitgate inspect 'build/**/TEST-*.xml' --format tsv
              cat report.xml | exitgate inspect - --format json
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, tsv
    }

    @Argument(help: "Files, folders, globs, archives (.zip, .tar.gz), or - for the standard input.")
    var paths: [String]

    @Option(help: "How to print: text, json or tsv.")
    var format = Format.text

    @Flag(help: "Follow symbolic links.")
    var followLinks = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        Terminal.ignoreSignals()
        var request = InspectReports.Request(paths: paths)
        request.followsLinks = followLinks
        request.limits.now = Clock.now
        request.digests = format == .json
        let outcome = InspectReports().perform(request)
        switch format {
        case .text: Terminal.print(InspectionText.text(outcome.rows, width: Terminal.width, palette: output.palette))
        case .tsv: Terminal.print(InspectionText.tsv(outcome.rows), terminator: "")
        case .json: Terminal.print(InspectionJSON.text(outcome.rows, diagnostics: outcome.diagnostics))
        }
        let diagnostics = outcome.diagnostics + outcome.reports.flatMap(\.reading.diagnostics)
        if format != .json {
            for diagnostic in diagnostics where !output.quiet || diagnostic.severity == .error {
                Terminal.note(diagnostic, palette: output.errorPalette)
            }
        }
        for argument in outcome.unmatched {
            Terminal.note("error: no file matches \(SafeText.quoted(argument))")
        }
        if outcome.reports.isEmpty, !diagnostics.contains(where: { $0.severity == .error }) {
            Terminal.note("hint: folders are searched for *.xml; quote a glob so that the shell leaves it alone")
            throw ExitCode.noInput
        }
        if diagnostics.contains(where: { $0.severity == .error }) { throw ExitCode.badInput }
        if !outcome.unmatched.isEmpty { throw ExitCode.noInput }
    }
}

extension InspectReports.Outcome {
    /// The figures of each file, as the renderers take them.
    var rows: [InspectionRow] {
        reports.map { report in
            let tally = report.reading.tally
            return InspectionRow(
                file: report.file, isReport: tally.isReport, wellFormed: report.reading.wellFormed,
                condition: "\(report.reading.condition)", documents: tally.documents, testsuites: tally.roots,
                testsuite: tally.suites, testcase: tally.cases, passed: tally.passed, failed: tally.failed,
                error: tally.errors, skipped: tally.skipped, flaky: tally.flaky, unknown: tally.unknown,
                rerunFailed: tally.failedReruns, suiteErrors: tally.suiteErrors, seconds: tally.seconds,
                identities: report.identities, bytes: report.reading.bytes, digest: report.digest,
                diagnostics: report.reading.diagnostics)
        }
    }
}
