// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// What commits and changes say about the repair of issues.
struct FixClaimTests {
    private func note(_ kind: CommitNote.Kind, _ value: String, commit: Int, day: Double) -> CommitNote {
        CommitNote(
            commit: ChangeStory.commit(commit), kind: kind, value: value, author: "Ann", at: Laboratory.moment(day: day)
        )
    }

    private func life(_ story: ChangeStory) throws -> IssueLife {
        try ReadEvidence(story.store, viewpoint: story.viewpoint).issues.show(.issue(1)).life
    }

    @Test func `a trailer claims a fix, and clean runs prove it`() throws {
        let story = try ChangeStory()
        try story.ingest("FFFFF")
        try story.ingest("..", from: 6, notes: [note(.fixes, "1", commit: 6, day: 5.5)])

        let life = try life(story)

        #expect(life.state == .verified)
        #expect(life.transitions.map(\.rule).suffix(3) == ["fixed-by-commit", "fix-tested", "clean-runs"])
        #expect(life.transitions.first { $0.rule == "fixed-by-commit" }?.actor == "c0ffee06 by Ann")
        #expect(try story.laboratory.problems() == [])
    }

    @Test func `a trailer of an issue that nobody knows says nothing`() throws {
        let story = try ChangeStory()
        try story.ingest("FFFFF")
        try story.ingest(".", from: 6, notes: [note(.fixes, "9", commit: 6, day: 5.5)])

        #expect(try life(story).state == .open)
        #expect(try story.laboratory.problems() == [])
    }

    @Test func `a run that came late may be the first one that holds a commit`() throws {
        let story = try ChangeStory()
        let fix = note(.fixes, "1", commit: 6, day: 5.5)
        try story.ingest("FFFFF")
        try story.ingest("..", from: 8, notes: [fix])
        let before = try life(story).verification?.firstTested
        try story.ingest("..", from: 6, notes: [fix])

        let verification = try #require(try life(story).verification)

        #expect(before == 6)
        #expect(verification.firstTested == 8)
        #expect(verification.places.map(\.clean) == [4])
    }

    @Test func `the state of an issue follows the change that is to fix it`() throws {
        let story = try ChangeStory()
        try story.ingest("FFFFF")
        try story.create(ChangeStory.fix(), day: 5.1)
        let asked = try life(story).state
        try story.approve(day: 5.2)
        let approved = try life(story).state
        try story.act(.implement(commits: [ChangeStory.commit(6)]), day: 5.3)
        try story.ingest(".", from: 6)
        let tested = try life(story).state
        try story.ingest(".", from: 7)

        let last = try life(story)

        #expect((asked, approved, tested, last.state) == (.open, .fixing, .fixed, .verified))
        #expect(
            last.transitions.map(\.rule).suffix(4) == [
                "change-approved", "fixed-by-change", "fix-tested", "clean-runs",
            ])
        #expect(last.fix?.commit == "c0ffee06")
        #expect(try story.show().target?.state == .verified)
        #expect(try story.laboratory.problems() == [])
    }

    @Test func `a change that was cancelled says nothing of its issue`() throws {
        let story = try ChangeStory()
        try story.ingest("FFFFF")
        try story.create(ChangeStory.fix(), day: 5.1)
        try story.approve(day: 5.2)
        try story.act(.cancel, day: 5.3)

        #expect(try life(story).state == .open)
    }

    @Test func `what was reverted is no longer fixed`() throws {
        let story = try ChangeStory()
        try story.ingest("FFFFF")
        try story.create(ChangeStory.fix(), day: 5.1)
        try story.approve(day: 5.2)
        try story.act(.implement(commits: [ChangeStory.commit(6)]), day: 5.3)
        try story.ingest(".", from: 6)
        try story.ingest(".", from: 7, notes: [note(.reverts, ChangeStory.commit(6), commit: 7, day: 6.5)])

        #expect(try life(story).state == .open)
        #expect(try life(story).transitions.last?.rule == "change-taken-back")
        #expect(try story.show().line.life.state == .backedOut)
        #expect(try story.show().watch.places.first?.backedOutIn == 7)
    }

    @Test func `a revert of a fix takes the claim back, and the revert of that claims it again`() throws {
        let story = try ChangeStory()
        try story.ingest("FFFFF")
        try story.ingest(
            "F", from: 7,
            notes: [
                note(.fixes, "1", commit: 6, day: 5.5), note(.reverts, ChangeStory.commit(6), commit: 7, day: 6.5),
            ])
        try story.ingest("F", from: 8)
        let reverted = try life(story)
        try story.ingest(".", from: 9, notes: [note(.reverts, ChangeStory.commit(7), commit: 9, day: 8.5)])
        let again = try life(story)
        try story.ingest(".", from: 10)

        #expect(reverted.state == .open)
        #expect(reverted.transitions.map(\.rule).suffix(2) == ["fixed-by-commit", "change-taken-back"])
        #expect((again.state, again.verification?.firstTested) == (.fixed, 8))
        #expect(try life(story).state == .verified)
        #expect(try story.laboratory.problems() == [])
    }

    @Test func `what a person says is fixed holds in no run that holds its revert`() throws {
        let story = try ChangeStory()
        try story.ingest("FFFFF")
        try story.ingest(".", from: 6)
        try IssueStory.say(story.laboratory, .fix, ChangeStory.commit(6), day: 6.2)
        try story.ingest(".", from: 7, notes: [note(.reverts, ChangeStory.commit(6), commit: 7, day: 6.5)])
        try story.ingest(".", from: 8)

        #expect(try life(story).state == .fixed)
        #expect(try story.laboratory.problems() == [])
    }

    @Test func `a change whose commits carry its number is found by them`() throws {
        let story = try ChangeStory()
        try story.ingest("..")
        try story.create(ChangeStory.alpha(), day: 2.1)
        try story.approve(day: 2.2)
        try story.ingest(".", from: 3, notes: [note(.change, "1", commit: 3, day: 2.5)])

        let report = try story.show()

        #expect(report.line.life.state == .monitoring)
        #expect(report.commits == ["c0ffee03"])
        #expect(report.watch.places.map(\.firstRun) == [3])
    }

    @Test func `a trailer that is older than the issue is about something else`() throws {
        let story = try ChangeStory()
        try story.ingest(
            ".", from: 1, notes: [note(.fixes, "1", commit: 1, day: 0.5), note(.change, "1", commit: 1, day: 0.5)])
        try story.ingest("FFFFF", from: 2)
        try story.create(ChangeStory.alpha(), day: 6.5)
        try story.approve(day: 6.6)

        #expect(try life(story).state == .open)
        #expect(try story.show().line.life.state == .approved)
        #expect(try story.show().commits == [])
    }

    @Test func `a revert that names its change takes it back, and is no commit of it`() throws {
        let story = try ChangeStory()
        try story.ingest("..")
        try story.create(ChangeStory.alpha(), day: 2.1)
        try story.approve(day: 2.2)
        try story.ingest(".", from: 3, notes: [note(.change, "1", commit: 3, day: 2.5)])
        let there = try story.show().line.life.state
        try story.ingest(
            ".", from: 4,
            notes: [
                note(.change, "1", commit: 4, day: 3.5), note(.reverts, ChangeStory.commit(3), commit: 4, day: 3.5),
            ])
        let gone = try story.show()
        try story.ingest(
            ".", from: 5,
            notes: [
                note(.change, "1", commit: 5, day: 4.5), note(.reverts, ChangeStory.commit(4), commit: 5, day: 4.5),
            ])

        #expect((there, gone.line.life.state) == (.monitoring, .backedOut))
        #expect(gone.watch.places.map(\.backedOutIn) == [4])
        #expect(gone.line.life.transitions.last?.rule == "taken-back-in-run")
        #expect(try story.show().line.life.state == .monitoring)
        #expect(try story.laboratory.problems() == [])
    }

    @Test func `a revert that names another change carries that one, for a change may take something away`() throws {
        let story = try ChangeStory()
        try story.ingest("..")
        try story.create(ChangeStory.alpha(), day: 2.1)
        try story.create(ChangeStory.alpha { $0.title = "without alpha 2.0" }, day: 2.1)
        for number in [Int64(1), 2] { try story.approve(number, day: 2.2) }
        try story.ingest(".", from: 3, notes: [note(.change, "1", commit: 3, day: 2.5)])
        let before = try (story.show(1), story.show(2))
        try story.ingest(
            ".", from: 4,
            notes: [
                note(.change, "2", commit: 4, day: 3.5), note(.reverts, ChangeStory.commit(3), commit: 4, day: 3.5),
            ])

        let (first, second) = try (story.show(1), story.show(2))

        #expect((before.0.line.life.state, before.1.line.life.state) == (.monitoring, .approved))
        #expect(first.line.life.state == .backedOut)
        #expect(second.line.life.state == .monitoring && second.commits == [ChangeStory.commit(4)])
    }

    @Test func `a trailer that names the change takes back all that came before it`() throws {
        let story = try ChangeStory()
        try story.ingest("..")
        try story.create(ChangeStory.alpha(), day: 2.1)
        try story.approve(day: 2.2)
        try story.ingest("..", from: 3, notes: [3, 4].map { note(.change, "1", commit: $0, day: Double($0) - 0.5) })
        try story.ingest(".", from: 5, notes: [note(.reverts, "CR-2", commit: 5, day: 4.5)])
        let other = try story.show().line.life.state
        try story.ingest(".", from: 6, notes: [note(.reverts, "CR-1", commit: 6, day: 5.5)])
        let gone = try story.show()
        try story.ingest(".", from: 7, notes: [note(.change, "1", commit: 7, day: 6.5)])

        #expect((other, gone.line.life.state) == (.monitoring, .backedOut))
        #expect(gone.watch.places.map(\.backedOutIn) == [6])
        // Made after it, the change is there again.
        #expect(try story.show().line.life.state == .monitoring)
    }

    @Test func `what was reverted and came again is there`() throws {
        let story = try ChangeStory()
        try story.ingest("..")
        try story.create(ChangeStory.alpha(), day: 2.1)
        try story.approve(day: 2.2)
        try story.act(.implement(commits: [ChangeStory.commit(3)]), day: 2.3)
        try story.ingest(".", from: 3)
        try story.ingest(".", from: 4, notes: [note(.reverts, ChangeStory.commit(3), commit: 4, day: 3.5)])
        let gone = try story.show().line.life.state
        try story.ingest(".", from: 5, notes: [note(.reverts, ChangeStory.commit(4), commit: 5, day: 4.5)])

        #expect(gone == .backedOut)
        #expect(try story.show().line.life.state == .monitoring)
    }
}
