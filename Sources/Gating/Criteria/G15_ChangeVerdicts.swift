// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// No change did harm, and none is still watched.
struct ChangeVerdicts: Criterion {
    static let id = "G15"
    static let name = "change-verdicts"
    static let summary = "no implemented change did harm, and none of weight is still being watched"
    static let isOfTests = false
    static let levels = PhaseTable(Level.off, .informing, .blocking, .blocking)
    static let thresholds = [
        Threshold("adverse", "changes that did harm at most", 0...10_000, PhaseTable(0)),
        Threshold(
            "watched", "from which severity on a change may still be watched, 5 for none", 1...5, PhaseTable(1, 1, 3, 5)
        ),
    ]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let adverse = evidence.changes.filter { $0.isAdverse && !["backed_out", "achieved"].contains($0.state) }
        let watched = evidence.changes.filter {
            ["monitoring", "review", "implemented"].contains($0.state) && Double($0.severity ?? 4) < limits["watched"]
                && !$0.isAdverse
        }
        let mark = limits["watched"]
        let expected =
            "at most \(Int(limits["adverse"])) did harm, \(mark >= 5 ? "none" : "none below S\(Int(mark))") is watched"
        let isOver = adverse.count > Int(limits["adverse"])
        let over = (isOver ? adverse : []) + watched
        return Finding(
            over.isEmpty ? .pass : .fail, expected: expected,
            actual: "\(adverse.count) did harm, \(watched.count) still watched", over.map(\.subject),
            next: over.first.map { "exitgate change show CR-\($0.number)" })
    }

    private static func change(_ state: String, isAdverse: Bool = false) -> (inout GateEvidence) -> Void {
        return { evidence in
            var change = GateEvidence.Change(number: 7, title: "round", state: state)
            change.isAdverse = isAdverse
            evidence.changes = [change]
        }
    }

    static let examples = [
        CriterionExample("none", .pass, ["watched": 5]) { _ in },
        CriterionExample("one did harm", .fail, ["watched": 3], change("review", isAdverse: true)),
        CriterionExample(
            "one did harm and was backed out", .pass, ["watched": 3], change("backed_out", isAdverse: true)),
        CriterionExample("one is watched where none may be", .fail, ["watched": 5], change("monitoring")),
        CriterionExample("one of little weight is watched", .pass, ["watched": 3], change("monitoring")),
    ]
}
