// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Few tests are held back, and each of them still runs.
struct Quarantine: Criterion {
    static let id = "G10"
    static let name = "quarantine"
    static let summary = "few tests are held back by waivers, and each of them still runs"
    static let levels = PhaseTable(Level.blocking)
    static let thresholds = [Threshold("percent", "share of executed tests at most", 0...100, PhaseTable(5, 3, 2, 1))]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        guard !evidence.quarantined.isEmpty else { return .notApplicable("no waiver holds back a test") }
        let expected = "at most \(GateText.number(limits["percent"])) %, each still running"
        guard evidence.executed > 0 else {
            return Finding(.undecided, expected: expected, actual: "no test was executed", next: "exitgate ingest PATH")
        }
        let share = Double(evidence.quarantined.count) / Double(evidence.executed) * 100
        let actual = "\(GateText.count(evidence.quarantined.count, "test")), \(GateText.number(share)) %"
        if !evidence.quarantinedIdle.isEmpty {
            return Finding(
                .fail, expected: expected, actual: "\(actual); \(evidence.quarantinedIdle.count) no longer run",
                evidence.quarantinedIdle)
        }
        let isOver = share > limits["percent"]
        return Finding(
            isOver ? .fail : .pass, expected: expected, actual: actual, isOver ? evidence.quarantined : [],
            next: isOver
                ? "exitgate waiver revoke, for tests that pass: exitgate waiver list --phase \(evidence.phase)" : nil)
    }

    static let examples = [
        CriterionExample("nothing is held back", .notApplicable) { _ in },
        CriterionExample("one", .pass, ["percent": 2]) { $0.quarantined = [.init("TEST-1")] },
        CriterionExample("too many", .fail, ["percent": 0.5]) { $0.quarantined = [.init("TEST-1")] },
        CriterionExample("one no longer runs", .fail, ["percent": 2]) {
            ($0.quarantined, $0.quarantinedIdle) = ([.init("TEST-1")], [.init("TEST-1")])
        },
        CriterionExample("nothing ran", .undecided, ["percent": 2]) {
            ($0.quarantined, $0.executed) = ([.init("TEST-1")], 0)
        },
    ]
}
