// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Storage
import StorageSQLite
import Synchronization
import TestPhase
import Testing
import Workflow

/// Attempts replace each other test by test; shards add up.
struct RunPartsTests {
    private let first = report(.passed("adds"), .failed("pays"), .failed("ships", refusedPayment))
    private let second = report(.passed("pays"), .failed("ships", refusedPayment))

    @Test func `a second attempt replaces the first one test by test`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(first)

        let outcome = try laboratory.ingest(second) { $0.attempt = 2 }

        #expect(try laboratory.verdicts(run: outcome.runID) == ["adds": .passed, "pays": .passed, "ships": .failed])
        let incidents = try laboratory.incidents()
        #expect(incidents.map(\.title).allSatisfy { $0.contains("payment refused") })
        #expect(incidents.count == 1)
        #expect(try laboratory.problems() == [])
    }

    @Test func `a first attempt that comes after the second does not replace it`() throws {
        let late = try Laboratory()
        try late.ingest(second) { $0.attempt = 2 }

        let outcome = try late.ingest(first)

        let ordered = try Laboratory()
        try ordered.ingest(first)
        try ordered.ingest(second) { $0.attempt = 2 }
        #expect(try late.verdicts(run: outcome.runID) == ["adds": .passed, "pays": .passed, "ships": .failed])
        #expect(try late.digest() == ordered.digest())
        #expect(try late.problems() == [])
    }

    @Test func `a second attempt in which the suite runs clears its error`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(suite: "shop", error: brokenFixture))

        try laboratory.ingest(report(.passed("adds"), suite: "shop")) { $0.attempt = 2 }

        #expect(try laboratory.incidents() == [])
        #expect(try laboratory.problems() == [])
    }

    @Test func `shards give one run, whatever the order in which they come`() throws {
        let shards = [
            report(.passed("adds"), .failed("pays")), report(.passed("ships")),
            report(.flaky("returns"), .skipped("asks")),
        ]
        let ordered = try Laboratory()
        let mixed = try Laboratory()

        for index in [1, 2, 3] { try ordered.ingest(shards[index - 1]) { $0.shard = (index, 3) } }
        for index in [3, 1, 2] { try mixed.ingest(shards[index - 1]) { $0.shard = (index, 3) } }

        #expect(try ordered.digest() == mixed.digest())
        #expect(try ordered.rows("run") == 1)
        #expect(try mixed.verdicts(run: 1).count == 5)
    }

    @Test func `shards that come at the same moment lose nothing`() throws {
        let ordered = try Laboratory()
        let crowded = try Laboratory()
        let requests = try (1...8).map { index in
            // All shards share some tests that are new to the store, and each has one of its own.
            var request = Laboratory.request([
                try crowded.write(report(.passed("adds"), .failed("pays \(index)"), .flaky("ships", refusedPayment)))
            ])
            request.shard = (index, 8)
            return request
        }
        for request in requests { try ordered.perform(request) }
        let path = try crowded.write("", as: "folder/keep").replacing("/keep", with: "/store.sqlite")
        let failures = Mutex<[String]>([])

        DispatchQueue.concurrentPerform(iterations: requests.count) { index in
            do {
                let store = try SQLiteDriver(path: path, mode: .writing)
                _ = try IngestRun(store).perform(requests[index]) { _, _, _ in }
            } catch {
                failures.withLock { $0.append("\(error)") }
            }
        }

        #expect(failures.withLock { $0 } == [])
        let store = try SQLiteDriver(path: path, mode: .reading)
        #expect(try ExportStore(store).perform { _ in } == ordered.digest())
        #expect(try VerifyStore(store, integrity: store.integrityProblems).perform().problems == [])
    }

    @Test func `a shard that is missing is named until it comes`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.passed("adds"))) { $0.shard = (1, 3) }

        let two = try #require(try laboratory.ingest(report(.passed("pays"))) { $0.shard = (3, 3) }.run)
        let three = try #require(try laboratory.ingest(report(.passed("ships"))) { $0.shard = (2, 3) }.run)

        #expect(two.missingShards == [2])
        #expect(GatePreview(latest: two, live: 0).verdict == .undecided)
        #expect(three.missingShards == [])
        #expect(three.outcomes == [.passed: 3])
        #expect(GatePreview(latest: three, live: 0).verdict == .go)
    }

    @Test func `equal shards of one run are told apart`() throws {
        let laboratory = try Laboratory()
        let text = report(.passed("adds"))

        try laboratory.ingest(text) { $0.shard = (1, 2) }
        let outcome = try laboratory.ingest(text) { $0.shard = (2, 2) }

        #expect(!outcome.isRepeated)
        #expect(outcome.run?.uploads.map(\.shard) == [1, 2])
    }

    @Test func `the worst of two shards that ran the same test decides`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.failed("pays"))) { $0.shard = (1, 2) }

        let outcome = try laboratory.ingest(report(.passed("pays"))) { $0.shard = (2, 2) }

        #expect(try laboratory.verdicts(run: outcome.runID) == ["pays": .failed])
        #expect(try laboratory.states() == [.open])
    }
}
