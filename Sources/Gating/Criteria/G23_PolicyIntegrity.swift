// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The policy is the one that was approved.
struct PolicyIntegrity: Criterion {
    static let id = "G23"
    static let name = "policy-integrity"
    static let summary = "the policy is the one that was in force when the baseline was approved"
    static let isOfTests = false
    static let levels = PhaseTable(Level.informing, .blocking, .blocking, .blocking)
    static let thresholds: [Threshold] = []

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let expected = "the policy that was approved with the baseline"
        guard let approved = evidence.approvedPolicy else {
            return Finding(
                .undecided, expected: expected, actual: "no baseline was approved under a policy",
                [GateEvidence.Subject("policy")],
                next: "exitgate baseline approve BL-\(evidence.phase)-N -m WHY")
        }
        guard approved == evidence.policy else {
            return Finding(
                .fail, expected: "sha256:\(approved.prefix(12))", actual: "sha256:\(evidence.policy.prefix(12))",
                [GateEvidence.Subject("policy", "changed since the baseline was approved")],
                next: "approve a baseline under the new policy, or restore the old one")
        }
        return Finding(.pass, expected: expected, actual: "sha256:\(approved.prefix(12))")
    }

    static let examples = [
        CriterionExample("the same", .pass) { ($0.policy, $0.approvedPolicy) = ("a", "a") },
        CriterionExample("another", .fail) { ($0.policy, $0.approvedPolicy) = ("a", "b") },
        CriterionExample("nobody approved one", .undecided) { _ in },
    ]
}
