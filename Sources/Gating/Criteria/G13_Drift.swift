// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Nothing drifted that may not.
struct UnapprovedDrift: Criterion {
    static let id = "G13"
    static let name = "drift"
    static let summary = "nothing under control differs from the baseline without an approved change"
    static let isOfTests = false
    static let levels = PhaseTable(Level.informing, .blocking, .blocking, .blocking)
    static let thresholds = [
        Threshold(
            "kinds", "1 dependencies and tools, 2 all but the project's own code, 3 anything", 1...3,
            PhaseTable(3, 1, 2, 3)),
        Threshold("max", "differences at most", 0...10_000, PhaseTable(0)),
    ]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let kinds = Int(limits["kinds"])
        let word = kinds == 1 ? "dependencies and tools" : kinds == 2 ? "anything but the code" : "anything"
        let expected = "at most \(GateText.count(Int(limits["max"]), "difference")) in \(word)"
        guard let baseline = evidence.baseline, baseline.isCompared else {
            return Finding(
                .undecided, expected: expected,
                actual: evidence.baseline == nil ? "no baseline" : "what was tested was not captured",
                [GateEvidence.Subject("baseline")], next: "exitgate baseline audit \(evidence.phase)")
        }
        let drift = evidence.drift.filter { delta in
            guard delta.change == nil else { return false }
            switch kinds {
            case 1: return ["dependency", "toolchain", "image"].contains(delta.kind)
            case 2: return delta.kind != "source"
            default: return true
            }
        }
        let isOver = drift.count > Int(limits["max"])
        return Finding(
            isOver ? .fail : .pass, expected: expected, actual: GateText.count(drift.count, "difference"),
            isOver ? drift.map(\.subject) : [], next: isOver ? "exitgate baseline audit \(evidence.phase)" : nil)
    }

    private static func drift(_ kind: String, change: Int64? = nil) -> (inout GateEvidence) -> Void {
        return { evidence in
            var baseline = GateEvidence.Baseline(name: "BL-beta-2", state: "frozen", digest: "d")
            baseline.isCompared = true
            evidence.baseline = baseline
            evidence.drift = [.init(kind: kind, key: "k", text: "1 -> 2", change: change)]
        }
    }

    static let examples = [
        CriterionExample("a commit where code may move", .pass, ["kinds": 2], drift("source")),
        CriterionExample("a dependency", .fail, ["kinds": 1], drift("dependency")),
        CriterionExample("a file where only dependencies count", .pass, ["kinds": 1], drift("file")),
        CriterionExample("what a change speaks of", .pass, ["kinds": 3], drift("dependency", change: 7)),
        CriterionExample("no baseline", .undecided, ["kinds": 3]) { _ in },
    ]
}
