// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// What people may do with a change, and when.
struct KeepChangesTests {
    /// What is refused, and whether anything was stored all the same.
    private func refusal(_ story: ChangeStory, _ body: () throws -> Void) throws -> (
        message: String?, isUnchanged: Bool
    ) {
        let before = try story.list().lines.map(\.life.transitions.count)
        var message: String?
        do { try body() } catch let error as Refusal { message = error.message } catch let error as ReadEvidence.Unknown
        {
            message = error.message
        }
        return (message, try story.list().lines.map(\.life.transitions.count) == before)
    }

    @Test func `changes have numbers of their own, and a draft can only be submitted or cancelled`() throws {
        let story = try ChangeStory()
        try story.ingest("..")

        let numbers = (try story.create(ChangeStory.alpha()), try story.create(ChangeStory.alpha()))
        let refused = try refusal(story) { try story.act(.approve(authority: nil, isRehearsed: false), by: "ben") }

        #expect(numbers == (1, 2))
        #expect(refused.message == "CR-1 is draft: approve cannot be done now")
        #expect(refused.isUnchanged)
    }

    @Test(arguments: [
        ("an empty title", "a change needs a title"), ("a blank reason", "a change needs a reason"),
        ("no scope", "nothing says what it changes"),
        ("an unknown item", "no configuration item is called pkg:npm/alpah"),
        ("an unknown component", "there is no component pay"),
        ("a window of no runs", "a window of 0 runs and 14 days shows nothing"),
        ("an unknown issue", "there is no issue ISS-9"), ("an unknown file", "no file matches src/pya/**"),
    ])
    func `a request that says nothing is refused in one line`(what: String, message: String) throws {
        let files = ["src/pay/cart.swift", "README.md"]
        let story = try ChangeStory(viewpoint: Viewpoint(now: .max, projectFiles: { files }))
        try story.ingest("..")
        let request = ChangeStory.alpha { request in
            switch what {
            case "an empty title": request.title = ""
            case "a blank reason": request.reason = " "
            case "no scope": request.scope.items = []
            case "an unknown item": request.scope.items = ["pkg:npm/alpah"]
            case "an unknown component": request.scope.components = ["pay"]
            case "a window of no runs": request.window.runs = 0
            case "an unknown issue": request.effect = .issue(9)
            default: request.scope.paths = ["src/pya/**"]
            }
        }

        let refused = try refusal(story) { try story.create(request) }

        #expect(refused.message == message)
        #expect(refused.isUnchanged)
    }

    @Test func `who asks cannot approve, whatever the name is written like`() throws {
        let story = try ChangeStory()
        try story.ingest("..")
        try story.create(ChangeStory.alpha())
        try story.act(.submit)
        try story.act(.assess(AssessChange.Evidence()))

        let refused = try refusal(story) { try story.act(.approve(authority: nil, isRehearsed: false), by: "@ANN ") }
        try story.act(.approve(authority: nil, isRehearsed: false), by: "ben")

        #expect(refused.message == "ann asked for CR-1 and cannot approve it alone")
        #expect(try story.show().line.life.state == .approved)
    }

    @Test func `who works alone approves, and it is said`() throws {
        var story = try ChangeStory()
        story.isSolo = true
        try story.ingest("..")
        try story.create(ChangeStory.alpha())
        try story.act(.submit)
        try story.act(.assess(AssessChange.Evidence()))

        try story.act(.approve(authority: nil, isRehearsed: false))

        #expect(try story.show().line.life.state == .approved)
        #expect(try story.show().line.life.isSelfApproved)
    }

    @Test func `above 25 nothing is approved that cannot be taken back`() throws {
        let story = try ChangeStory()
        try story.ingest("..")
        try story.create(ChangeStory.alpha { $0.backOut = nil })
        try story.act(.submit)
        let risk = try #require(try story.act(.assess(AssessChange.Evidence())).life.assessment?.risk)

        let refused = try refusal(story) { try story.act(.approve(authority: nil, isRehearsed: false), by: "ben") }

        #expect(risk > 25)
        #expect(refused.message == "CR-1 has a risk of \(risk) and does not say how it is taken back")
    }

    @Test func `an owner of each touched component approves`() throws {
        let owners = CodeOwners("/src/pay/ @pay\n/src/web/ @web\n")
        let story = try ChangeStory(
            viewpoint: Viewpoint(
                now: .max, owners: owners, components: ["pay src/pay/**", "web src/web/**", "docs docs/**"]))
        try story.ingest("..")
        try story.create(ChangeStory.alpha { $0.scope.components = ["pay", "web"] })
        try story.act(.submit)

        let assessed = try story.act(.assess(AssessChange.Evidence()))
        let first = try story.act(.approve(authority: "pay", isRehearsed: false), by: "ben")
        let second = try story.act(.approve(authority: nil, isRehearsed: false), by: "Web")

        #expect(assessed.life.assessment?.band == .owners)
        #expect(assessed.missing == ["@pay for pay", "@web for web"])
        #expect((first.life.state, first.missing) == (.assessed, ["@web for web"]))
        #expect((second.life.state, second.missing) == (.approved, []))
    }

    @Test func `a high risk wants two people and the way back tried out`() {
        var assessment = ChangeAssessment(factors: [.init("all", weight: 0.7, share: 1, why: "")])
        assessment.components = []
        var life = ChangeLife(ChangeStory.alpha())
        var assess = ChangeLife.Event(.assess, at: 3, actor: "ann", reason: "r")
        assess.detail.assessment = assessment
        for event in [
            ChangeLife.Event(nil, at: 1, actor: "ann", reason: "r"), .init(.submit, at: 2, actor: "ann", reason: "r"),
            assess,
            .init(.approve, at: 4, actor: "ben", reason: "r"),
        ] { life.take(event) }
        let missing = life.missingApprovals(isSolo: false)
        var last = ChangeLife.Event(.approve, at: 5, actor: "eve", reason: "r")
        last.detail.isRehearsed = true
        life.take(last)

        #expect(assessment.band == .board)
        #expect(missing == ["a second person", "the way back tried out (--rehearsed)"])
        #expect(life.state == .approved)
    }

    @Test func `two working days end after the weekend`() {
        // Day 1 of 2026 is a Friday, counted from 0 for Thursday.
        let thursday = Laboratory.moment(day: 0.5)
        #expect(WorkingDays.after(thursday, days: 2) == Laboratory.moment(day: 4.5))
        #expect(WorkingDays.after(Laboratory.moment(day: 2.5), days: 2) == Laboratory.moment(day: 6))
        #expect(WorkingDays.after(Laboratory.moment(day: 4.25), days: 2) == Laboratory.moment(day: 6.25))
    }

    @Test func `nothing more can be done with what is over, but reviewed again`() throws {
        let story = try ChangeStory()
        try story.ingest("..")
        try story.create(ChangeStory.alpha())
        try story.act(.cancel)

        let refused = try refusal(story) { try story.act(.submit) }
        let unknown = try refusal(story) { try story.act(.submit, of: 7) }
        let silent = try refusal(story) { try story.act(.submit, reason: "  ") }

        #expect(refused.message == "CR-1 is cancelled: submit cannot be done now")
        #expect(unknown.message == "there is no change CR-7")
        #expect(silent.message == "a decision needs a reason")
    }

    @Test func `a dry run changes nothing`() throws {
        let story = try ChangeStory()
        try story.ingest("..")
        var request = KeepChanges.Request(now: Laboratory.moment(day: 3), actor: "ann", reason: "as agreed")
        request.isDryRun = true

        let outcome = try KeepChanges(story.store, viewpoint: story.viewpoint).create(ChangeStory.alpha(), request)

        #expect(outcome.life.state == .draft)
        #expect(try story.list().lines.isEmpty)
    }

    @Test func `a past moment knows neither later changes nor later words`() throws {
        let story = try ChangeStory()
        try story.ingest("..")
        try story.create(ChangeStory.alpha(), day: 1.5)
        try story.act(.submit, day: 3)
        try story.create(ChangeStory.alpha(), day: 4)

        let past = ReadEvidence(
            RewoundStore(story.store, to: Laboratory.moment(day: 2.5)), viewpoint: story.viewpoint)

        #expect(try past.changes.list(ReadChanges.Filter()).lines.map(\.life.state) == [.draft])
    }

    @Test func `one person under two names is one person, and the writer is the requester too`() throws {
        let story = try ChangeStory()
        try story.ingest("..")
        try story.create(ChangeStory.alpha { $0.requester = "bob" })
        try story.act(.submit)
        try story.act(.assess(AssessChange.Evidence()))

        let writer = try refusal(story) { try story.act(.approve(authority: nil, isRehearsed: false), by: "ann") }
        let typo = try refusal(story) { try story.act(.approve(authority: "pai", isRehearsed: false), by: "eve") }

        #expect(writer.message == "ann asked for CR-1 and cannot approve it alone")
        #expect(typo.message == "pai is no component that is touched, and owns none")
    }

    @Test func `while runs are watched a person can only take it back`() throws {
        let story = try ChangeStory()
        try story.ingest("FFFF")
        try story.create(ChangeStory.fix(), day: 4.1)
        try story.approve(day: 4.2)
        try story.act(.implement(commits: [ChangeStory.commit(5)]), day: 4.3)
        try story.ingest(".", from: 5)

        let early = try refusal(story) { try story.act(.review(.achieved), day: 6) }
        try story.act(.review(.backedOut), day: 6)

        #expect(early.message == "CR-1 is monitoring: runs are still watched, so it can only be backed_out")
        #expect(try story.show().line.life.state == .backedOut)
    }

    @Test func `hashes are hashes, and a blank way back is none`() throws {
        let story = try ChangeStory()
        try story.ingest("..")

        let refused = try refusal(story) { try story.create(ChangeStory.alpha { $0.commits = ["--output=x"] }) }
        let never = try refusal(story) { try story.create(ChangeStory.alpha { $0.window.days = 200_000_000_000 }) }
        try story.create(ChangeStory.alpha { $0.backOut = "  " })

        #expect(refused.message == "--output=x is no commit")
        #expect(never.message == "a window of 20 runs and 200000000000 days never ends")
        #expect(try story.show().line.request.backOut == nil)
    }
}
