// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Readers
import Renderers
import TestPhase
import Workflow

/// `exitgate triage`: which failures are the same thing, without a store.
struct TriageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "triage",
        abstract: "Put failures into clusters of one cause each; needs no store and no settings.",
        discussion: """
            Reads JUnit XML, or failures as JSON Lines with the keys id, suite, classname, name, type, message, text and \
            run. Clusters rest on what failures say; where all of them name their run, issues join clusters that fail \
            together. The same failures give the same clusters in every order, and every link shows its terms.

            EXAMPLES
              exitgate triage out
              exitgate triage 'build/**/TEST-*.xml' --limit 5
              exitgate triage failures.jsonl --format tsv > clusters.tsv
              exitgate triage out --explain 3f2a90c1
              exitgate triage out --where 'type LIKE "%Timeout%" AND NOT class = "shop.SlowTest"'
              exitgate triage out --format markdown >> "$GITHUB_STEP_SUMMARY"

            EXIT CODES
              0 done · 64 a wrong rule, or nothing is known under the name given to --explain · 65 something could not be read (the rest \
            counts) · 66 no file matched
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, tsv, markdown
    }

    @Argument(help: "Files, folders, globs, archives (.zip, .tar.gz), or - for the standard input.")
    var paths: [String]

    @Option(help: "How to print: text, json, tsv (id, cluster, issue; one row a failure) or markdown.")
    var format = Format.text

    @Option(help: "Most clusters that text and markdown show; 0 for all.")
    var limit = RowLimit(20)

    @Option(help: ArgumentHelp("Show every term of one cluster, by its name or that of a failure.", valueName: "name"))
    var explain: String?

    @Option(help: ArgumentHelp("Only failures that a rule speaks of; see the rule language.", valueName: "rule"))
    var `where`: String?

    @Flag(help: "Let failures of different suites have one cause.")
    var acrossSuites = false

    @Flag(help: "Follow symbolic links.")
    var followLinks = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            var request = TriageFailures.Request(paths: paths)
            request.followsLinks = followLinks
            request.crossesSuites = acrossSuites
            request.filter = try filter()
            request.keepsRows = format == .tsv || explain != nil
            request.limits.now = Clock.now
            let progress = ProgressLine(isOn: !output.quiet)
            let outcome = TriageFailures().perform(request) { progress.show($1, of: $2, name: $0) }
            progress.clear()
            if outcome.inputs > 0 || format == .json { try show(outcome) }
            try conclude(outcome)
        }
    }

    private func filter() throws -> FailureFilter? {
        try `where`.map { try RuleArgument.filter($0, of: "--where") }
    }

    private func show(_ outcome: TriageFailures.Outcome) throws {
        if let explain { return try show(explain, of: outcome) }
        let shown = limit.rows
        switch format {
        case .text:
            Terminal.print(
                TriageText.text(
                    outcome.report, limit: shown, isComplete: !outcome.hasErrors, palette: output.palette))
        case .json: Terminal.print(TriageJSON.text(outcome.report, diagnostics: outcome.diagnostics))
        case .markdown:
            Terminal.print(
                TriageMarkdown.text(outcome.report, limit: shown, isComplete: !outcome.hasErrors))
        case .tsv:
            var rows = TriageRows()
            outcome.forEachRow { rows.add(id: $0, cluster: $1, issue: $2) { Terminal.print($0, terminator: "") } }
            rows.finish { Terminal.print($0, terminator: "") }
        }
    }

    private func show(_ name: String, of outcome: TriageFailures.Outcome) throws {
        let clusters = outcome.clusters(named: name)
        guard let cluster = clusters.first else {
            throw ValidationError("no cluster or failure is called \(SafeText.quoted(name))")
        }
        guard clusters.count == 1 else {
            throw ValidationError("\(Plural.count(clusters.count, "cluster")) begin with \(SafeText.quoted(name))")
        }
        switch format {
        case .json: Terminal.print(TriageJSON.cluster(cluster).pretty)
        default:
            let links = outcome.report.issueLinks.filter { cluster.issues.contains($0.issue) }
            Terminal.print(TriageText.explanation(cluster, issueLinks: links, palette: output.palette))
        }
    }

    private func conclude(_ outcome: TriageFailures.Outcome) throws {
        if format != .json {
            for diagnostic in outcome.diagnostics where !output.quiet || diagnostic.severity == .error {
                Terminal.note(diagnostic, palette: output.errorPalette)
            }
        }
        for argument in outcome.unmatched {
            Terminal.note("error: no file matches \(SafeText.quoted(argument))")
        }
        if outcome.inputs == 0, !outcome.hasErrors {
            Terminal.note("hint: folders are searched for *.xml, *.jsonl and *.ndjson")
            throw ExitCode.noInput
        }
        if outcome.hasErrors { throw ExitCode.badInput }
        if !outcome.unmatched.isEmpty { throw ExitCode.noInput }
    }
}
