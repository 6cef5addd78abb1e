// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// What was excused, by whom, and until when.
struct WaiversPage {
    let report: ReleaseReport
    let links: ReportLinks

    var html: HTML {
        let head = links.head(
            "Waivers", "Written permission, with an end, that one thing need not meet one rule of a gate.")
        guard !report.waivers.isEmpty else {
            return head + Piece.empty("Nothing is waived.", "Every rule counts as it is written.")
        }
        let order = Waiver.State.allCases
        let sorted = report.waivers.sorted { left, right in
            let places = [left, right].map { one in one.state == .active ? -1 : order.firstIndex(of: one.state) ?? 0 }
            return (places[0], left.waiver.number) < (places[1], right.waiver.number)
        }
        return "\(head)<div class=\"stack\">\(sorted.map { card($0.waiver, $0.state) })</div>"
    }

    private func card(_ waiver: Waiver, _ state: Waiver.State) -> HTML {
        let approved: HTML? = waiver.approver.map { approver in
            let own: HTML = waiver.isSelfApproved ? ", who had asked for it" : .empty
            return "\(approver, limit: 80)\(waiver.approvedAt.map { ", \(Piece.time($0))" as HTML })\(own)"
        }
        return """
            <article class="card" id="\(waiver.name)">
            <h2><span class="id">\(waiver.name)</span> \(Badge.waiver(state)) \(links.name(waiver.subject)) need not meet \(waiver.rule)\(ruleName(waiver.rule))</h2>
            \(Piece.facts([
                ("phase", "\(waiver.phase, limit: 60)"), ("until", Piece.time(waiver.expires)),
                ("reason", "\(waiver.reason, limit: 1_000)"), ("risk", "\(waiver.risk, limit: 1_000)"),
                ("meanwhile", waiver.compensation.map { "\($0, limit: 1_000)" }),
                ("accepted rate", waiver.acceptedRate.map { "\(ChangeText.percent($0)) of its trials may fail" }),
                ("owner", "\(waiver.owner, limit: 80)"),
                ("asked by", "\(waiver.requester, limit: 80), \(Piece.time(waiver.requestedAt))"),
                ("approved by", approved),
            ]))
            </article>

            """
    }

    private func ruleName(_ id: String) -> HTML? {
        report.verdict.rules.first { $0.id == id }.map { ": \($0.summary)" }
    }
}
