// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Testing
import Workflow

/// Incidents as uploads make them.
struct IncidentFoldTests {
    @Test func `one cause in many tests is one incident`() throws {
        let laboratory = try Laboratory()

        try laboratory.ingest(
            report(.failed("adds"), .failed("pays"), .failed("ships", refusedPayment), .passed("asks")))

        #expect(try laboratory.incidents().map(\.tests).sorted() == [1, 2])
        #expect(try laboratory.incidents().map(\.number) == [1, 2])
    }

    /// What is no pass.
    static let silent = [report(.skipped("adds")), report(.passed("other")), report(.flaky("adds")), "<testsuites/>"]

    @Test(arguments: silent)
    func `what is skipped, missing or flaky restores nothing`(text: String) throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.failed("adds")), day: 1)

        try laboratory.ingest(text, day: 2)

        #expect(try laboratory.states().map(\.isLive) == [true])
        #expect(try laboratory.problems() == [])
    }

    @Test func `a pass on another configuration class or in another phase restores nothing`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.failed("adds")), day: 1) {
            $0.configuration = ConfigurationClass(["os": "linux"])
        }

        try laboratory.ingest(report(.passed("adds")), day: 2) { $0.configuration = ConfigurationClass(["os": "mac"]) }
        try laboratory.ingest(report(.passed("adds")), day: 3) {
            ($0.configuration, $0.phase) = (ConfigurationClass(["os": "linux"]), "beta")
        }

        #expect(try laboratory.states() == [.open])
    }

    @Test func `each class and phase has incidents of its own`() throws {
        let laboratory = try Laboratory()
        let text = report(.failed("adds"))

        try laboratory.ingest(text, day: 1)
        try laboratory.ingest(text, day: 2) { $0.phase = "beta" }
        try laboratory.ingest(text, day: 3) { $0.configuration = ConfigurationClass(["os": "mac"]) }

        #expect(try laboratory.incidents().map(\.number) == [1, 2, 3])
        #expect(try laboratory.incidents().allSatisfy { $0.episode == 1 })
    }

    @Test func `a test that fails in another way leaves the first incident open`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.failed("adds")), day: 1)

        try laboratory.ingest(report(.failed("adds", refusedPayment)), day: 2)

        #expect(try laboratory.states() == [.open, .open])
        #expect(try laboratory.problems() == [])
    }

    @Test func `a run says what it opened, reopened, restored and still suffers from`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(
            report(.failed("adds"), .failed("pays", refusedPayment), .failed("asks", brokenFixture)), day: 1)
        try laboratory.ingest(
            report(.passed("adds"), .failed("pays", refusedPayment), .failed("asks", brokenFixture)), day: 2)

        let changes = try laboratory.ingest(
            report(.failed("adds"), .failed("pays", refusedPayment), .passed("asks"), .failed("ships", missingLogin)),
            day: 3
        ).changes

        #expect(changes.opened.map(\.title).allSatisfy { $0.contains("login page") })
        #expect(changes.reopened.map(\.title).allSatisfy { $0.contains("cart") })
        #expect(changes.restored.map(\.title).allSatisfy { $0.contains("fixture") })
        #expect(changes.ongoing.map(\.title).allSatisfy { $0.contains("payment") })
        #expect([changes.opened, changes.reopened, changes.restored, changes.ongoing].map(\.count) == [1, 1, 1, 1])
    }

    @Test func `a recurrence after the quiet time is a new episode with a new number`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.failed("adds")), day: 1)
        for day in 2...6 { try laboratory.ingest(report(.passed("adds")), day: Double(day)) }
        try laboratory.ingest(report(.failed("pays", refusedPayment)), day: 7)

        try laboratory.ingest(report(.failed("adds")), day: 10)

        let incidents = try laboratory.incidents()
        #expect(incidents.map(\.number) == [1, 2, 3])
        #expect(incidents.map(\.state) == [.closed, .open, .open])
        #expect(incidents.map(\.episode) == [1, 1, 2])
        #expect(try laboratory.rules(incidents[0]) == ["open-by-failure", "restore-by-pass", "close-by-quiet"])
        #expect(try laboratory.problems() == [])
    }

    @Test func `the quiet time alone closes it, without a recurrence`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.failed("adds")), day: 1)

        for day in [2, 3, 4, 5, 6, 9] { try laboratory.ingest(report(.passed("adds")), day: Double(day)) }

        #expect(try laboratory.states() == [.closed])
    }

    @Test func `a late run that fills the quiet time joins two episodes into one, and the number stays unused`() throws
    {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.failed("adds")), day: 1)
        for day in 2...6 { try laboratory.ingest(report(.passed("adds")), day: Double(day)) }
        try laboratory.ingest(report(.failed("adds")), day: 10)

        try laboratory.ingest(report(.failed("adds")), day: 5.5)
        try laboratory.ingest(report(.failed("pays", refusedPayment)), day: 11)

        #expect(try laboratory.incidents().map(\.number) == [1, 3])
        #expect(try laboratory.rules(laboratory.incidents()[0]).suffix(2) == ["reopen-by-recurrence", "flapping"])
        #expect(try laboratory.problems() == [])
    }

    @Test func `the last good run is the latest before it in which its test passed`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.passed("adds")), day: 1)
        let good = try laboratory.ingest(report(.passed("adds")), day: 2).runID
        try laboratory.ingest(report(.skipped("adds"), .passed("pays")), day: 3)
        try laboratory.ingest(report(.passed("adds")), day: 3.5) { $0.phase = "beta" }

        try laboratory.ingest(report(.failed("adds")), day: 4)

        #expect(try laboratory.incident().lastGoodRun == good)
    }

    @Test func `a test that never passed has no last good run`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.passed("pays")), day: 1)

        try laboratory.ingest(report(.failed("adds")), day: 2)

        #expect(try laboratory.incident().lastGoodRun == nil)
    }

    @Test func `a late run before it becomes the last good one`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.passed("adds")), day: 1)
        try laboratory.ingest(report(.failed("adds")), day: 4)

        let late = try laboratory.ingest(report(.passed("adds")), day: 3).runID

        #expect(try laboratory.incident().lastGoodRun == late)
    }

    @Test func `late runs without the test push no last good run out of reach`() throws {
        let laboratory = try Laboratory()
        let good = try laboratory.ingest(report(.passed("adds")), day: 1).runID
        try laboratory.ingest(report(.failed("adds")), day: 200)

        for day in 2...110 { try laboratory.ingest(report(.passed("pays")), day: Double(day)) }

        #expect(try laboratory.incident().lastGoodRun == good)
        #expect(try laboratory.problems() == [])
    }

    @Test func `an upload that moves its run to an earlier time moves its effect`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.failed("adds")), day: 3)
        try laboratory.ingest(report(.passed("adds")), day: 4, run: "moved") { $0.shard = (1, 2) }
        let before = try laboratory.states()

        try laboratory.ingest(report(.passed("pays")), day: 2, run: "moved") { $0.shard = (2, 2) }

        #expect(before == [.restored])
        #expect(try laboratory.states() == [.open])
        #expect(try laboratory.problems() == [])
    }
}
