// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// One upload, the same again, and what contradicts it.
struct IngestRunTests {
    private let mixed = report(
        .passed("adds"), .failed("removes"), .crashed("pays"), .skipped("ships"), .flaky("returns"))

    @Test func `an upload is counted by outcome`() throws {
        let laboratory = try Laboratory()

        let outcome = try laboratory.ingest(mixed)

        let run = try #require(outcome.run)
        #expect(run.outcomes == [.passed: 1, .failed: 1, .error: 1, .skipped: 1, .flaky: 1])
        #expect(run.tests == 5)
        #expect(run.isComplete)
        #expect(outcome.tally.cases == 5)
        #expect(outcome.summary == (read: 1, warned: 0, salvaged: 0, rejected: 0))
        #expect(try laboratory.problems() == [])
    }

    @Test func `without a key the content names the run, whatever the paths and their order`() throws {
        let first = try Laboratory()
        let second = try Laboratory()
        let texts = [report(.passed("adds"), suite: "a"), report(.passed("adds"), suite: "b")]

        let outcome = try first.ingest(texts: texts, names: ["one.xml", "two.xml"])
        let other = try second.ingest(texts: texts.reversed(), names: ["x/alpha.xml", "x/omega.xml"])

        #expect(try #require(outcome.run).run.key == "content:\(outcome.digest)")
        #expect(outcome.digest == other.digest)
        #expect(try first.digest() == second.digest())
    }

    @Test func `the same upload again changes nothing and answers the same`() throws {
        let laboratory = try Laboratory()
        let request = Laboratory.request([try laboratory.write(mixed)])
        let first = try laboratory.perform(request)
        let before = try laboratory.digest()

        let second = try laboratory.perform(request)

        #expect(!first.isRepeated)
        #expect(second.isRepeated)
        #expect(second.run == first.run)
        #expect(second.answer == first.answer)
        #expect(try laboratory.digest() == before)
        #expect(try laboratory.rows("upload") == 1)
    }

    @Test func `a repeated upload with duplicate tests answers the same`() throws {
        let laboratory = try Laboratory()
        let request = Laboratory.request([try laboratory.write(report(.passed("adds"), .failed("adds")))])
        let first = try laboratory.perform(request)

        let second = try laboratory.perform(request)

        #expect(second.isRepeated)
        #expect(second.answer == first.answer)
    }

    @Test func `other bytes under the same key are a conflict and change nothing`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(mixed, run: "nightly")
        let before = try laboratory.digest()

        let conflict = #expect(throws: IngestRun.Conflict.self) {
            try laboratory.ingest(report(.passed("adds"), .failed("new", missingLogin)), run: "nightly")
        }

        #expect(conflict?.message.contains("is known with other results for attempt 1") == true)
        #expect(try laboratory.digest() == before)
        #expect(try laboratory.rows("upload") == 1)
        #expect(try laboratory.problems() == [])
    }

    /// A field that all uploads of a run must agree in.
    struct Disagreement: Sendable, CustomTestStringConvertible {
        let field: String
        let edit: @Sendable (inout IngestRun.Request) -> Void

        var testDescription: String { field }

        static let all = [
            Disagreement(field: "phase") { $0.phase = "beta" },
            Disagreement(field: "release") { $0.release = "2.41" },
            Disagreement(field: "environment") { $0.environment = "staging" },
            Disagreement(field: "configuration") { $0.configuration = ConfigurationClass(["os": "mac"]) },
            Disagreement(field: "commit") { $0.commit = "f00d" },
            Disagreement(field: "number of shards") { $0.shard = (2, 4) },
        ]
    }

    @Test(arguments: Disagreement.all)
    func `an upload that contradicts its run is a conflict and changes nothing`(_ other: Disagreement) throws {
        let laboratory = try Laboratory()
        let agreed: (inout IngestRun.Request) -> Void = {
            ($0.release, $0.environment, $0.commit) = ("2.40", "lab", "cafe")
            $0.configuration = ConfigurationClass(["os": "linux"])
            $0.shard = (1, 3)
        }
        try laboratory.ingest(mixed, run: "nightly", edit: agreed)
        let before = try laboratory.digest()

        let conflict = #expect(throws: IngestRun.Conflict.self) {
            try laboratory.ingest(report(.passed("adds")), run: "nightly") {
                agreed(&$0)
                $0.shard = (2, 3)
                other.edit(&$0)
            }
        }

        #expect(conflict?.message.contains("another \(other.field)") == true)
        #expect(try laboratory.digest() == before)
    }

    @Test func `a dry run answers what would happen and stores nothing`() throws {
        let laboratory = try Laboratory()
        let before = try laboratory.digest()

        let outcome = try laboratory.ingest(mixed) { $0.isDryRun = true }

        #expect(outcome.run?.tests == 5)
        #expect(outcome.changes.opened.count == 1)
        #expect(try laboratory.digest() == before)
        #expect(try laboratory.rows("test_block") == 0)
        #expect(try laboratory.rows("text") == 0)
    }

    @Test func `a path that matches nothing stores nothing`() throws {
        let laboratory = try Laboratory()

        let outcome = try laboratory.perform(Laboratory.request(["/nowhere/at/all.xml"]))

        #expect(outcome.run == nil)
        #expect(outcome.unmatched == ["/nowhere/at/all.xml"])
        #expect(try laboratory.rows("run") == 0)
    }

    @Test(arguments: [[1, 2], [2, 1]])
    func `parts that name one commit in two ways are parts of one run`(order: [Int]) throws {
        let laboratory = try Laboratory()
        let whole = String(repeating: "c0ffee12", count: 5)

        for shard in order {
            try laboratory.ingest(report(.passed("adds \(shard)")), run: "nightly") {
                ($0.shard, $0.commit) = ((shard, 2), shard == 1 ? whole : "c0ffee12")
            }
        }

        #expect(try laboratory.rows("run") == 1)
        #expect(try laboratory.store.read { try RunQueries($0).run(key: "nightly")?.run.commit } == whole)
        #expect(try laboratory.problems() == [])
    }

    @Test func `a later upload adds what the run did not know`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.passed("adds")), day: 3, run: "nightly") { $0.shard = (1, 2) }

        let outcome = try laboratory.ingest(report(.passed("pays")), day: 2, run: "nightly") {
            ($0.shard, $0.release, $0.commit, $0.branch) = ((2, 2), "2.40", "cafe", "main")
        }

        let run = try #require(outcome.run).run
        #expect((run.release, run.commit, run.branch) == ("2.40", "cafe", "main"))
        #expect(run.startedAt == Laboratory.moment(day: 2))
    }
}

extension Laboratory {
    /// Ingests several files without a key for the run.
    fileprivate func ingest(texts: [String], names: [String]) throws -> IngestOutcome {
        var request = Self.request(try zip(texts, names).map { try write($0, as: $1) })
        request.runKey = nil
        return try perform(request)
    }

    /// How many rows a table has.
    func rows(_ table: String) throws -> Int64 {
        try store.read { try RunQueries($0).count(of: table) }
    }
}
