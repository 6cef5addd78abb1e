// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Renderers
import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// What ends the window of a change, and what does not.
struct WatchChangeTests {
    private func fix(_ story: ChangeStory, commit: Int, day: Double, runs: Int = 3) throws {
        let number = try story.create(ChangeStory.fix { $0.window.runs = runs }, day: day)
        try story.approve(number, day: day + 0.1)
        try story.act(.implement(commits: [ChangeStory.commit(commit)]), of: number, day: day + 0.2)
    }

    @Test func `two changes in one commit confound each other, and no window is full`() throws {
        let story = try ChangeStory()
        try story.ingest("FFFF")
        try fix(story, commit: 5, day: 4.1)
        try fix(story, commit: 5, day: 4.5)
        try story.ingest("....", from: 5)

        let (one, two) = (try story.show(1), try story.show(2))

        #expect([one, two].map(\.watch.confoundedBy) == ["CR-2", "CR-1"])
        #expect([one, two].map(\.watch.isFull) == [false, false])
        #expect([one, two].map(\.watch.verdict) == [nil, nil])
        #expect([one, two].map(\.line.life.state) == [.review, .review])
        let text = ChangePage.text(one, palette: .plain)
        #expect(text.contains("CR-2 came in its window"))
        #expect(text.contains("the window ended with 0 of 3 runs"), "\(text)")
    }

    @Test func `what comes after a person has judged is of no concern`() throws {
        let story = try ChangeStory()
        try story.ingest("FFFF")
        try fix(story, commit: 5, day: 4.1)
        try story.ingest("F", from: 5)
        try story.act(.review(.backedOut), day: 5.5)
        try fix(story, commit: 6, day: 5.6)
        try story.ingest("..", from: 6)

        let report = try story.show(1)

        #expect(report.watch.confoundedBy == nil)
        #expect(ChangePage.text(report, palette: .plain).contains("the window ended with 1 of 3 runs"))
    }

    @Test func `a revert is no other change of the same`() throws {
        let changing = [ChangeStory.commit(3), ChangeStory.commit(5)]
        let story = try ChangeStory(
            viewpoint: Viewpoint(
                now: .max, changedFiles: { changing.contains($1) ? ["src/pay/cart.py": 1] : [:] }))
        try story.ingest("..")
        try story.create(ChangeStory.alpha { $0.scope = .init(paths: ["src/pay/**"]) }, day: 2.1)
        try story.approve(day: 2.2)
        try story.act(.implement(commits: [ChangeStory.commit(3)]), day: 2.3)
        try story.ingest("..", from: 3)
        let open = ChangePage.text(try story.show(), palette: .plain)
        let revert = CommitNote(
            commit: ChangeStory.commit(5), kind: .reverts, value: ChangeStory.commit(3), author: "Ann",
            at: Laboratory.moment(day: 4.5))
        try story.ingest(".", from: 5, notes: [revert])

        let report = try story.show()

        #expect(report.watch.confoundedBy == nil)
        #expect(report.line.life.state == .backedOut)
        #expect(open.contains("18 more runs fill the window"))
        #expect(ChangePage.text(report, palette: .plain).contains("the window ended with 2 of 20 runs"))
    }

    @Test func `git tells where it knows one of the commits`() throws {
        let known = ChangeStory.commit(3)
        let story = try ChangeStory(
            viewpoint: Viewpoint(
                ancestry: CommitAncestry { ancestor, commit in
                    ancestor == known ? commit >= ancestor : nil
                }, now: .max))
        try story.ingest("..")
        try story.create(ChangeStory.alpha { $0.commits = ["deadbee", known] }, day: 2.1)
        try story.ingest("..", from: 3)

        #expect(try story.show().watch.source == "git")
    }
}
