// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Few tests pass only after a failed attempt.
struct FlakyShare: Criterion {
    static let id = "G09"
    static let name = "flaky-share"
    static let summary = "few executions passed only after a failed attempt"
    static let levels = PhaseTable(Level.blocking)
    static let thresholds = [
        Threshold("percent", "share of executions at most", 0...100, PhaseTable(2, 1.5, 1, 0.5)),
        Threshold("severe", "with 1 none may belong to an open S1 or S2", 0...1, PhaseTable(0, 0, 0, 1)),
    ]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let expected = "at most \(GateText.number(limits["percent"])) %"
        guard evidence.executions > 0 else {
            return Finding(.undecided, expected: expected, actual: "no test was executed", next: "exitgate ingest PATH")
        }
        let share = Double(evidence.flakyExecutions) / Double(evidence.executions) * 100
        let actual = "\(evidence.flakyExecutions) of \(evidence.executions), \(GateText.number(share)) %"
        let severe = evidence.issues.filter { $0.isOpen && $0.severity <= 2 && $0.rate > 0 && $0.rate < 0.9 }
        if limits["severe"] > 0, evidence.flakyExecutions > 0, !severe.isEmpty {
            return Finding(.fail, expected: "\(expected), none of S1 or S2", actual: actual, severe.map(\.subject))
        }
        let isOver = share > limits["percent"]
        return Finding(
            isOver ? .fail : .pass, expected: expected, actual: actual, isOver ? evidence.flaky : [],
            next: isOver ? evidence.flaky.first.map { "exitgate test show \($0.id)" } : nil)
    }

    static let examples = [
        CriterionExample("none", .pass, ["percent": 0]) { _ in },
        CriterionExample("too many", .fail, ["percent": 1]) { ($0.flakyExecutions, $0.flaky) = (2, [.init("TEST-1")]) },
        CriterionExample("few", .pass, ["percent": 2]) { ($0.flakyExecutions, $0.flaky) = (2, [.init("TEST-1")]) },
        CriterionExample("nothing ran", .undecided) { $0.executions = 0 },
    ]
}
