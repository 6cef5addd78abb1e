// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// What was done before it was approved, or was never asked for: it can be brought in order, or refused.
struct EmergencyChangeTests {
    private func emergency() throws -> ChangeStory {
        let story = try ChangeStory()
        try story.ingest("..")
        try story.create(ChangeStory.alpha { ($0.kind, $0.backOut) = (.emergency, nil) }, day: 2.1)
        try story.act(.submit, day: 2.2)
        return story
    }

    private func plan(_ text: String) -> KeepChanges.Act {
        var evidence = AssessChange.Evidence()
        evidence.backOut = text
        return .assess(evidence)
    }

    @Test func `a tested emergency without a way back gets one, and is approved`() throws {
        let story = try emergency()
        try story.ingest(".", from: 3, alpha: "2.0.0")
        try story.act(.assess(AssessChange.Evidence()), day: 3.1)
        let refused = #expect(throws: Refusal.self) {
            try story.act(.approve(authority: nil, isRehearsed: false), by: "ben", day: 3.2)
        }

        let planned = try story.act(plan("pin 1.0.0 again"), day: 3.3).life
        let approved = try story.act(.approve(authority: nil, isRehearsed: false), by: "ben", day: 3.4).life

        #expect(
            refused?.hint
                == "exitgate change assess CR-1 --back-out HOW says it; above 25 nothing is approved without")
        #expect(planned.assessment?.notes.contains("nobody said how it is taken back") == false)
        #expect(approved.approvedAt == Laboratory.moment(day: 3.4))
        #expect(try story.show().line.life.backOut == "pin 1.0.0 again")
    }

    @Test func `the risk of what was done already is that of its own step`() throws {
        let story = try emergency()
        try story.ingest("..", from: 3, alpha: "2.0.0")
        var evidence = AssessChange.Evidence()
        evidence.configuration = ChangeStory.snapshot(alpha: "2.0.0")

        let assessment = try story.act(.assess(evidence), day: 4.1).life.assessment

        #expect(
            assessment?.factors.first { $0.name == "step" }?.why == "pkg:npm/alpha moves by a major step")
    }

    @Test func `a blank way back takes none away`() throws {
        let story = try emergency()
        try story.act(plan("pin 1.0.0 again"), day: 2.3)

        #expect(try story.act(plan("  "), day: 2.4).life.backOut == "pin 1.0.0 again")
    }

    @Test func `what runs hold is refused by taking it back`() throws {
        let story = try emergency()
        try story.ingest(".", from: 3, alpha: "2.0.0")

        let refused = #expect(throws: Refusal.self) { try story.act(.reject, by: "ben", day: 3.2) }

        #expect(refused?.message == "CR-1 is monitoring: reject cannot be done now")
        #expect(refused?.hint == "runs hold it: take it back, and exitgate change review CR-1 backed_out says so")
        #expect(try story.act(.review(.backedOut), by: "ben", day: 3.3).life.state == .backedOut)
    }

    @Test(arguments: [KeepChanges.Act.reject, .cancel])
    func `what was refused awaits no approval`(act: KeepChanges.Act) throws {
        let story = try emergency()

        let refused = try story.act(act, by: "ben", day: 2.5)

        #expect(refused.missing == [])
        #expect(!refused.life.isOverdue(at: Laboratory.moment(day: 300)))
        #expect(try story.show().line.isOverdue == false)
        #expect(try story.show().missing == [])
    }

    @Test func `what is written down later takes kind, reason and way back`() throws {
        let story = try ChangeStory()
        try story.ingest(".")
        try story.ingest(".", from: 2, alpha: "2.0.0")
        var said = KeepChanges.Addition()
        (said.kind, said.reason, said.backOut) = (.emergency, "the old one leaks", "pin 1.0.0 again")

        let drafts = try KeepChanges(story.store, viewpoint: story.viewpoint).draft(
            from: .run(1), to: .run(2), now: nil, said: said,
            KeepChanges.Request(now: Laboratory.moment(day: 3), actor: "ann", reason: "written down"))

        let request = try #require(drafts.first).request
        #expect((request.kind, request.backOut) == (.emergency, "pin 1.0.0 again"))
        #expect(request.reason == "the old one leaks (found between RUN-1 and RUN-2; nobody had asked for it)")
    }
}
