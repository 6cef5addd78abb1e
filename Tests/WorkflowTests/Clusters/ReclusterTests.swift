// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Testing
import Triage

@testable import Workflow

/// A store keeps to the rules that its clusters were made by, until the newest are accepted.
struct ReclusterTests {
    /// One test that fails in another way on every day, with words in common.
    private static func run(_ day: Int) -> String {
        let said = "cart total differs after discount: expected \(["blue label", "red paper", "no stamp"][day - 1])"
        let failure =
            "<failure message=\"\(said)\" type=\"AssertionError\">\(said)\n\tat shop.CartTest.adds(CartTest.java:5)\n</failure>"
        return report(CaseText(name: "adds", content: failure), .passed("ships"))
    }

    private static func laboratory(by algorithm: String?, days: [Int] = [1, 2]) throws -> Laboratory {
        let laboratory = try Laboratory()
        if let algorithm {
            try laboratory.tamper("INSERT INTO store_info (name, value) VALUES ('clustering', \(algorithm))")
        }
        for day in days { try laboratory.ingest(run(day), day: Double(day)) }
        return laboratory
    }

    @Test func `a store of the first rules goes on with them`() throws {
        let laboratory = try Self.laboratory(by: "cluster/1", days: [1])
        // Programs that knew no other rules noted none.
        try laboratory.tamper("DELETE FROM store_info WHERE name = 'clustering'")

        try laboratory.ingest(Self.run(2), day: 2)

        #expect(try laboratory.digest() == Self.laboratory(by: "cluster/1").digest())
        #expect(try laboratory.digest() != Self.laboratory(by: nil).digest())
        #expect(try laboratory.problems() == [])
        #expect(try !ReclusterStore.isCurrent(laboratory.store))
    }

    @Test func `a preview tells what changes, and changes nothing`() throws {
        let laboratory = try Self.laboratory(by: "cluster/1")
        let before = try laboratory.digest()

        let outcome = try ReclusterStore(laboratory.store).perform(accepts: false)

        #expect((outcome.from, outcome.to) == ("cluster/1", "cluster/3"))
        #expect((outcome.signatures, outcome.moved, outcome.merged, outcome.split) == (2, 1, 0, 1))
        #expect((outcome.liveBefore, outcome.liveAfter) == (1, 2))
        #expect(try laboratory.digest() == before)
        #expect(try !ReclusterStore.isCurrent(laboratory.store))
    }

    @Test func `what was accepted is as if it had been so from the start`() throws {
        let laboratory = try Self.laboratory(by: "cluster/1")

        let outcome = try ReclusterStore(laboratory.store).perform(accepts: true)

        #expect(outcome.moved == 1)
        #expect(try laboratory.incidents().count == Self.laboratory(by: nil).incidents().count)
        #expect(try laboratory.problems() == [])
        #expect(try ReclusterStore.isCurrent(laboratory.store))
        #expect(try ReclusterStore(laboratory.store).perform(accepts: true).moved == 0)
    }

    @Test func `rules of a newer program are refused`() throws {
        let laboratory = try Self.laboratory(by: nil)
        try laboratory.tamper("UPDATE store_info SET value = 'cluster/99' WHERE name = 'clustering'")

        let error = #expect(throws: StorageError.self) { try laboratory.ingest(Self.run(3), day: 3) }

        #expect(error?.kind == .newer)
    }
}
