// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Few runs of the last four weeks failed.
struct ErrorBudget: Criterion {
    static let id = "G24"
    static let name = "error-budget"
    static let summary = "few runs of the last four weeks failed; else only fixes of S1 and S2 may go on"
    static let levels = PhaseTable(Level.informing, .informing, .informing, .blocking)
    static let thresholds = [Threshold("percent", "share of runs that may fail", 0...100, PhaseTable(20, 10, 5, 2))]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let recent = evidence.runs.filter {
            evidence.at - $0.startedAt <= 28 * GateEvidence.day && $0.tests > 0 && !$0.isTainted
        }
        let expected = "at most \(GateText.number(limits["percent"])) % of the runs of four weeks"
        guard !recent.isEmpty else {
            return Finding(
                .undecided, expected: expected, actual: "no run in four weeks",
                [GateEvidence.Subject("phase \(evidence.phase)")],
                next: "exitgate ingest PATH --phase \(evidence.phase)")
        }
        let failed = recent.filter { $0.failed > 0 }
        let share = Double(failed.count) / Double(recent.count) * 100
        let others = evidence.changes.filter {
            ["submitted", "assessed", "approved", "emergency"].contains($0.state) && ($0.severity ?? 4) > 2
        }
        let isSpent = share > limits["percent"]
        return Finding(
            isSpent ? .fail : .pass, expected: expected,
            actual: "\(failed.count) of \(recent.count), \(GateText.number(share)) %",
            isSpent ? [GateEvidence.Subject("phase \(evidence.phase)", "budget spent")] + others.map(\.subject) : [],
            next: isSpent ? "only changes that fix an S1 or S2 until it is better" : nil)
    }

    static let examples = [
        CriterionExample("none failed", .pass, ["percent": 2]) { _ in },
        CriterionExample("too many failed", .fail, ["percent": 2]) { $0.runs[0].failed = 1 },
        CriterionExample("an outage does not count", .undecided, ["percent": 2]) { $0.runs[0].isTainted = true },
        CriterionExample("no run", .undecided, ["percent": 2]) { $0.runs = [] },
    ]
}
