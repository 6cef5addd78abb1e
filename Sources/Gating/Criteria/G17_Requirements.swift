// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Requirements are tested.
struct RequirementsTested: Criterion {
    static let id = "G17"
    static let name = "requirements"
    static let summary = "the tests of each requirement passed on the candidate, where tests name requirements"
    static let levels = PhaseTable(Level.informing, .blocking, .blocking, .blocking)
    static let thresholds = [Threshold("percent", "share of requirements", 0...100, PhaseTable(90, 90, 100, 100))]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        guard !evidence.requirements.isEmpty else { return .notApplicable("no test names a requirement") }
        let open = evidence.requirements.filter { !$0.passed }
        let share = Double(evidence.requirements.count - open.count) / Double(evidence.requirements.count) * 100
        let isOver = share < limits["percent"]
        return Finding(
            isOver ? .fail : .pass, expected: "at least \(GateText.number(limits["percent"])) %",
            actual:
                "\(evidence.requirements.count - open.count) of \(evidence.requirements.count), \(GateText.number(share)) %",
            isOver ? open.map { GateEvidence.Subject($0.name) } : [])
    }

    static let examples = [
        CriterionExample("not used", .notApplicable) { _ in },
        CriterionExample("all", .pass, ["percent": 100]) { $0.requirements = [.init("REQ-1", passed: true)] },
        CriterionExample("one is not met", .fail, ["percent": 90]) {
            $0.requirements = [.init("REQ-1", passed: true), .init("REQ-2", passed: false)]
        },
    ]
}
