// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// An issue as an incident report with the headings of ISO/IEC/IEEE 29119-3, in Markdown.
package enum IncidentReport {
    private static let shownTests = 20

    package static func markdown(_ issue: IssueDetail) -> String {
        let summary = issue.summary
        var lines = ["# Incident report ISS-\(summary.number)", "", MarkdownText.inline(summary.title), ""]
        lines += ["## Timing", ""]
        lines += list([
            ("first seen", "\(Moment.text(summary.firstSeen)) UTC"),
            ("last seen", "\(Moment.text(summary.lastSeen)) UTC"),
        ])
        lines += ["## Originator", ""]
        lines += list([
            ("found by", "exitgate, rule \(summary.rule?.rawValue ?? "none")"),
            ("owner", issue.life.owner ?? issue.suggestedOwner ?? "nobody"),
        ])
        lines += ["## Context", ""]
        lines += list(
            issue.incidents.map { incident in
                (
                    "INC-\(incident.number)",
                    "\(incident.phase), \(incident.configuration.description), since RUN-\(incident.opened.id)"
                )
            })
        lines += ["Test procedures:", ""]
        lines += issue.tests.prefix(shownTests).map { "- \(MarkdownText.inline($0))" }
        let rest = issue.tests.count - shownTests
        lines += (rest > 0 ? ["- and \(Plural.number(rest)) more"] : []) + [""]
        lines += ["## Description", ""] + description(issue)
        lines += ["## Severity and priority", ""]
        lines += list([
            ("severity", "\(issue.weight.severity.text), \(issue.weight.severityReason)"),
            ("priority", "P\(issue.weight.priority)"),
        ])
        lines += ["## Risk and impact", ""]
        lines += list([
            ("tests", Plural.number(summary.tests)), ("failing runs", Plural.number(summary.failedRuns)),
            ("phases", Plural.number(summary.phases)), ("configurations", Plural.number(summary.configurations)),
            ("triage so far", Plural.count(issue.weight.cost.triageMinutes, "minute")),
            ("test time lost so far", IssueText.machineTime(issue.weight.cost)),
            ("workaround", issue.life.workaround ?? "none known"),
        ])
        lines += ["## Status", ""]
        lines += list([
            ("state", issue.life.state.rawValue), ("cause", issue.life.cause ?? "not known"),
            ("tracked as", issue.life.link ?? "not tracked elsewhere"),
        ])
        lines += issue.life.transitions.map { transition in
            "- \(Moment.text(transition.at)) UTC: \(transition.to.rawValue) (\(MarkdownText.inline(transition.actor)), \(transition.rule))"
        }
        return lines.joined(separator: "\n")
    }

    private static func description(_ issue: IssueDetail) -> [String] {
        var lines: [String] = []
        if let sample = issue.sample {
            lines += ["Actual result, in RUN-\(sample.run):", ""]
            lines += [MarkdownText.fence(sample.message ?? sample.details ?? sample.output ?? "nothing was said"), ""]
        }
        let comparison = issue.comparison
        lines += [
            "Attempts to repeat: \(Plural.number(comparison.failed)) of \(Plural.count(comparison.runs, "run")) that exercised its tests failed.",
            "",
        ]
        return lines
    }

    private static func list(_ entries: [(String, String)]) -> [String] {
        entries.map { "- \($0.0): \(MarkdownText.inline($0.1))" } + [""]
    }
}
