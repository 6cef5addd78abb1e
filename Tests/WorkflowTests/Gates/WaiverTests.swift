// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Testing
import Workflow

/// What waivers are about, and when they end by themselves.
struct WaiverTests {
    private func list(_ story: GateStory, day: Double) throws -> [Waiver.State] {
        let viewpoint = Viewpoint(now: Laboratory.moment(day: day))
        return try KeepWaivers(story.store).list(at: viewpoint.now, viewpoint: viewpoint).map(\.state)
    }

    @Test(arguments: ["TEST-999", "INC-999", "RUN-999", "CR-1", "ISS-9"])
    func `what does not exist cannot be waived`(subject: String) throws {
        let story = try GateStory().asking(["G08"])
        try story.ingest("F..", day: 28)

        let error = #expect(throws: ReadEvidence.Unknown.self) {
            try story.waive("G08", subject, day: 29, until: 40)
        }
        #expect(error?.message.contains(subject) == true)
        #expect(try list(story, day: 30).isEmpty)
    }

    @Test(arguments: ["test-1", "inc-1", "run-1"])
    func `what exists is written large`(subject: String) throws {
        let story = try GateStory().asking(["G08"])
        try story.ingest("F..", day: 28)

        #expect(try story.waive("G08", subject, day: 29, until: 40).subject == subject.uppercased())
    }

    @Test func `what failed more often than was accepted is revoked for good, also when its rate falls again`() throws {
        let story = try GateStory().asking(["G16"])
        for (number, letters) in ["F..", "...", "F..", "...", "F.."].enumerated() {
            try story.ingest(letters, day: 20 + Double(number), commit: "c0ffee\(number)")
        }
        let keep = KeepWaivers(story.store)
        var waiver = Waiver(
            number: 0, rule: "G05", subject: "ISS-1", phase: "beta", release: "2.4", reason: "rare", risk: "low",
            owner: "ann", requester: "ann", requestedAt: 0, expires: Laboratory.moment(day: 36))
        waiver.acceptedRate = 0.65
        let now = Laboratory.moment(day: 25)
        let asked = try keep.request(waiver, .init(now: now, actor: "ann", reason: "rare"))
        _ = try keep.decide(asked.number, .approve, .init(now: now, actor: "ben", reason: "borne"))
        #expect(try list(story, day: 25) == [.active])
        try story.decide(day: 25.2)
        #expect(try list(story, day: 25.3) == [.active])
        for number in 0..<6 { try story.ingest("F..", day: 26 + Double(number) / 10, commit: "decade\(number)") }
        #expect(try list(story, day: 27) == [.exceeded])

        try story.decide(day: 27, isDryRun: true)
        #expect(try list(story, day: 27.1) == [.exceeded])
        let outcome = try story.decide(day: 27.2)
        #expect(outcome.verdict.outcome == .noGo)

        for number in 0..<20 { try story.ingest("...", day: 28 + Double(number) / 10, commit: "facade\(number)") }
        #expect(try list(story, day: 31) == [.revoked])
        let replay = try story.replay(outcome.decision.number ?? 0)
        #expect((replay.isSame, replay.isCollectedAgain) == (true, true))
    }

    @Test func `an outage before the candidate spends no budget`() throws {
        func share(_ letter: String) throws -> String? {
            let story = try GateStory().asking(["G24"])
            for number in 0..<4 {
                let cases = (0..<12).map { test in
                    number == 1 && (letter == "O" || test == 0)
                        ? CaseText.crashed("checks \(test)", brokenFixture) : CaseText.passed("checks \(test)")
                }
                try story.laboratory.ingest(report(cases), day: 20 + Double(number), run: "run \(number)") { request in
                    (request.phase, request.release, request.commit) = ("beta", "2.4", "c0ffee\(number)")
                }
            }
            return try story.decide(day: 25).verdict.rules.first { $0.id == "G24" }?.actual
        }

        #expect(try share("F") == "1 of 4, 25 %")
        #expect(try share("O") == "0 of 3, 0 %")
    }
}
