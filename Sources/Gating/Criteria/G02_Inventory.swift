// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The candidate ran what the baseline has.
struct InventoryExecuted: Criterion {
    static let id = "G02"
    static let name = "inventory"
    static let summary = "the candidate executed the tests that the baseline has, and at least one"
    static let levels = PhaseTable(Level.blocking)
    static let thresholds = [
        Threshold("percent", "share of the inventory that must be executed", 0...100, PhaseTable(95, 98, 100, 100))
    ]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let expected = "at least \(GateText.number(limits["percent"])) % of the inventory"
        guard evidence.executed > 0 else {
            return Finding(
                .fail, expected: expected, actual: "no test was executed",
                [GateEvidence.Subject("phase \(evidence.phase)")],
                next: "exitgate ingest PATH --phase \(evidence.phase)")
        }
        guard let inventory = evidence.inventory, inventory.expected > 0 else {
            return Finding(
                .undecided, expected: expected,
                actual: "\(GateText.count(evidence.executed, "test")), and no sound run of a baseline to compare with",
                [GateEvidence.Subject("baseline")], next: "exitgate baseline capture \(evidence.phase)")
        }
        let share = Double(inventory.executed) / Double(inventory.expected) * 100
        let actual = "\(inventory.executed) of \(inventory.expected) tests, \(GateText.number(share)) %"
        guard share >= limits["percent"] else {
            return Finding(
                .fail, expected: expected, actual: actual, inventory.missing,
                next: "run the missing tests, or approve a baseline without them")
        }
        return Finding(.pass, expected: expected, actual: actual, inventory.missing)
    }

    static let examples = [
        CriterionExample("all ran", .pass, ["percent": 100]) { $0.inventory = Self.inventory(10, of: 10) },
        CriterionExample("enough ran", .pass, ["percent": 90]) { $0.inventory = Self.inventory(9, of: 10) },
        CriterionExample("too few ran", .fail, ["percent": 95]) { $0.inventory = Self.inventory(9, of: 10) },
        CriterionExample("nothing ran", .fail, ["percent": 0]) {
            ($0.executed, $0.inventory) = (0, Self.inventory(10, of: 10))
        },
        CriterionExample("no baseline", .undecided, ["percent": 95]) { _ in },
    ]

    private static func inventory(_ executed: Int, of expected: Int) -> GateEvidence.Inventory {
        var inventory = GateEvidence.Inventory()
        (inventory.executed, inventory.expected) = (executed, expected)
        inventory.missing = (executed..<expected).map { GateEvidence.Subject("TEST-\($0)") }
        return inventory
    }
}
