// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Nothing fails that the baseline did not know.
struct NewFailures: Criterion {
    static let id = "G04"
    static let name = "new-failures"
    static let summary = "nothing fails that the approved baseline did not know"
    static let levels = PhaseTable(Level.blocking)
    static let thresholds = [Threshold("max", "new failures at most", 0...10_000, PhaseTable(0))]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let expected = "at most \(GateText.count(Int(limits["max"]), "new failure"))"
        guard let failures = evidence.newFailures else {
            return Finding(
                .undecided, expected: expected, actual: "no approved baseline says what is known to fail",
                [GateEvidence.Subject("baseline")],
                next: "exitgate baseline capture \(evidence.phase), then propose and approve it")
        }
        guard evidence.executed > 0 else {
            return Finding(.undecided, expected: expected, actual: "no test was executed", next: "exitgate ingest PATH")
        }
        let isOver = failures.count > Int(limits["max"])
        return Finding(
            isOver ? .fail : .pass, expected: expected, actual: GateText.count(failures.count, "new failure"), failures,
            next: isOver ? failures.first.map { "exitgate incident show \($0.id)" } : nil)
    }

    static let examples = [
        CriterionExample("none", .pass) { $0.newFailures = [] },
        CriterionExample("one", .fail) { $0.newFailures = [.init("INC-3", "refused")] },
        CriterionExample("one is borne", .pass, ["max": 1]) { $0.newFailures = [.init("INC-3", "refused")] },
        CriterionExample("no baseline", .undecided) { _ in },
        CriterionExample("nothing ran", .undecided) { ($0.newFailures, $0.executed) = ([], 0) },
    ]
}
