// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Tests are not much slower, and few time out.
struct CapacityHeld: Criterion {
    static let id = "G22"
    static let name = "capacity"
    static let summary = "runs are not much slower than before, and few tests time out"
    static let levels = PhaseTable(Level.informing, .informing, .informing, .blocking)
    static let thresholds = [
        Threshold("slower_percent", "how much slower 95 of 100 runs may be", 0...10_000, PhaseTable(20)),
        Threshold("timeout_percent", "share of executions that may time out", 0...100, PhaseTable(1)),
    ]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let expected =
            "at most \(GateText.number(limits["slower_percent"])) % slower, \(GateText.number(limits["timeout_percent"])) % time-outs"
        guard let capacity = evidence.capacity, capacity.before > 0 else {
            return Finding(
                .undecided, expected: expected, actual: "too few runs tell how long they took",
                [GateEvidence.Subject("phase \(evidence.phase)")], next: "exitgate environment capacity")
        }
        let slower = (Double(capacity.now) / Double(capacity.before) - 1) * 100
        let timeouts = capacity.executions == 0 ? 0 : Double(capacity.timeouts) / Double(capacity.executions) * 100
        let isOver = slower > limits["slower_percent"] || timeouts > limits["timeout_percent"]
        return Finding(
            isOver ? .fail : .pass, expected: expected,
            actual: "\(GateText.number(max(0, slower).rounded())) % slower, \(GateText.number(timeouts)) % time-outs",
            isOver ? [GateEvidence.Subject("phase \(evidence.phase)")] : [],
            next: isOver ? "exitgate environment capacity" : nil)
    }

    private static let limits = ["slower_percent": 20.0, "timeout_percent": 1]

    static let examples = [
        CriterionExample("as fast", .pass, limits) { $0.capacity = .init(now: 100, before: 100) },
        CriterionExample("slower", .fail, limits) { $0.capacity = .init(now: 130, before: 100) },
        CriterionExample("time-outs", .fail, limits) {
            var capacity = GateEvidence.Capacity(now: 100, before: 100)
            (capacity.timeouts, capacity.executions) = (2, 100)
            $0.capacity = capacity
        },
        CriterionExample("nothing to compare with", .undecided, limits) { _ in },
    ]
}
