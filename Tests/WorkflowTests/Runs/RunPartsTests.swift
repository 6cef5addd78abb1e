// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Storage
import StorageSQLite
import Synchronization
import TestPhase
import Testing
import Workflow

/// A later attempt decides test by test, and takes no failure back; shards add up.
struct RunPartsTests {
    private let first = report(.passed("adds"), .failed("pays"), .failed("ships", refusedPayment))
    private let second = report(.passed("pays"), .failed("ships", refusedPayment))

    @Test func `a second attempt decides test by test, and a pass after a failure is flaky`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(first)

        let outcome = try laboratory.ingest(second) { $0.attempt = 2 }

        #expect(try laboratory.verdicts(run: outcome.runID) == ["adds": .passed, "pays": .flaky, "ships": .failed])
        #expect(outcome.run?.outcomes == [.passed: 1, .flaky: 1, .failed: 1])
        #expect(try laboratory.problems() == [])
    }

    @Test func `what a second attempt passes stays known, as intermittent`() throws {
        let laboratory = try Laboratory()
        let opened = try laboratory.ingest(first)
        let numbers = try laboratory.incidents().map(\.number)

        let outcome = try laboratory.ingest(second) { $0.attempt = 2 }

        #expect(opened.changes.opened.map(\.state) == [.open, .open])
        let incidents = try laboratory.incidents()
        #expect(incidents.map(\.number) == numbers)
        #expect(
            Set(incidents.map { "\($0.title.contains("payment refused") ? "ships" : "pays") \($0.stateText)" })
                == ["pays intermittent", "ships open"])
        #expect(outcome.changes.restored.isEmpty)
    }

    @Test func `the next run restores nothing of it by one pass, as after any flaky one`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.failed("pays")))
        try laboratory.ingest(report(.passed("pays"))) { $0.attempt = 2 }

        try laboratory.ingest(report(.passed("pays")), day: 2)

        #expect(try laboratory.states() == [.intermittent])
    }

    @Test func `a test that fails in another way in a second attempt failed in both`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.failed("pays")))

        let outcome = try laboratory.ingest(report(.failed("pays", refusedPayment))) { $0.attempt = 2 }

        #expect(try laboratory.verdicts(run: outcome.runID) == ["pays": .failed])
        #expect(try laboratory.states() == [.open, .open])
        #expect(try laboratory.problems() == [])
    }

    @Test(arguments: [
        report(.skipped("pays"), .passed("adds")), report(.passed("adds")),
        "<testsuites><testsuite name=\"shop\"><testcase classname=\"shop.CartTests\" name=\"pays\">",
    ])
    func `a second attempt that does not run a test, or not to its end, takes no failure back`(text: String) throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.failed("pays")))

        let outcome = try laboratory.ingest(text) { $0.attempt = 2 }

        #expect(try laboratory.verdicts(run: outcome.runID)["pays"] == .failed)
        #expect(try laboratory.states() == [.open])
        #expect(try laboratory.problems() == [])
    }

    @Test func `the attempts of a run come in any order`() throws {
        let texts = [
            report(.failed("pays"), .failed("ships", refusedPayment), .passed("adds")),
            report(.skipped("pays"), .failed("ships"), .failed("adds")),
            report(.passed("pays"), .passed("adds")),
        ]
        var digests: Set<String> = []

        for order in [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]] {
            let laboratory = try Laboratory()
            for attempt in order { try laboratory.ingest(texts[attempt - 1]) { $0.attempt = attempt } }
            digests.insert(try laboratory.digest())
            #expect(try laboratory.verdicts(run: 1) == ["pays": .flaky, "ships": .failed, "adds": .flaky])
            #expect(try laboratory.problems() == [])
        }

        #expect(digests.count == 1)
    }

    @Test func `a first attempt that comes after the second does not replace it`() throws {
        let late = try Laboratory()
        try late.ingest(second) { $0.attempt = 2 }

        let outcome = try late.ingest(first)

        let ordered = try Laboratory()
        try ordered.ingest(first)
        try ordered.ingest(second) { $0.attempt = 2 }
        #expect(try late.verdicts(run: outcome.runID) == ["adds": .passed, "pays": .flaky, "ships": .failed])
        #expect(try late.digest() == ordered.digest())
        #expect(try late.problems() == [])
    }

    @Test func `a second attempt in which the suite runs does not undo that it failed`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(suite: "shop", error: brokenFixture))

        try laboratory.ingest(report(.passed("adds"), suite: "shop")) { $0.attempt = 2 }

        #expect(try laboratory.states() == [.intermittent])
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
