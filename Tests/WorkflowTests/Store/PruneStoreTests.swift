// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Testing
import Workflow

/// Long texts of old failures that go, and everything that must stay.
struct PruneStoreTests {
    private static func failure(_ trace: String) -> CaseText {
        CaseText(
            name: "pays",
            content: "<failure type=\"AssertionError\" message=\"\(refusedPayment)\">\(trace)</failure>")
    }

    /// Five failing runs whose traces differ in what is masked, on days 1 to 5.
    private func laboratory() throws -> Laboratory {
        let laboratory = try Laboratory()
        for day in 1...5 {
            try laboratory.ingest(report(Self.failure(Self.trace(day)), .passed("ships")), day: Double(day))
        }
        return laboratory
    }

    private static func trace(_ day: Int) -> String { "File \"src/pay.py\", line \(day)0, in total at 10:0\(day):00" }

    private func prune(_ laboratory: Laboratory, day: Double, isDryRun: Bool = false) throws -> TextRetention.Amount {
        try PruneStore(laboratory.store).perform(
            before: Laboratory.moment(day: day), now: Laboratory.moment(day: 400), isDryRun: isDryRun)
    }

    @Test func `traces of old runs go, and nothing that is counted changes`() throws {
        let laboratory = try laboratory()
        let (before, texts) = (try laboratory.digest(), try laboratory.bodies())

        #expect(try prune(laboratory, day: 4.5, isDryRun: true).texts == 3)
        #expect(try laboratory.bodies() == texts)
        let amount = try prune(laboratory, day: 4.5)

        // The first stands for the signature, the last is what the incident shows.
        #expect((amount.texts, amount.bytes) == (3, 3 * Self.trace(1).count))
        let left = try laboratory.bodies()
        #expect(left.contains(Self.trace(1)) && left.contains(Self.trace(5)) && left.contains(refusedPayment))
        #expect(!left.contains(Self.trace(3)))
        #expect(try laboratory.digest() == before)
        #expect(try laboratory.problems() == [])
        #expect(try prune(laboratory, day: 4.5).texts == 0)
    }

    @Test func `a text that comes again is there again`() throws {
        let laboratory = try laboratory()
        _ = try prune(laboratory, day: 4.5)

        try laboratory.ingest(report(Self.failure(Self.trace(3))), day: 9)

        #expect(try laboratory.bodies().contains(Self.trace(3)))
        #expect(try laboratory.problems() == [])
    }

    @Test func `what a young run holds as well stays`() throws {
        let laboratory = try laboratory()
        try laboratory.ingest(report(Self.failure(Self.trace(2))), day: 8)
        try laboratory.ingest(report(Self.failure(Self.trace(6))), day: 9)

        _ = try prune(laboratory, day: 7)

        let left = try laboratory.bodies()
        #expect(left.contains(Self.trace(2)))
        #expect(!left.contains(Self.trace(4)))
    }
}
