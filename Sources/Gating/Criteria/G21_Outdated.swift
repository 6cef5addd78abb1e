// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Nothing outdated or unknown is tested with.
struct Outdated: Criterion {
    static let id = "G21"
    static let name = "outdated"
    static let summary = "nothing that nobody supports any more is tested with, and every environment is registered"
    static let isOfTests = false
    static let levels = PhaseTable(Level.informing, .informing, .blocking, .blocking)
    static let thresholds = [
        Threshold("max", "outdated items and unregistered environments at most", 0...10_000, PhaseTable(0))
    ]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let all = evidence.outdated + evidence.unregistered
        let isOver = all.count > Int(limits["max"])
        return Finding(
            isOver ? .fail : .pass, expected: "at most \(Int(limits["max"]))",
            actual: "\(evidence.outdated.count) outdated, \(evidence.unregistered.count) unregistered",
            isOver ? all : [],
            next: evidence.unregistered.first.map { "exitgate environment register \(GateText.quoted($0.id))" })
    }

    static let examples = [
        CriterionExample("none", .pass) { _ in },
        CriterionExample("an old item", .fail) { $0.outdated = [.init("pkg:npm/alpha")] },
        CriterionExample("an unknown environment", .fail) { $0.unregistered = [.init("lab")] },
    ]
}
