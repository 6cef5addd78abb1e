// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// The life of an issue, as runs and people make it.
struct IssueLifeTests {
    // MARK: It begins

    @Test(arguments: [
        ("F..", "no issue"), ("FFF", "recurs-R3 candidate"), ("FF.", "no issue"), ("F.F", "recurs-R1 candidate"),
        ("F.....FF......F.....F", "recurs-R1 candidate"),
    ])
    func `what happens once is no issue, what recurs is`(runs: String, first: String) throws {
        // Twenty quiet days and five quiet runs close an incident, so a letter stands for two days here.
        let laboratory = try Laboratory()
        for (index, letter) in runs.enumerated() {
            try IssueStory.ingest(String(letter), from: 1 + index * 2, into: laboratory)
        }

        let issues = try ReadEvidence(laboratory.store).issues.list(ReadIssues.Filter()).lines

        #expect(issues.count == (first == "no issue" ? 0 : 1))
        if first != "no issue" { #expect(try IssueStory.path(laboratory).first == first) }
        #expect(try laboratory.problems() == [])
    }

    @Test func `an outage matters at once, and its run is no trial of anything else`() throws {
        let laboratory = try IssueStory.laboratory("FFFOO")

        let all = try ReadEvidence(laboratory.store).issues.list(ReadIssues.Filter()).lines
        try laboratory.ingest(report(.failed("pays", "payment service refused the order")), day: 0.5) {
            $0.phase = "alpha"
        }
        try IssueStory.say(laboratory, .fix, IssueStory.commit(4), day: 3.5)
        let places = try #require(try IssueStory.life(laboratory).verification?.places)

        #expect(all.map(\.state) == [.open, .open])
        #expect(try laboratory.incidents().contains { $0.isMajor })
        #expect(try IssueStory.life(laboratory).state == .fixing, "no run that counts has tested the fix")
        #expect(places.first { $0.phase == "system" }?.clean == 0, "the runs of the outage prove nothing")
    }

    @Test func `a pass on another branch restores nothing`() throws {
        let laboratory = try IssueStory.laboratory("FF")

        try IssueStory.ingest(".", from: 3, branch: "feature", into: laboratory)
        let other = try laboratory.incident().state
        try IssueStory.ingest(".", from: 4, into: laboratory)

        #expect(other == .open)
        #expect(try laboratory.incident().state == .restored)
        #expect(try laboratory.problems() == [])
    }

    @Test(arguments: [("----------", "stale"), ("---------", "open"), ("--------.", "restored")])
    func `what no run looks at any more is stale, not over`(runs: String, expected: String) throws {
        let laboratory = try IssueStory.laboratory("FF" + runs)

        #expect(try ReadEvidence(laboratory.store).incident(number: 1).summary.stateText == expected)
        #expect(try laboratory.problems() == [])
    }

    // MARK: A fix and its proof

    @Test func `a fix is verified after enough clean runs that hold it`() throws {
        let laboratory = try IssueStory.laboratory("FFFFF")
        try IssueStory.say(laboratory, .cause, "half a cent is cut off", day: 5.2)
        try IssueStory.say(laboratory, .fix, IssueStory.commit(6), day: 5.5)

        let claimed = try IssueStory.life(laboratory).state
        try IssueStory.ingest(".", from: 6, into: laboratory)
        let tested = try IssueStory.life(laboratory).state
        let place = try #require(try IssueStory.life(laboratory).verification?.places.first)
        try IssueStory.ingest(".", from: 7, into: laboratory)

        #expect((claimed, tested) == (.fixing, .fixed))
        #expect((place.trials, place.failures, place.needed, place.clean) == (5, 5, 2, 1))
        #expect(
            try IssueStory.path(laboratory) == [
                "recurs-R3 candidate", "fails-always open", "cause known_error", "fix fixing", "fix-tested fixed",
                "clean-runs verified",
            ])
    }

    @Test func `a run that does not exercise the test, or another branch, proves nothing`() throws {
        let laboratory = try IssueStory.laboratory("FFFFF")
        try IssueStory.say(laboratory, .fix, IssueStory.commit(6), day: 5.5)

        try IssueStory.ingest(".---", from: 6, into: laboratory)
        try IssueStory.ingest("...", from: 6, branch: "old", into: laboratory)
        try IssueStory.ingest("..", from: 6, place: "mac", into: laboratory)

        #expect(try IssueStory.life(laboratory).state == .fixed)
        #expect(try IssueStory.life(laboratory).verification?.places.map(\.clean) == [1])
    }

    @Test func `a failure that holds the fix opens it again, one on an old branch does not`() throws {
        let laboratory = try IssueStory.laboratory("FFFFF")
        try IssueStory.say(laboratory, .fix, IssueStory.commit(6), day: 5.5)
        try IssueStory.ingest(".", from: 6, into: laboratory)

        try IssueStory.ingest("F", from: 7, branch: "old", into: laboratory)
        let before = try IssueStory.life(laboratory).state
        try IssueStory.ingest("F", from: 7, into: laboratory)

        #expect(before == .fixed)
        #expect(try IssueStory.life(laboratory).state == .open)
        #expect(try IssueStory.life(laboratory).fix == nil)
    }

    @Test func `what comes back after it was verified is a regression`() throws {
        let laboratory = try IssueStory.laboratory("FFFFF")
        try IssueStory.say(laboratory, .fix, IssueStory.commit(6), day: 5.5)
        try IssueStory.ingest("...F", from: 6, into: laboratory)

        let life = try IssueStory.life(laboratory)

        #expect(life.state == .open)
        #expect(life.isRegression)
        #expect(life.transitions.suffix(2).map(\.to) == [.verified, .open])
    }

    @Test func `a claim that the last run contradicts is not believed`() throws {
        let laboratory = try IssueStory.laboratory("FFFFF")

        let outcome = try IssueStory.say(laboratory, .fix, IssueStory.commit(4), day: 9)

        #expect(outcome.after == "open")
    }

    @Test func `a defect that fails now and then needs more runs, from two days`() throws {
        let laboratory = try IssueStory.laboratory("F..FF.....F..F......")

        try IssueStory.say(laboratory, .fix, IssueStory.commit(21), day: 20.5)
        try IssueStory.ingest(".", from: 21, into: laboratory)

        let place = try #require(try IssueStory.life(laboratory).verification?.places.first)
        #expect((place.trials, place.failures, place.needed, place.daysNeeded) == (20, 5, 17, 2))
    }

    @Test func `every place where it failed must be clean`() throws {
        let laboratory = try IssueStory.laboratory("FFFFF")
        try IssueStory.ingest("FFFFF", from: 1, place: "mac", into: laboratory)
        try IssueStory.say(laboratory, .fix, IssueStory.commit(6), day: 5.5)

        try IssueStory.ingest("...", from: 6, into: laboratory)
        let half = try IssueStory.life(laboratory).state
        try IssueStory.ingest("..", from: 6, place: "mac", into: laboratory)

        #expect(half == .fixed)
        #expect(try IssueStory.life(laboratory).state == .verified)
    }

    @Test func `without a commit every later run holds the fix`() throws {
        let laboratory = try IssueStory.laboratory("FFFFF")
        try IssueStory.say(laboratory, .fix, day: 5.5)

        try IssueStory.ingest("..", from: 6, into: laboratory)

        #expect(try IssueStory.life(laboratory).state == .verified)
    }

    @Test func `the order in which runs arrive makes no difference`() throws {
        let inOrder = try IssueStory.laboratory("FFFFF....")
        try IssueStory.say(inOrder, .fix, IssueStory.commit(6), day: 5.5)
        let late = try Laboratory()
        for day in [9, 3, 5, 1, 7, 2, 8, 4, 6] {
            try IssueStory.ingest(day < 6 ? "F" : ".", from: day, into: late)
        }
        try IssueStory.say(late, .fix, IssueStory.commit(6), day: 5.5)

        #expect(try IssueStory.path(late) == IssueStory.path(inOrder))
        #expect(try IssueStory.life(late).state == .verified)
        #expect(try late.digest() == inOrder.digest())
    }

    // MARK: Other ends

    @Test func `what is not seen for a month and many runs is not reproduced, which is no proof`() throws {
        let laboratory = try IssueStory.laboratory("FFF" + String(repeating: ".", count: 32))

        let quiet = try IssueStory.life(laboratory).state
        try IssueStory.ingest("F", from: 36, into: laboratory)

        #expect(quiet == .notReproduced)
        #expect(![.notReproduced, .verified].contains(try IssueStory.life(laboratory).state))
    }

    @Test func `a deferral holds until its day, and ends by itself`() throws {
        let laboratory = try IssueStory.laboratory("FFF")
        try IssueStory.say(laboratory, .cause, "slow disk", day: 4)
        let outcome = try IssueStory.say(laboratory, .defer, day: 5, until: 9)
        func state(day: Double) throws -> IssueState {
            let viewpoint = Viewpoint(now: Laboratory.moment(day: day))
            return try ReadEvidence(laboratory.store, viewpoint: viewpoint).issues.show(.issue(1)).life.state
        }

        #expect(outcome.after == "deferred")
        #expect(try state(day: 8.9) == .deferred)
        #expect(try state(day: 9) == .knownError)
        #expect(try IssueStory.path(laboratory).suffix(2) == ["defer deferred", "deferral-over known_error"])
    }

    @Test func `the day of an earlier deferral does not end a later one`() throws {
        let laboratory = try IssueStory.laboratory("FFF")
        try IssueStory.say(laboratory, .cause, "slow disk", day: 4)
        try IssueStory.say(laboratory, .defer, day: 5, until: 9)
        try IssueStory.say(laboratory, .reopen, day: 6)
        try IssueStory.say(laboratory, .cause, "slow disk", day: 7)
        try IssueStory.say(laboratory, .defer, day: 8, until: 40)
        let viewpoint = Viewpoint(now: Laboratory.moment(day: 20))

        let life = try ReadEvidence(laboratory.store, viewpoint: viewpoint).issues.show(.issue(1)).life

        #expect(life.state == .deferred)
    }

    @Test func `what is not reproduced can be closed, and opened again`() throws {
        let laboratory = try IssueStory.laboratory("FFF" + String(repeating: ".", count: 32))

        let opened = try IssueStory.say(laboratory, .reopen, day: 36)
        try IssueStory.say(laboratory, .fix, day: 36.5)
        let closed = try { try IssueStory.say(laboratory, .close, day: 37) }

        #expect((opened.before, opened.after) == ("not_reproduced", "open"))
        try IssueStory.ingest(".", from: 37, into: laboratory)
        #expect(try closed().after == "closed")
    }

    @Test func `the proof of a claim that was replaced proves nothing`() throws {
        let laboratory = try IssueStory.laboratory("FFFFF")
        try IssueStory.say(laboratory, .fix, IssueStory.commit(6), day: 5.5)
        try IssueStory.say(laboratory, .fix, "abcdef99", day: 5.6)

        try IssueStory.ingest("....", from: 6, into: laboratory)

        #expect(try IssueStory.life(laboratory).state == .fixing)
        #expect(try IssueStory.life(laboratory).verification?.firstTested == nil)
    }

    @Test func `what was said holds although a late run would have forbidden it`() throws {
        let laboratory = try IssueStory.laboratory("F.F")
        try IssueStory.say(laboratory, .close, day: 4)

        try IssueStory.ingest("F", from: 1, place: "mac", into: laboratory)
        try IssueStory.ingest("F", from: 1, place: "bsd", into: laboratory)

        #expect(try IssueStory.life(laboratory).state == .closed)
    }

    @Test func `words stay with the issue when the signature that it began with leaves it`() throws {
        let laboratory = try IssueStory.laboratory("FFF")
        for day in [4.0, 5, 6] {
            try laboratory.ingest(report(.failed("finds", "search index misses every third product")), day: day) {
                $0.configuration = ConfigurationClass(["os": "linux"])
            }
        }
        let show = { try ReadEvidence(laboratory.store).issues.show($0) }
        let merge = DecideClusters.Request(
            .merge([.issue(1), .issue(2)]), now: Laboratory.moment(day: 7), actor: "ann", reason: "one")
        _ = try DecideClusters(laboratory.store).perform(merge)
        try IssueStory.say(laboratory, .assign, "team", day: 8)
        let first = try show(.issue(1)).members[0].signature
        let split = DecideClusters.Request(
            .split(.issue(1), .signatures([first])), now: Laboratory.moment(day: 9), actor: "ann", reason: "two")
        _ = try DecideClusters(laboratory.store).perform(split)

        #expect(try show(.issue(1)).life.owner == "team")
        #expect(try show(.signature(first)).life.owner == nil)
    }

    @Test func `closed by a person, it comes back with the next failure`() throws {
        let laboratory = try IssueStory.laboratory("FFF.")
        try IssueStory.ingest(".", from: 1, place: "mac", into: laboratory)
        try IssueStory.say(laboratory, .close, day: 4.5)

        let closed = try IssueStory.life(laboratory).state
        try IssueStory.ingest("F", from: 6, into: laboratory)

        #expect(closed == .closed)
        #expect(try IssueStory.life(laboratory).state == .open)
        #expect(try IssueStory.life(laboratory).isRegression)
    }

    @Test func `a change that is taken back before a run tested it opens its issue again`() {
        var life = IssueLife()
        life.take(.recurs(.streak), at: 1, run: 3)
        life.take(.fixIntended, at: 2, run: nil)
        let intended = life.state

        life.take(.fixTakenBack, at: 3, run: nil)

        #expect((intended, life.state) == (.fixing, .open))
        #expect(life.transitions.map(\.rule) == ["recurs-R3", "change-approved", "change-taken-back"])
    }

    @Test func `what cannot be said now changes nothing, and what can is told`() throws {
        let laboratory = try IssueStory.laboratory("FFF")
        try IssueStory.ingest(".", from: 1, place: "mac", into: laboratory)
        let before = try IssueStory.life(laboratory)

        let refusal = #expect(throws: Refusal.self) {
            try IssueStory.say(laboratory, .defer, day: 4, until: 9)
        }
        #expect(throws: Refusal.self) { try IssueStory.say(laboratory, .reopen, day: 4) }
        #expect(throws: Refusal.self) { try IssueStory.say(laboratory, .cause, "  ", day: 4) }

        #expect(refusal?.hint.contains("confirm, assign, cause") == true)
        #expect(try IssueStory.life(laboratory) == before)
        #expect(try laboratory.rows("decision") == 0)
    }

    @Test(arguments: IssueState.allCases)
    func `in every state something can be said`(state: IssueState) {
        #expect(state.allowedVerbs.contains(.assign))
        #expect(state.allowedVerbs.allSatisfy { state.after($0) != nil })
    }
}
