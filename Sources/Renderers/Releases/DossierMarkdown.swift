// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// The dossier of a release: one document for an auditor.
package enum DossierMarkdown {
    package static func text(_ dossier: ReleaseDossier) -> String {
        let notes = dossier.notes
        var lines = [
            "# Dossier of \(MarkdownText.inline("\(notes.project) \(notes.release)"))", "",
            "Written at \(Moment.text(notes.at)) UTC from what the store holds. Numbers lead back into it: `exitgate gate replay`, `baseline show`, `change show`, `issue show` and `run show` print what is behind each.",
            "", "## Scope", "",
        ]
        lines += scope(dossier)
        lines += ["", "## Phases", ""] + phases(dossier.phases)
        lines += ["", "## Baselines and their audits", ""] + baselines(dossier.baselines)
        lines += ["", "## Changes", ""] + changes(notes.changes)
        lines += ["", "## Evidence", ""] + evidence(dossier)
        lines += ["", "## Issues", "", NotesMarkdown.body(notes, level: "###")]
        lines += ["", "## Waivers", ""] + waivers(dossier.waivers)
        lines += ["", "## Decisions of gates", ""] + decisions(dossier.decisions)
        return lines.joined(separator: "\n")
    }

    private static func scope(_ dossier: ReleaseDossier) -> [String] {
        let summary = dossier.summary
        let environments = dossier.environments.map { MarkdownText.inline($0) }.joined(separator: ", ")
        return [
            "- Release \(MarkdownText.inline(summary.name))\(dossier.notes.previous.map { ", after \(MarkdownText.inline($0))" } ?? ", the first one")",
            "- Phases: \(summary.phases.map { MarkdownText.inline($0.name) }.joined(separator: ", "))",
            "- Tested from \(Moment.text(summary.first)) to \(Moment.text(summary.last)) UTC: \(Plural.count(summary.runs, "run")) of \(Plural.count(dossier.commits, "commit"))",
            "- Environments: \(environments.isEmpty ? "none was named" : environments)",
        ]
    }

    private static func phases(_ phases: [PhaseReport]) -> [String] {
        [
            "| Phase | State | Since | Begun by | Gate | Signed off by |", "| --- | --- | --- | --- | --- | --- |",
        ]
            + phases.map { one in
                let life = one.life
                let begun =
                    life.enteredBy.map { MarkdownText.cell($0) } ?? (life.state == .planned ? "-" : "its first run")
                let forced = life.isForced ? " (although a phase before it was not over)" : ""
                let signed =
                    life.signedOffBy.map { MarkdownText.cell($0) } ?? (one.needsSignOff ? "nobody yet" : "not needed")
                return
                    "| \(MarkdownText.cell(one.phase)) | \(life.state.text) | \(life.since.map { "\(Moment.text($0)) UTC" } ?? "-") | \(begun)\(forced) | \(life.decision.map { "\($0.outcome.rawValue.replacing("_", with: " ")) (\($0.name))" } ?? "-") | \(signed) |"
            }
    }

    private static func baselines(_ baselines: [AuditedBaseline]) -> [String] {
        guard !baselines.isEmpty else { return ["No baseline was captured for its phases."] }
        return baselines.flatMap { one -> [String] in
            let baseline = one.baseline
            let approval = baseline.approver.map { approver in
                "approved by \(MarkdownText.inline(approver)) at \(baseline.approvedAt.map(Moment.text) ?? "an unknown time") UTC\(baseline.isSelfApproved ? ", self-approved" : "")"
            }
            var lines = [
                "### \(MarkdownText.inline(baseline.name))", "",
                "- \(baseline.state.rawValue), \(Plural.count(baseline.items, "item")), `sha256:\(baseline.digest)`",
                "- captured by \(MarkdownText.inline(baseline.author)) at \(Moment.text(baseline.capturedAt)) UTC, \(approval ?? "never approved")",
            ]
            lines += one.events.map { event in
                "- \(Moment.text(event.at)) UTC: \(MarkdownText.inline(event.verb)) by \(MarkdownText.inline(event.actor)): \(MarkdownText.inline(event.reason, limit: 300))"
            }
            if let audit = one.audit { lines += self.audit(audit) }
            return lines + [""]
        }.dropLast()
    }

    private static func audit(_ audit: BaselineAudit) -> [String] {
        let differing = audit.places.filter { $0.diff?.isEmpty == false }.count
        let unknown = audit.places.filter { $0.diff == nil }.count
        let suites = Dictionary(grouping: audit.suites, by: \.finding).mapValues(\.count)
        return [
            "- audit: **\(audit.verdict.rawValue)**",
            "  - physical: \(Plural.count(audit.places.count, "configuration class", "configuration classes")), \(Plural.number(differing)) with drift, \(Plural.number(unknown)) not captured",
            "  - functional: of \(Plural.count(audit.suites.count, "required suite")) \(Plural.number(suites[.passed] ?? 0)) passed, \(Plural.number(suites[.failed] ?? 0)) failed, \(Plural.number(suites[.missing] ?? 0)) missing; \(Plural.count(audit.missingTests.count, "test")) of the inventory missing",
            "  - records: \(Plural.count(audit.accounted.count, "difference")) by approved changes, \(Plural.number(audit.unaccounted.count)) unaccounted",
        ]
            + audit.unaccounted.map { "    - unaccounted: \(MarkdownText.inline(DiffText.line($0), limit: 300))" }
            + audit.accounted.map {
                "    - CR-\($0.change): \(MarkdownText.inline(DiffText.line($0.delta), limit: 300))"
            }
    }

    private static func changes(_ changes: [ChangeLine]) -> [String] {
        guard !changes.isEmpty else { return ["No change request was seen in it."] }
        return [
            "| Change | Kind | State | Risk | Approved by | Harm | Title |",
            "|\(String(repeating: " --- |", count: 7))",
        ]
            + changes.map { line in
                let approvers = line.life.approvals.map { MarkdownText.cell($0.actor) }.joined(separator: ", ")
                let self_ = line.life.isSelfApproved ? " (self-approved)" : ""
                let early = line.life.seenTooEarly.map { " (seen before approval in RUN-\($0))" } ?? ""
                return
                    "| CR-\(line.number) | \(line.request.kind.rawValue) | \(ChangeText.word(line.life.state))\(early) | \(line.life.assessment.map { Plural.number($0.risk) } ?? "-") | \(approvers.isEmpty ? "nobody" : approvers)\(self_) | \(ReviewMarkdown.harm(line)) | \(MarkdownText.cell(line.request.title, limit: 200)) |"
            }
    }

    private static func evidence(_ dossier: ReleaseDossier) -> [String] {
        var lines = [
            "| Phase | Configuration | Runs | Whole | Failing | Last run | Commit | Passed | Failed | Flaky | Skipped |",
            "|\(String(repeating: " --- |", count: 11))",
        ]
        lines += dossier.evidence.map { one in
            func count(_ outcomes: Outcome...) -> String {
                Plural.number(outcomes.reduce(0) { $0 + (one.outcomes[$1] ?? 0) })
            }
            return
                "| \(MarkdownText.cell(one.phase)) | \(MarkdownText.cell(one.configuration.description)) | \(Plural.number(one.runs)) | \(Plural.number(one.wholeRuns)) | \(Plural.number(one.failedRuns)) | \(one.latest.map { "RUN-\($0)" } ?? "none") | \(MarkdownText.cell(one.commit.map { String($0.prefix(12)) } ?? "-")) | \(count(.passed)) | \(count(.failed, .error)) | \(count(.flaky)) | \(count(.skipped)) |"
        }
        return lines + [
            "",
            "\(Plural.count(dossier.uploads, "upload")); SHA-256 over their sorted digests: `\(dossier.evidenceDigest)`.",
        ]
    }

    private static func waivers(_ waivers: [(waiver: Waiver, state: Waiver.State)]) -> [String] {
        guard !waivers.isEmpty else { return ["Nothing was waived."] }
        return [
            "| Waiver | State | Rule | Subject | Phase | Owner | Asked by | Approved by | Until | Reason | Risk |",
            "|\(String(repeating: " --- |", count: 11))",
        ]
            + waivers.map { waiver, state in
                let self_ = waiver.isSelfApproved ? " (self-approved)" : ""
                let cells = [
                    waiver.name, state.rawValue, waiver.rule, MarkdownText.cell(waiver.subject, limit: 200),
                    MarkdownText.cell(waiver.phase), MarkdownText.cell(waiver.owner),
                    MarkdownText.cell(waiver.requester),
                    MarkdownText.cell(waiver.approver ?? "nobody") + self_, "\(Moment.text(waiver.expires)) UTC",
                    MarkdownText.cell(waiver.reason, limit: 300), MarkdownText.cell(waiver.risk, limit: 300),
                ]
                return "| \(cells.joined(separator: " | ")) |"
            }
    }

    private static func decisions(_ decisions: [ReleaseDossier.ProvenDecision]) -> [String] {
        guard !decisions.isEmpty else { return ["No gate was decided for this release."] }
        return [
            "| Decision | Phase | Verdict | At | By | Commit | Stopped by | Waived | Proof | Policy | Evidence | Verdict digest |",
            "|\(String(repeating: " --- |", count: 12))",
        ]
            + decisions.map { one in
                let decision = one.decision
                let cells = [
                    decision.name, MarkdownText.cell(decision.phase),
                    decision.outcome.rawValue.replacing("_", with: " "), "\(Moment.text(decision.at)) UTC",
                    MarkdownText.cell(decision.actor),
                    MarkdownText.cell(decision.candidate.map { String($0.prefix(12)) } ?? "-"),
                    one.stopping.isEmpty ? "-" : one.stopping.joined(separator: ", "),
                    one.waived.isEmpty ? "-" : one.waived.joined(separator: ", "),
                    one.isProven ? "same verdict again" : "**broken**", "`\(decision.policyDigest.prefix(16))`",
                    "`\(decision.evidenceDigest.prefix(16))`", "`\(decision.verdictDigest.prefix(16))`",
                ]
                return "| \(cells.joined(separator: " | ")) |"
            }
    }
}
