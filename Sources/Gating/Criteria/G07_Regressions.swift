// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// No test fails more often than before the candidate.
struct Regressions: Criterion {
    static let id = "G07"
    static let name = "regressions"
    static let summary = "no test fails more often on the candidate than before, by Fisher's exact test"
    static let levels = PhaseTable(Level.informing, .blocking, .blocking, .blocking)
    static let thresholds = [Threshold("max", "regressions at most", 0...10_000, PhaseTable(0))]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let expected = "at most \(GateText.count(Int(limits["max"]), "regression"))"
        guard let regressions = evidence.regressions else {
            return Finding(
                .undecided, expected: expected, actual: "no run before the candidate to compare with",
                [GateEvidence.Subject("phase \(evidence.phase)")], next: "exitgate run list --phase \(evidence.phase)")
        }
        let isOver = regressions.count > Int(limits["max"])
        return Finding(
            isOver ? .fail : .pass, expected: expected, actual: GateText.count(regressions.count, "regression"),
            regressions,
            next: isOver ? regressions.first.map { "exitgate test show \($0.id)" } : nil)
    }

    static let examples = [
        CriterionExample("none", .pass) { $0.regressions = [] },
        CriterionExample("one", .fail) { $0.regressions = [.init("TEST-3", "0 of 20, then 3 of 3")] },
        CriterionExample("nothing to compare with", .undecided) { _ in },
    ]
}
