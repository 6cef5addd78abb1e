// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Somebody looks at what fails.
struct Unacknowledged: Criterion {
    static let id = "G06"
    static let name = "unacknowledged"
    static let summary = "somebody looks at every live incident that is older than a while"
    static let isOfTests = false
    static let levels = PhaseTable(Level.blocking)
    static let thresholds = [
        Threshold("hours", "age from which an incident must be acknowledged", 0...8760, PhaseTable(72, 48, 24, 0))
    ]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let old = evidence.incidents.filter {
            !$0.isAcknowledged && evidence.at - $0.opened >= Int64(limits["hours"] * 3_600_000)
        }
        let expected = "none older than \(GateText.age(Int64(limits["hours"] * 3_600_000)))"
        guard old.isEmpty else {
            return Finding(
                .fail, expected: expected, actual: "nobody looks at \(GateText.count(old.count, "incident"))",
                old.map(\.subject), next: "exitgate incident acknowledge INC-\(old[0].number) -m WHY")
        }
        return Finding(.pass, expected: expected, actual: GateText.count(evidence.incidents.count, "live incident"))
    }

    private static func incident(_ age: Int64, _ isAcknowledged: Bool = false) -> (inout GateEvidence) -> Void {
        return { evidence in
            var incident = GateEvidence.Incident(number: 3, title: "refused", opened: evidence.at - age)
            incident.isAcknowledged = isAcknowledged
            evidence.incidents = [incident]
        }
    }

    static let examples = [
        CriterionExample("nothing is live", .pass) { _ in },
        CriterionExample("an old one", .fail, ["hours": 24], incident(2 * GateEvidence.day)),
        CriterionExample("a young one", .pass, ["hours": 72], incident(2 * GateEvidence.day)),
        CriterionExample(
            "an old one that somebody looks at", .pass, ["hours": 24], incident(2 * GateEvidence.day, true)),
    ]
}
