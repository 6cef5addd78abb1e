// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// A past moment looks as if nothing later had ever come.
struct RewoundStoreTests {
    /// Days of the made-up history, which is about 50 days long.
    @Test(arguments: 1...3 as ClosedRange<UInt64>, [0, 9, 20, 33, 400])
    func `a moment is equal to a store that holds only what happened until then`(seed: UInt64, day: Double) throws {
        let uploads = History(runs: 40, seed: seed).uploads
        let laboratory = try Laboratory()
        let paths = try uploads.map { try laboratory.write($0.text) }
        func ingest(_ indices: some Sequence<Int>, into store: any StoreDriver) throws {
            for index in indices {
                _ = try IngestRun(store).perform(uploads[index].request(path: paths[index], seed: 7)) { _, _, _ in }
            }
        }
        try ingest(uploads.indices, into: laboratory.store)
        let moment = Laboratory.moment(day: day)
        let past = try laboratory.store.read { connection in
            Set(
                try connection.query("SELECT key FROM run WHERE started_at <= \(moment) ORDER BY key") {
                    $0.text(0)
                })
        }
        let expected = try TestStore.make()
        try ingest(uploads.indices.filter { past.contains(uploads[$0].run) }, into: expected)
        let before = try lines(laboratory.store)

        let rewound = RewoundStore(laboratory.store, to: moment)

        #expect(try lines(rewound) == lines(expected))
        #expect(try VerifyStore(rewound, integrity: { [] }).perform().problems == [])
        #expect(try lines(laboratory.store) == before)
    }

    private func lines(_ store: some StoreDriver) throws -> [String] {
        var lines: [String] = []
        _ = try ExportStore(store).perform { lines.append($0) }
        return lines
    }

    /// States of the issue on days of its life; nil where it was none.
    @Test(
        arguments: [
            (1.5, nil), (3.5, .open), (4.5, .knownError), (5.5, .fixing), (6.5, .fixed), (30, .verified),
        ] as [(Double, IssueState?)])
    func `an issue is in the state that it was in`(day: Double, state: IssueState?) throws {
        let laboratory = try IssueStory.laboratory("FFF")
        try IssueStory.say(laboratory, .cause, "a race", day: 4)
        try IssueStory.say(laboratory, .fix, IssueStory.commit(6), day: 5)
        try IssueStory.ingest(String(repeating: ".", count: 12), from: 6, into: laboratory)

        let moment = Laboratory.moment(day: day)
        let reading = ReadEvidence(RewoundStore(laboratory.store, to: moment), viewpoint: Viewpoint(now: moment))

        #expect(try reading.issues.list(ReadIssues.Filter()).lines.map(\.state) == [state].compactMap(\.self))
    }

    /// Captured on day 30, proposed and approved; the run that it is of came on day 20.
    @Test(
        arguments: [(10, nil), (29, nil), (30, .captured), (31, .proposed), (40, .approved)]
            as [(Double, BaselineState?)])
    func `a baseline is in the state that it was in`(day: Double, state: BaselineState?) throws {
        let story = try BaselineStory()
        let run = try #require(try story.ingest(.failed("adds", emptyCart), day: 20))
        let keep = KeepBaselines(story.store)
        _ = try keep.capture(phase: "beta", .run(run), suites: [], BaselineStory.request("ann", day: 30))
        _ = try keep.move(phase: "beta", number: 1, .propose, BaselineStory.request("ann", day: 31))
        _ = try keep.move(phase: "beta", number: 1, .approve, BaselineStory.request("ben", day: 32))
        let rewound = RewoundStore(story.store, to: Laboratory.moment(day: day))

        let baselines = try ReadBaselines(rewound).list(phase: nil)

        #expect(baselines.map(\.state) == [state].compactMap(\.self))
        #expect(baselines.first?.approver == (state == .approved ? "ben" : nil))
        #expect(try ReadEvidence(rewound).incidents().count == (day < 20 ? 0 : 1))
        #expect(try ReadBaselines(story.store).list(phase: nil).map(\.state) == [.approved])
    }

    @Test func `a baseline may be of a run that began after it was captured`() throws {
        let story = try BaselineStory()
        let run = try #require(try story.ingest(.failed("adds", emptyCart), day: 33))
        _ = try KeepBaselines(story.store).capture(
            phase: "beta", .run(run), suites: [], BaselineStory.request("ann", day: 30))

        let rewound = RewoundStore(story.store, to: Laboratory.moment(day: 31))

        #expect(try ReadBaselines(rewound).list(phase: nil).map(\.run) == [nil])
        #expect(try ReadEvidence(rewound).incidents().isEmpty)
    }

    @Test func `numbers are those of today`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.failed("adds", emptyCart)), day: 1)
        try laboratory.ingest(report(.failed("pays", refusedPayment)), day: 2)
        try laboratory.ingest(report(.passed("adds"), .passed("pays")), day: 3)

        let reading = ReadEvidence(RewoundStore(laboratory.store, to: Laboratory.moment(day: 2.5)))
        let found = try reading.incidents().map { "INC-\($0.number) \($0.stateText)" }

        #expect(found == ["INC-1 open", "INC-2 open"])
        #expect(try ReadEvidence(laboratory.store).incidents().map(\.stateText) == ["restored", "restored"])
    }

    @Test func `a merge that was made later has not happened`() throws {
        let laboratory = try Laboratory()
        for day in [1.0, 2] {
            try laboratory.ingest(
                report(.failed("adds", emptyCart), .failed("pays", refusedPayment)), day: day
            ) { $0.phase = day == 1 ? "system" : "beta" }
        }
        let merge = DecideClusters.Request(
            .merge([.issue(1), .issue(2)]), now: Laboratory.moment(day: 5), actor: "ann", reason: "one cause")
        _ = try DecideClusters(laboratory.store).perform(merge)
        func issues(_ day: Double) throws -> Int {
            try ReadEvidence(RewoundStore(laboratory.store, to: Laboratory.moment(day: day))).issues
                .list(ReadIssues.Filter()).lines.count
        }

        #expect(try issues(4) == 2)
        #expect(try issues(6) == 1)
    }

    @Test func `an issue that a later split made is not there before`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.failed("adds", emptyCart), .failed("pays", refusedPayment)), day: 1)
        func decide(_ verb: DecideClusters.Verb, day: Double) throws {
            _ = try DecideClusters(laboratory.store).perform(
                .init(verb, now: Laboratory.moment(day: day), actor: "ann", reason: "as seen"))
        }
        try decide(.merge([.incident(1), .incident(2)]), day: 5)
        let keys = try laboratory.store.read { connection in
            try connection.query("SELECT key FROM signature ORDER BY id") { $0.text(0) }
        }
        try decide(.split(.issue(1), .signatures([keys[1]])), day: 8)
        func issues(_ day: Double) throws -> [Int64] {
            try ReadEvidence(RewoundStore(laboratory.store, to: Laboratory.moment(day: day))).issues
                .list(ReadIssues.Filter()).lines.map(\.summary.number).sorted()
        }

        #expect(try issues(4) == [])
        #expect(try issues(6) == [1])
        #expect(try issues(9) == [1, 2])
        #expect(throws: ReadEvidence.Unknown.self) {
            try ReadEvidence(RewoundStore(laboratory.store, to: Laboratory.moment(day: 6))).issues.show(.issue(2))
        }
    }

    @Test func `an incident that a person closed later is restored before`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.failed("pays")), day: 1)
        try laboratory.ingest(report(.passed("pays")), day: 2)
        _ = try DecideIssue(laboratory.store).perform(
            .init(.incident(1, .close), now: Laboratory.moment(day: 5), actor: "ann", reason: "as seen"))
        func states(_ day: Double) throws -> [String] {
            try ReadEvidence(RewoundStore(laboratory.store, to: Laboratory.moment(day: day))).incidents().map(
                \.stateText)
        }

        #expect((try states(4), try states(6)) == (["restored"], ["closed"]))
    }

    @Test func `the past cannot be written`() throws {
        let laboratory = try Laboratory()

        #expect(throws: StorageError.self) { try RewoundStore(laboratory.store, to: 0).write { _ in } }
    }
}
