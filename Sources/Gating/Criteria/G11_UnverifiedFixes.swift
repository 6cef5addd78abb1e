// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// What is said to be fixed is proven.
struct UnverifiedFixes: Criterion {
    static let id = "G11"
    static let name = "unverified-fixes"
    static let summary = "clean runs have proven the fixes that are claimed"
    static let levels = PhaseTable(Level.off, .informing, .blocking, .blocking)
    static let thresholds = [
        Threshold("severity", "down to which severity, 1 to 4", 1...4, PhaseTable(2, 2, 2, 3)),
        Threshold("max", "unproven fixes at most", 0...10_000, PhaseTable(0)),
    ]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let unproven = evidence.issues.filter {
            ["fixing", "fixed"].contains($0.state) && Double($0.severity) <= limits["severity"]
        }
        let expected =
            "at most \(GateText.count(Int(limits["max"]), "unproven fix", "unproven fixes")) down to S\(Int(limits["severity"]))"
        let isOver = unproven.count > Int(limits["max"])
        return Finding(
            isOver ? .fail : .pass, expected: expected, actual: "\(unproven.count)",
            isOver ? unproven.map(\.subject) : [],
            next: isOver ? "exitgate issue show ISS-\(unproven[0].number) says how many clean runs are missing" : nil)
    }

    private static func issue(_ severity: Int, _ state: String) -> (inout GateEvidence) -> Void {
        return { $0.issues = [.init(number: 3, title: "refused", severity: severity, state: state, since: 0)] }
    }

    static let examples = [
        CriterionExample("none", .pass, ["severity": 3]) { _ in },
        CriterionExample("a fixed S2", .fail, ["severity": 2], issue(2, "fixed")),
        CriterionExample("a verified S2", .pass, ["severity": 2], issue(2, "verified")),
        CriterionExample("a fixed S3 where S2 counts", .pass, ["severity": 2], issue(3, "fixed")),
    ]
}
