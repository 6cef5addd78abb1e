// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// What a job of GitHub Actions prints: text for the log, then annotations.
package enum GitHubText {
    /// After an ingestion: new incidents are errors, those that were known are warnings, and what passed on a retry is less.
    ///
    /// - Parameters:
    ///   - findings: Where incidents show in the source, as far as that is known.
    ///   - isQuiet: Whether nothing but what matters is in the log.
    package static func ingest(_ report: IngestReport, _ findings: FindingReport?, isQuiet: Bool = false) -> String {
        let places = Dictionary(
            (findings?.findings ?? []).map { ($0.number, $0.location) }, uniquingKeysWith: { first, _ in first })
        func commands(_ incidents: [IncidentSummary], _ level: WorkflowCommand.Level, _ word: String)
            -> [WorkflowCommand]
        {
            incidents.map { incident in
                let issue = incident.issue.map { ", ISS-\($0)" } ?? ""
                let isRetried = report.passedOnRetry.contains(incident.number)
                return WorkflowCommand(
                    level: isRetried ? level == .error ? .warning : .notice : level,
                    title: "INC-\(incident.number) \(report.word(word, of: incident))\(issue)",
                    message: "\(incident.title) (\(Plural.count(incident.tests, "test")))",
                    location: places[incident.number])
            }
        }
        let all =
            commands(report.opened, .error, "new") + commands(report.reopened, .error, "fails again")
            + commands(report.ongoing, .warning, "still fails") + commands(report.restored, .notice, "restored")
        // What could not be read ends the job, so it is said where the job is looked at.
        let problems = report.diagnostics.filter { $0.severity == .error || $0.code == mixed }.map(command)
        let text = IngestText.text(report, isQuiet: isQuiet, width: nil, palette: .plain)
        return ([text, ""] + ((problems + all).isEmpty ? [] : [(problems + all).lines])).joined(separator: "\n")
    }

    /// Of warnings the one after which a run counts for less.
    private static let mixed = "mixed-configuration"

    /// What could not be read, with its place; a run has none.
    private static func command(_ problem: Diagnostic) -> WorkflowCommand {
        let isFile = problem.severity == .error && !problem.file.isEmpty && problem.file != "-"
        return WorkflowCommand(
            level: problem.severity == .error ? .error : .warning, title: "\(problem.code): \(problem.file)",
            message: problem.hint.map { "\(problem.message); \($0)" } ?? problem.message,
            location: isFile ? Finding.Location(file: problem.file, line: problem.line) : nil)
    }

    /// After a gate: what fails is an error, what lacks evidence a warning, and the verdict says which of both it is.
    package static func gate(_ verdict: GateVerdict, _ decision: GateDecision) -> String {
        let rules = verdict.byWeight.filter(\.isStopping).map { rule in
            let next = rule.next.map { "; next: \($0)" } ?? ""
            return WorkflowCommand(
                level: rule.outcome == .fail ? .error : .warning, title: "\(rule.id) \(rule.name)",
                message: "\(rule.actual); expected: \(rule.expected)\(next)")
        }
        let release = verdict.release.map { ", release \($0)" } ?? ""
        let level: WorkflowCommand.Level =
            switch verdict.outcome {
            case .go: .notice
            case .conditionalGo, .undecided: .warning
            case .noGo: .error
            }
        let said = WorkflowCommand(
            level: level, title: "\(verdict.outcome.rawValue): \(verdict.phase)\(release)",
            message: rules.isEmpty
                ? "every rule that can stop it holds, or is excused (\(decision.name))"
                : "\(rules.count) of \(Plural.count(verdict.rules.count(where: \.isBlocking), "rule")) stop it (\(decision.name))"
        )
        return [GateText.verdict(verdict, decision, palette: .plain), "", ([said] + rules).lines].joined(
            separator: "\n")
    }
}
