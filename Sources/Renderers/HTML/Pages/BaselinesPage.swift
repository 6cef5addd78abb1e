// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// What was approved, what changed between, and whether it is what was tested.
struct BaselinesPage {
    private static let shown = 60

    let report: ReleaseReport
    let links: ReportLinks

    var html: HTML {
        let head = links.head(
            "Baselines", "Approved configurations of the phases, what changed from one to the next, and their audits.")
        guard !report.baselines.isEmpty else {
            return head
                + Piece.empty(
                    "No baseline was captured.",
                    "<code>exitgate baseline capture \(report.phase, limit: 60)</code> keeps what the latest run was made with."
                )
        }
        return "\(head)<div class=\"stack\">\(report.baselines.reversed().map(card))</div>"
    }

    private func card(_ audited: AuditedBaseline) -> HTML {
        let baseline = audited.baseline
        let approved = baseline.approver.map { approver -> HTML in
            let own: HTML = baseline.isSelfApproved ? " (self-approved)" : .empty
            return "\(approver, limit: 80)\(baseline.approvedAt.map { ", \(Piece.time($0))" as HTML })\(own)"
        }
        return """
            <article class="card" id="\(baseline.name)">
            <h2><span class="id">\(baseline.name)</span> \(Badge.badge(baseline.state.rawValue, baseline.state.isCurrent ? .good : .muted)) \(audited.audit.map { Badge.audit($0.verdict) })</h2>
            \(Piece.facts([
                ("holds", "\(Plural.count(baseline.items, "item"))"),
                ("captured", "\(baseline.author, limit: 80), \(Piece.time(baseline.capturedAt))\(baseline.run.map { ", of RUN-\($0)" as HTML })"),
                ("approved", approved), ("digest", "<span class=\"id\">\(baseline.digest)</span>"),
            ]))
            \(change(audited))
            \(audited.audit.map(audit))
            <details><summary>\(Plural.count(audited.events.count, "event"))</summary>\(Timeline.html(audited.events.map(event)))</details>
            </article>

            """
    }

    private func change(_ audited: AuditedBaseline) -> HTML {
        guard let change = audited.change else { return .empty }
        let count = change.diff.deltas.count
        guard count > 0 else { return "<p class=\"soft\">Nothing differs from \(links.name(change.since)).</p>" }
        return """
            <details\(count <= 12 ? " open" : HTML.empty)><summary>\(Plural.count(count, "difference")) since \(change.since)</summary>\(deltas(change.diff.deltas))</details>
            """
    }

    private func deltas(_ deltas: [BaselineDiff.Delta]) -> HTML {
        let lines = deltas.prefix(Self.shown).map(delta)
        let rest = deltas.count - Self.shown
        return Piece.list(lines + (rest > 0 ? ["and \(rest) more"] : []), class: "lines")
    }

    private func delta(_ delta: BaselineDiff.Delta) -> HTML {
        let sign: HTML = delta.change == .added ? "+" : delta.change == .removed ? "−" : "~"
        return "<span class=\"id\">\(sign)</span> \(DiffText.line(delta), limit: 300)"
    }

    private func audit(_ audit: BaselineAudit) -> HTML {
        let failed = audit.suites.filter { $0.finding != .passed }
        let items: [(HTML, HTML?)] = [
            ("tested", places(audit)),
            (
                "suites",
                audit.suites.isEmpty
                    ? "no suite is required"
                    : failed.isEmpty
                        ? "\(Plural.count(audit.suites.count, "required suite")) passed on exactly this configuration"
                        : "\(failed.count) of \(Plural.count(audit.suites.count, "required suite")) did not pass: \(failed.prefix(8).map { "\($0.name) (\($0.finding.rawValue))" }.joined(separator: ", "), limit: 600)"
            ),
            (
                "missing",
                audit.missingTests.isEmpty
                    ? nil : "\(Plural.count(audit.missingTests.count, "test")) of the inventory did not run"
            ),
            (
                "not pinned",
                audit.unpinned.isEmpty ? nil : "\(Plural.count(audit.unpinned.count, "item")) may change without notice"
            ),
            (
                "outdated",
                audit.outdated.isEmpty ? nil : "\(Plural.count(audit.outdated.count, "item")) nobody supports any more"
            ),
        ]
        let accounted = audit.accounted.map {
            "\(links.name("CR-\($0.change)")) \(DiffText.line($0.delta), limit: 300)" as HTML
        }
        let drift: HTML =
            audit.unaccounted.isEmpty
            ? .empty
            : "<h3>No approved change speaks of \(Plural.count(audit.unaccounted.count, "difference"))</h3>\(deltas(audit.unaccounted))"
        return """
            <h3>Audit: \(Badge.audit(audit.verdict))</h3>\(Piece.facts(items))\(drift)\
            \(accounted.isEmpty ? HTML.empty : "<h3>Because of approved changes</h3>\(Piece.list(accounted, class: "lines"))")
            """
    }

    private func places(_ audit: BaselineAudit) -> HTML {
        guard !audit.places.isEmpty else { return "by no run of this release" }
        return audit.places.map { place -> HTML in
            let said: HTML =
                place.diff.map {
                    $0.isEmpty ? "as approved" : "\(Plural.count($0.deltas.count, "difference"))"
                } ?? "nobody knows what it was made with"
            guard let run = place.run else { return "documents of the working tree: \(said)" }
            return "RUN-\(run), \(Piece.words(place.configuration), limit: 120): \(said)"
        }.joined(separator: "<br>")
    }

    private func event(_ event: BaselineEvent) -> Timeline.Entry {
        Timeline.Entry(
            at: event.at, what: "\(event.to.rawValue)", actor: event.actor, rule: event.verb, evidence: nil,
            reason: event.reason.isEmpty ? nil : event.reason)
    }
}
