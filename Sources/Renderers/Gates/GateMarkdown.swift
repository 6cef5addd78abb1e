// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// A verdict for the summary of a job, or for a merge request.
package enum GateMarkdown {
    private static let shown = 10

    package static func text(_ verdict: GateVerdict, _ decision: GateDecision) -> String {
        let release = verdict.release.map { ", release \(MarkdownText.inline($0))" } ?? ""
        var lines = [
            "## \(verdict.outcome.rawValue.replacing("_", with: " ")): \(MarkdownText.inline(verdict.phase))\(release)",
            "",
            "| Rule | Verdict | Found | Wanted |", "| --- | --- | --- | --- |",
        ]
        lines += verdict.byWeight.map { rule in
            let word = rule.outcome.rawValue.replacing("_", with: " ") + (rule.isBlocking ? "" : " (told only)")
            return
                "| \(rule.id) \(rule.name) | \(word) | \(MarkdownText.cell(rule.actual)) | \(MarkdownText.cell(rule.expected)) |"
        }
        for rule in verdict.byWeight
        where [.fail, .undecided, .waived].contains(rule.outcome) && !rule.subjects.isEmpty {
            lines += ["", "### \(rule.id) \(rule.name)", ""]
            lines += rule.subjects.prefix(shown).map { subject in
                let waiver = subject.waiver.map { " (waived by \($0))" } ?? ""
                let text = subject.text.isEmpty ? "" : ": \(MarkdownText.inline(subject.text))"
                return "- \(MarkdownText.inline(subject.id))\(text)\(waiver)"
            }
            if rule.subjects.count > shown { lines.append("- and \(Plural.number(rule.subjects.count - shown)) more") }
            if let next = rule.next, rule.outcome != .waived { lines += ["", "Next: \(MarkdownText.inline(next))"] }
        }
        if let baseline = verdict.baseline, baseline.isSelfApproved == true {
            lines += ["", "Held against \(MarkdownText.inline(baseline.name)), self-approved."]
        }
        if !verdict.endings.isEmpty {
            lines += ["", "### Waivers that end within two weeks", ""]
            lines += verdict.endings.map {
                "- \($0.waiver): \(MarkdownText.inline($0.subject)), until \(Moment.text($0.until)) UTC"
            }
        }
        if !verdict.changes.isEmpty {
            lines += [
                "",
                "The policy differs from the default: \(MarkdownText.inline(verdict.changes.joined(separator: ", "))).",
            ]
        }
        lines += [
            "",
            "\(decision.name), policy `\(decision.policyDigest.prefix(12))`, evidence `\(decision.evidenceDigest.prefix(12))`, verdict `\(decision.verdictDigest.prefix(12))`",
        ]
        return lines.joined(separator: "\n")
    }
}
