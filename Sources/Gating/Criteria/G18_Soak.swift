// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// It ran for long without a failure.
struct Soak: Criterion {
    static let id = "G18"
    static let name = "soak"
    static let summary = "it ran without a failure for long enough, in days and runs"
    static let levels = PhaseTable(Level.off, .off, .blocking, .blocking)
    static let canWaiveUndecided = true
    static let thresholds = [
        Threshold("days", "days without a failure", 0...28, PhaseTable(0, 0, 7, 14)),
        Threshold(
            "runs", "runs without a failure; 29 bound the rate by 10 %, 59 by 5 %", 0...10_000, PhaseTable(0, 0, 29, 59)
        ),
    ]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let days = evidence.cleanSince.map { Double(evidence.at - $0) / Double(GateEvidence.day) } ?? 0
        let expected =
            "\(GateText.number(limits["days"])) days and \(GateText.number(limits["runs"])) runs without a failure"
        let actual = "\(GateText.number(days.rounded(.down))) days, \(GateText.count(evidence.cleanRuns, "run"))"
        guard days >= limits["days"], Double(evidence.cleanRuns) >= limits["runs"] else {
            // Time is missing, and nothing has failed.
            return Finding(
                .undecided, expected: expected, actual: actual, [GateEvidence.Subject("phase \(evidence.phase)")],
                next: "go on running the phase")
        }
        return Finding(.pass, expected: expected, actual: actual)
    }

    static let examples = [
        CriterionExample("long enough", .pass, ["days": 7, "runs": 29]) {
            ($0.cleanRuns, $0.cleanSince) = (29, $0.at - 7 * GateEvidence.day)
        },
        CriterionExample("too few runs", .undecided, ["days": 7, "runs": 29]) {
            ($0.cleanRuns, $0.cleanSince) = (28, $0.at - 9 * GateEvidence.day)
        },
        CriterionExample("too few days", .undecided, ["days": 7, "runs": 29]) {
            ($0.cleanRuns, $0.cleanSince) = (40, $0.at - 6 * GateEvidence.day)
        },
    ]
}
