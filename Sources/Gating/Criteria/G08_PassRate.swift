// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Most tests pass.
struct PassRate: Criterion {
    static let id = "G08"
    static let name = "pass-rate"
    static let summary = "enough tests pass in the latest run of each class, by their final verdicts"
    static let levels = PhaseTable(Level.blocking)
    static let thresholds = [
        Threshold("percent", "share of executed tests that must pass", 0...100, PhaseTable(95, 98, 99.5, 100))
    ]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let expected = "at least \(GateText.number(limits["percent"])) %"
        guard evidence.executed > 0 else {
            return Finding(.undecided, expected: expected, actual: "no test was executed", next: "exitgate ingest PATH")
        }
        let share = Double(evidence.passed) / Double(evidence.executed) * 100
        let actual = "\(evidence.passed) of \(evidence.executed), \(GateText.number(share)) %"
        let isOver = share < limits["percent"]
        return Finding(
            isOver ? .fail : .pass, expected: expected, actual: actual, isOver ? evidence.failing : [],
            next: isOver ? evidence.failing.first.map { "exitgate test show \($0.id)" } : nil)
    }

    static let examples = [
        CriterionExample("all", .pass, ["percent": 100]) { _ in },
        CriterionExample("too few", .fail, ["percent": 99]) {
            ($0.passed, $0.failing) = (98, [.init("TEST-1"), .init("TEST-2")])
        },
        CriterionExample("enough", .pass, ["percent": 98]) {
            ($0.passed, $0.failing) = (98, [.init("TEST-1"), .init("TEST-2")])
        },
        CriterionExample("nothing ran", .undecided, ["percent": 0]) { ($0.executed, $0.passed) = (0, 0) },
    ]
}
