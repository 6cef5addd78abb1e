// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Testing
import Workflow

/// Beginning and ending the phases of a release.
struct KeepPhasesTests {
    private static let phases = ["integration", "alpha", "beta", "release"]

    private func keep(_ story: GateStory, day: Double, signedOff: Set<String> = []) -> KeepPhases {
        KeepPhases(
            story.store, viewpoint: Viewpoint(now: Laboratory.moment(day: day)),
            plan: .init(phases: Self.phases, signedOff: signedOff))
    }

    private func request(_ phase: String, day: Double, actor: String = "ben") -> KeepPhases.Request {
        KeepPhases.Request(
            release: "2.4", phase: phase, now: Laboratory.moment(day: day), actor: actor, reason: "it is time")
    }

    @Test func `a phase is planned, active and passed, and what follows is planned`() throws {
        let story = try GateStory().asking(["G08"])
        try story.ingest("...", day: 28)
        try story.approve()

        let before = try keep(story, day: 31).list(release: "2.4")
        try story.decide(day: 31)
        let after = try keep(story, day: 32).list(release: "2.4")

        #expect(before.map(\.phase) == ["beta", "release"])
        #expect(before.map(\.life.state) == [.active, .planned])
        #expect(before[1].next == "beta first, which is active: exitgate gate beta --release 2.4")
        #expect(after.map(\.life.state) == [.passed, .planned])
        #expect(after.map(\.next) == [nil, "exitgate phase enter release --release 2.4"])
    }

    @Test func `of a release of which nothing is known nothing is listed`() throws {
        let story = try GateStory().asking(["G08"])
        try story.ingest("...", day: 28)

        #expect(try keep(story, day: 31).list(release: "9").isEmpty)
    }

    @Test func `a phase cannot begin before the last one is over, but by force`() throws {
        let story = try GateStory().asking(["G08"])
        try story.ingest("F..", day: 28)

        let refused = #expect(throws: Refusal.self) { try keep(story, day: 31).enter(request("release", day: 31)) }
        var forced = request("release", day: 31)
        forced.isForced = true
        let outcome = try keep(story, day: 31).enter(forced)

        #expect(refused?.message == "beta of 2.4 is active, so release cannot begin")
        #expect((outcome.before, outcome.report.life.state) == (.planned, .active))
        #expect(outcome.report.life.isForced)
        let again = #expect(throws: Refusal.self) { try keep(story, day: 32).enter(forced) }
        #expect(again?.message == "release of 2.4 was begun by ben, and is active")
    }

    @Test func `beta begins with a frozen baseline`() throws {
        let story = try GateStory().asking(["G08"])
        try story.ingest("...", day: 28)
        try story.approve()

        let outcome = try keep(story, day: 31).enter(request("beta", day: 31))

        #expect(outcome.frozen == "BL-beta-1")
        #expect(outcome.report.life.enteredBy == "ben")
        let baseline = try ReadBaselines(story.store).list(phase: "beta").map(\.state)
        #expect(baseline == [.frozen])
        #expect(try story.laboratory.problems().isEmpty)
    }

    @Test func `a dry run changes nothing`() throws {
        let story = try GateStory().asking(["G08"])
        try story.ingest("...", day: 28)
        try story.approve()
        var request = request("beta", day: 31)
        request.isDryRun = true

        #expect(try keep(story, day: 31).enter(request).frozen == "BL-beta-1")

        #expect(try keep(story, day: 31).show(release: "2.4", phase: "beta").life.enteredBy == nil)
        #expect(try ReadBaselines(story.store).list(phase: "beta").map(\.state) == [.approved])
    }

    @Test func `whoever asked the gate cannot sign off`() throws {
        let story = try GateStory().asking(["G08"])
        try story.ingest("...", day: 28)
        try story.approve()
        let early = #expect(throws: Refusal.self) {
            try keep(story, day: 31, signedOff: ["beta"]).signOff(request("beta", day: 31))
        }
        try story.decide(day: 31)
        let later = keep(story, day: 32, signedOff: ["beta"])

        let same = #expect(throws: Refusal.self) { try later.signOff(request("beta", day: 32, actor: " ANN")) }
        let outcome = try later.signOff(request("beta", day: 32))

        #expect(early?.message == "beta of 2.4 is active, and waits for no sign-off")
        #expect(same?.message.contains("asked GATE-1 and cannot sign it off alone") == true)
        #expect((outcome.before, outcome.report.life.state) == (.inReview, .passed))
        #expect(outcome.report.life.signedOffBy == "ben")
    }

    @Test func `what passed by a waiver is active again when the waiver ends unmet`() throws {
        let story = try GateStory().asking(["G08"])
        try story.ingest("...", day: 27)
        try story.approve(day: 27.5)
        try story.ingest("F..", day: 28)
        try story.waive("G08", "TEST-1", day: 28.5, until: 40)
        try #require(try story.decide(day: 29).verdict.outcome == .conditionalGo)

        #expect(try keep(story, day: 39).show(release: "2.4", phase: "beta").life.state == .passedConditionally)
        let ended = try keep(story, day: 41).show(release: "2.4", phase: "beta").life
        #expect(ended.state == .active)
        #expect(ended.transitions.last?.rule == "condition-ended")
        #expect(ended.transitions.last?.at == Laboratory.moment(day: 40))
    }

    @Test func `the past knows no later words`() throws {
        let story = try GateStory().asking(["G08"])
        try story.ingest("...", day: 28)
        _ = try keep(story, day: 31).enter(request("beta", day: 31))

        let past = KeepPhases(
            RewoundStore(story.store, to: Laboratory.moment(day: 30)),
            viewpoint: Viewpoint(now: Laboratory.moment(day: 30)), plan: .init(phases: Self.phases))

        #expect(try past.show(release: "2.4", phase: "beta").life.enteredBy == nil)
    }
}
