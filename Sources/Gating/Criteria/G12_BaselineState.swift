// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The baseline is approved, and what is tested is it.
struct BaselineApproved: Criterion {
    static let id = "G12"
    static let name = "baseline-state"
    static let summary = "the baseline of the phase has come far enough, and its audit finds no drift"
    static let isOfTests = false
    static let levels = PhaseTable(Level.blocking)
    static let thresholds = [
        Threshold("state", "1 captured, 2 approved, 3 frozen", 1...3, PhaseTable(1, 2, 3, 3, documents: 2)),
        Threshold(
            "clean", "with 1 nothing may differ unless an approved change speaks of it", 0...1,
            PhaseTable(0, 0, 1, 1, documents: 1)),
        Threshold("attested", "with 1 somebody must have signed a statement about it", 0...1, PhaseTable(0, 0, 0, 1)),
    ]

    private static let order = ["captured": 1.0, "proposed": 1, "approved": 2, "suspect": 2, "frozen": 3]
    private static let words = ["captured", "approved", "frozen"]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let word = words[max(0, min(2, Int(limits["state"]) - 1))]
        let isClean = limits["clean"] > 0
        let expected =
            "\(word)\(limits["attested"] > 0 ? ", attested" : "")\(isClean ? ", and what is tested is it" : "")"
        guard let baseline = evidence.baseline else {
            return Finding(
                .undecided, expected: expected, actual: "no baseline", [GateEvidence.Subject("baseline")],
                next: "exitgate baseline capture \(evidence.phase)")
        }
        let subject = GateEvidence.Subject(baseline.name, baseline.state)
        guard (order[baseline.state] ?? 0) >= limits["state"] else {
            return Finding(
                .fail, expected: expected, actual: "\(baseline.name) is \(baseline.state)", [subject],
                next: step(baseline, evidence.phase))
        }
        guard limits["attested"] <= 0 || baseline.isAttested else {
            return Finding(
                .fail, expected: expected, actual: "nobody signed a statement about \(baseline.name)", [subject],
                next: "exitgate baseline attest \(baseline.name) --envelope FILE -m WHY")
        }
        guard isClean else {
            return Finding(.pass, expected: expected, actual: "\(baseline.name) is \(baseline.state)")
        }
        guard baseline.isCompared else {
            return Finding(
                .undecided, expected: expected,
                actual: evidence.documents == nil ? "what was tested was not captured" : "nobody audited the documents",
                [subject],
                next: evidence.documents == nil
                    ? "exitgate ingest in the folder of the project captures it"
                    : "exitgate baseline audit \(evidence.phase) in the folder of the project")
        }
        let drift = evidence.drift.filter { $0.change == nil }
        guard drift.isEmpty else {
            return Finding(
                .fail, expected: expected, actual: GateText.count(drift.count, "difference"), drift.map(\.subject),
                next: "exitgate baseline audit \(evidence.phase)")
        }
        return Finding(.pass, expected: expected, actual: "\(baseline.name) is \(baseline.state), and nothing differs")
    }

    /// What can be done with a baseline that has not come far enough.
    private static func step(_ baseline: GateEvidence.Baseline, _ phase: String) -> String {
        switch baseline.state {
        case "captured": "exitgate baseline propose \(baseline.name) -m WHY"
        case "proposed": "exitgate baseline approve \(baseline.name) -m WHY"
        case "suspect":
            "exitgate baseline audit \(phase), once a run without the drift is there or a change for it is approved"
        default: "exitgate baseline freeze \(baseline.name) -m WHY"
        }
    }

    private static func baseline(_ state: String, isCompared: Bool = true) -> GateEvidence.Baseline {
        var baseline = GateEvidence.Baseline(name: "BL-beta-2", state: state, digest: "d")
        baseline.isCompared = isCompared
        return baseline
    }

    static let examples = [
        CriterionExample("frozen and clean", .pass, ["state": 3, "clean": 1]) { $0.baseline = Self.baseline("frozen") },
        CriterionExample("only captured", .fail, ["state": 2]) { $0.baseline = Self.baseline("captured") },
        CriterionExample("suspect", .fail, ["state": 3]) { $0.baseline = Self.baseline("suspect") },
        CriterionExample("drift", .fail, ["state": 3, "clean": 1]) {
            $0.baseline = Self.baseline("frozen")
            $0.drift = [.init(kind: "dependency", key: "pkg:npm/alpha", text: "1.0 -> 2.0")]
        },
        CriterionExample("drift that a change speaks of", .pass, ["state": 3, "clean": 1]) {
            $0.baseline = Self.baseline("frozen")
            $0.drift = [.init(kind: "dependency", key: "pkg:npm/alpha", text: "1.0 -> 2.0", change: 7)]
        },
        CriterionExample("not captured", .undecided, ["state": 2, "clean": 1]) {
            $0.baseline = Self.baseline("approved", isCompared: false)
        },
        CriterionExample("frozen and attested", .pass, ["state": 3, "clean": 1, "attested": 1]) {
            $0.baseline = Self.baseline("frozen")
            $0.baseline?.isAttested = true
        },
        CriterionExample("nobody signed", .fail, ["state": 3, "attested": 1]) {
            $0.baseline = Self.baseline("frozen")
        },
        CriterionExample("documents that nobody audited", .undecided, ["state": 2, "clean": 1]) {
            $0.documents = .init(auditedAt: nil)
            $0.baseline = Self.baseline("approved", isCompared: false)
        },
        CriterionExample("no baseline", .undecided, ["state": 1]) { _ in },
    ]
}
