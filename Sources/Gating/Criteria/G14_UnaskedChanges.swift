// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// What changed was asked for and approved.
struct UnaskedChange: Criterion {
    static let id = "G14"
    static let name = "unasked-changes"
    static let summary = "an approved change speaks of all that differs, and no emergency approval is overdue"
    static let isOfTests = false
    static let levels = PhaseTable(Level.off, .informing, .blocking, .blocking)
    static let thresholds = [Threshold("max", "differences without a change at most", 0...10_000, PhaseTable(0))]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let expected = "at most \(Int(limits["max"])) unaccounted, no overdue approval"
        let overdue = evidence.changes.filter(\.isOverdue)
        let unasked = evidence.drift.filter { $0.change == nil && $0.kind != "source" }
        if !overdue.isEmpty {
            return Finding(
                .fail, expected: expected, actual: "\(GateText.count(overdue.count, "approval")) overdue",
                overdue.map(\.subject),
                next: "exitgate change approve CR-\(overdue[0].number) -m WHY")
        }
        guard evidence.baseline?.isCompared == true else {
            return Finding(
                .undecided, expected: expected, actual: "nothing to compare with", [GateEvidence.Subject("baseline")],
                next: "exitgate baseline audit \(evidence.phase)")
        }
        let isOver = unasked.count > Int(limits["max"])
        return Finding(
            isOver ? .fail : .pass, expected: expected, actual: GateText.count(unasked.count, "unaccounted difference"),
            isOver ? unasked.map(\.subject) : [],
            next: isOver ? evidence.baseline.map { "exitgate change new --between \($0.name) now" } : nil)
    }

    private static func compared(_ evidence: inout GateEvidence) {
        var baseline = GateEvidence.Baseline(name: "BL-beta-2", state: "frozen", digest: "d")
        baseline.isCompared = true
        evidence.baseline = baseline
    }

    static let examples = [
        CriterionExample("nothing differs", .pass, [:], compared),
        CriterionExample("unasked", .fail) {
            compared(&$0)
            $0.drift = [.init(kind: "dependency", key: "k", text: "1 -> 2")]
        },
        CriterionExample("an overdue emergency", .fail) {
            compared(&$0)
            var change = GateEvidence.Change(number: 7, title: "hot fix", state: "monitoring")
            change.isOverdue = true
            $0.changes = [change]
        },
        CriterionExample("no baseline", .undecided) { _ in },
    ]
}
