// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import Synchronization
import TestPhase
import Testing
import Workflow

/// What git said of the commit of a run is evidence of the run, and goes wherever the rest goes.
struct LineageEvidenceTests {
    private static func hash(_ number: Int) -> String {
        let start = "c0ffee\(number)"
        return start + String(repeating: "0", count: 40 - start.count)
    }

    private static func hashes(_ first: Int, count: Int) -> [String] {
        (0..<count).map { hash(first - $0) }
    }

    private func kept(_ store: any StoreDriver, run: Int64 = 1) throws -> Lineage? {
        try store.read { try LineageRecords($0).source(ofRun: run)?.lineage }
    }

    private func ingest(
        _ text: String, day: Double, branch: String, commit: Int, ancestors: Int, shard: Int? = nil,
        into laboratory: Laboratory
    ) throws {
        try laboratory.ingest(text, day: day) { request in
            (request.branch, request.commit) = (branch, Self.hash(commit))
            request.shard = shard.map { ($0, 2) }
            let lineage = Lineage(Self.hashes(commit, count: ancestors + 1))
            request.history = { _, _ in CommitHistory(lineage: lineage) }
        }
    }

    @Test(arguments: [[1, 2], [2, 1]])
    func `of the parts of a run the longest answer of git stays`(order: [Int]) throws {
        let laboratory = try Laboratory()

        for shard in order {
            try ingest(
                report(.passed("pays \(shard)")), day: 1, branch: "main", commit: 9, ancestors: shard * 2, shard: shard,
                into: laboratory)
        }

        #expect(try kept(laboratory.store) == Lineage(Self.hashes(9, count: 5)))
        #expect(try laboratory.export().contains { $0.contains("\"lineage\":\"") })
        #expect(try laboratory.problems() == [])
    }

    @Test func `the ancestors of another commit are not those of the run`() throws {
        let laboratory = try Laboratory()

        try laboratory.ingest(report(.passed("pays"))) { request in
            request.commit = Self.hash(8)
            request.history = { _, _ in CommitHistory(lineage: Lineage(Self.hashes(9, count: 3))) }
        }

        #expect(try kept(laboratory.store) == nil)
    }

    @Test func `a run without a commit has none, and git is not asked`() throws {
        let laboratory = try Laboratory()

        try laboratory.ingest(report(.passed("pays"))) { request in
            request.history = { commit, _ in
                Testing.Issue.record("asked about \(commit)")
                return CommitHistory()
            }
        }

        #expect(try kept(laboratory.store) == nil)
    }

    @Test(arguments: [(Lineage.length, 1), (Lineage.length - 1, 2)])
    func `git is not asked again about a commit of which an earlier run knows all`(known: Int, questions: Int) throws {
        let laboratory = try Laboratory()
        let lineage = Lineage(Self.hashes(900, count: known))
        let note = CommitNote(commit: Self.hash(900), kind: .fixes, value: "1", author: "Ann", at: 0)
        let asked = Mutex(0)

        for day in [1.0, 2.0] {
            try laboratory.ingest(report(.passed("pays")), day: day) { request in
                request.commit = Self.hash(900)
                request.history = { _, _ in
                    asked.withLock { $0 += 1 }
                    return CommitHistory(notes: [note], lineage: lineage)
                }
            }
        }

        #expect(asked.withLock { $0 } == questions)
        #expect(try kept(laboratory.store, run: 2) == lineage)
        #expect(try laboratory.store.read { try CommitNoteRecords($0).all().map(\.run.id) } == [1])
    }

    @Test func `of a commit that a later run knows, an earlier one asks git`() throws {
        let laboratory = try Laboratory()
        let lineage = Lineage(Self.hashes(900, count: Lineage.length))
        let note = CommitNote(commit: Self.hash(900), kind: .fixes, value: "1", author: "Ann", at: 0)

        for day in [2.0, 1.0] {
            try laboratory.ingest(report(.passed("pays")), day: day) { request in
                request.commit = Self.hash(900)
                request.history = { _, _ in CommitHistory(notes: [note], lineage: lineage) }
            }
        }

        #expect(try laboratory.store.read { try CommitNoteRecords($0).all().map(\.run.id) } == [2])
    }

    @Test func `what a late part knows of a commit restores what the run had not`() throws {
        let laboratory = try Laboratory()
        try ingest(report(.failed("pays")), day: 1, branch: "feature", commit: 3, ancestors: 1, into: laboratory)
        try ingest(
            report(.passed("pays")), day: 2, branch: "main", commit: 5, ancestors: 1, shard: 1, into: laboratory)
        let before = try laboratory.incident().state

        try ingest(
            report(.passed("ships")), day: 2, branch: "main", commit: 5, ancestors: 3, shard: 2, into: laboratory)

        #expect(before == .open)
        #expect(try laboratory.incident().state == .restored)
        #expect(try laboratory.problems() == [])
    }

    @Test func `a copy and a past moment know it, and what came later is not known then`() throws {
        let laboratory = try Laboratory()
        try ingest(report(.failed("pays")), day: 1, branch: "feature", commit: 3, ancestors: 1, into: laboratory)
        try ingest(report(.passed("pays")), day: 2, branch: "main", commit: 5, ancestors: 3, into: laboratory)
        try ingest(report(.passed("pays")), day: 3, branch: "main", commit: 6, ancestors: 3, into: laboratory)

        let copy = try TestStore.make()
        _ = try CopyStore(from: laboratory.store, to: copy).perform()
        let past = RewoundStore(laboratory.store, to: Laboratory.moment(day: 2))

        #expect(try kept(copy, run: 2) == Lineage(Self.hashes(5, count: 4)))
        #expect(try kept(past, run: 2) == Lineage(Self.hashes(5, count: 4)))
        #expect(try past.read { try StoreTables($0).count(of: "lineage") } == 2)
        #expect(try VerifyStore(past, integrity: { [] }).perform().problems == [])
    }

    @Test func `a reader is told what decided that an incident is restored`() throws {
        let cases: [(branch: String?, commit: Int?, RestoreEvidence)] = [
            ("main", 5, .git), ("main", 3, .same), ("feature", nil, .branch), (nil, nil, .order),
        ]

        for (branch, commit, evidence) in cases {
            let laboratory = try Laboratory()
            try ingest(report(.failed("pays")), day: 1, branch: "feature", commit: 3, ancestors: 1, into: laboratory)
            try laboratory.ingest(report(.passed("pays")), day: 2) { request in
                (request.branch, request.commit) = (branch, commit.map(Self.hash))
                request.history = { _, _ in
                    CommitHistory(lineage: commit.flatMap { Lineage(Self.hashes($0, count: 4)) })
                }
            }
            let told = try ReadEvidence(laboratory.store).incident(number: 1).summary
            #expect(told.state == .restored && told.restoredBy == evidence)
        }
    }
}
