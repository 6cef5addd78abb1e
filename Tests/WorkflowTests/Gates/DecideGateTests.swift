// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Gating
import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// May the beta go out?
struct DecideGateTests {
    @Test func `an environment that nobody registered is named without a baseline too`() throws {
        let story = try GateStory().asking(["G21"])
        try story.laboratory.ingest(report(.passed("pays")), day: 29) { request in
            (request.phase, request.release, request.commit, request.environment) = ("beta", "2.4", "c0ffee1", "lab")
        }

        let before = try story.decide(day: 30).verdict
        _ = try KeepAssets(story.store).register(
            .init(name: "lab", kind: .environment, actor: "ann", now: Laboratory.moment(day: 30)))
        let after = try story.decide(day: 31).verdict

        let finding = before.rules.first { $0.id == "G21" }
        #expect(finding?.actual == "0 outdated, 1 unregistered")
        #expect((before.outcome, after.outcome) == (.noGo, .go))
    }

    private func outcomes(_ outcome: DecideGate.Outcome, _ ids: String...) -> [String] {
        ids.map { id in outcome.verdict.rules.first { $0.id == id }?.outcome.rawValue ?? "off" }
    }

    @Test func `without a run nothing goes, without a baseline nothing is decided, with both it goes`() throws {
        let story = try GateStory()
        let empty = try story.decide(day: 30)
        try story.ingest("..", day: 28, commit: "c0ffee0")
        try story.ingest("..", day: 29.5)
        let first = try story.decide(day: 30)
        try story.approve()

        let second = try story.decide(day: 31)

        #expect(empty.verdict.outcome == .noGo)
        #expect(first.verdict.outcome == .undecided)
        #expect(outcomes(first, "G01", "G02", "G04", "G12") == ["undecided", "undecided", "undecided", "undecided"])
        #expect(second.verdict.outcome == .go)
        #expect([empty, first, second].map(\.decision.number) == [1, 2, 3])
    }

    @Test func `a failure that the baseline did not know stops it, and a known one does not`() throws {
        let story = try GateStory()
        try story.ingest("F..", day: 28, commit: "c0ffee0")
        try story.approve()
        try story.ingest("FG.", day: 30.5)

        let outcome = try story.decide(day: 31)
        let rule = try #require(outcome.verdict.rules.first { $0.id == "G04" })

        #expect(outcome.verdict.outcome == .noGo)
        #expect(rule.subjects.map(\.id) == ["INC-2"])
        #expect(rule.next == "exitgate incident show INC-2")
    }

    @Test func `a suite that failed, a test that is missing and an old run are told`() throws {
        let story = try GateStory()
        try story.ingest("...", day: 28)
        try story.approve()
        try story.ingest("F.-", day: 30.5, commit: "c0ffee2")

        let late = try story.decide(day: 34.6)

        #expect(outcomes(late, "G01", "G02", "G03", "G08") == ["fail", "fail", "undecided", "fail"])
        #expect(late.verdict.rules.first { $0.id == "G02" }?.subjects.map(\.text) == ["shop.CartTests.sorts"])
    }

    @Test func `a class that was not tested on the candidate leaves it undecided`() throws {
        let story = try GateStory()
        try story.ingest("..", day: 28, commit: "c0ffee0")
        try story.ingest("..", day: 29)
        try story.ingest("..", day: 29.1, os: "mac")
        try story.approve()
        let both = try story.decide(day: 30.2)
        try story.ingest("..", day: 30.5, commit: "c0ffee2")

        let one = try story.decide(day: 31)

        #expect(both.verdict.outcome == .go)
        #expect(one.verdict.outcome == .undecided)
        #expect(one.verdict.rules.first { $0.id == "G03" }?.subjects.map(\.id) == ["os=mac"])
    }

    @Test func `an unapproved dependency stops it until a change is approved`() throws {
        let story = try GateStory()
        try story.ingest("..", day: 29)
        try story.approve()
        try story.ingest("..", day: 30.5, alpha: "2.0.0", commit: "c0ffee2")

        let outcome = try story.decide(day: 31)

        #expect(outcome.verdict.outcome == .noGo)
        #expect(outcome.verdict.rules.first { $0.id == "G13" }?.subjects.map(\.id) == ["dependency pkg:npm/alpha"])
    }

    // MARK: Waivers

    @Test func `a waiver excuses one subject of one rule until it ends, and not the next release`() throws {
        let story = try GateStory(rules: ["G04", "G16"])
        try story.ingest("..", day: 28, commit: "c0ffee0")
        try story.approve()
        try story.ingest("F.", day: 30.2)
        let before = try story.decide(day: 30.3).verdict.outcome
        try story.waive("new-failures", "inc-1", day: 30.4, until: 33)
        let during = try story.decide(day: 31)
        let after = try story.decide(day: 33)
        var next = story.request(day: 31)
        next.release = "2.5"
        let other = try DecideGate(story.store, viewpoint: Viewpoint(now: next.now)).perform(next)

        #expect(before == .noGo)
        #expect(during.verdict.outcome == .conditionalGo)
        #expect(during.verdict.rules.first?.subjects.first?.waiver == "WVR-1")
        #expect(during.verdict.endings.map(\.waiver) == ["WVR-1"])
        #expect(after.verdict.outcome == .noGo)
        #expect(other.verdict.outcome != .conditionalGo && other.verdict.outcome != .go)
    }

    @Test func `what nobody approved, or its requester, excuses nothing`() throws {
        let story = try GateStory(rules: ["G04"])
        try story.ingest("..", day: 28, commit: "c0ffee0")
        try story.approve()
        try story.ingest("F.", day: 30.2)
        try story.waive("G04", "INC-1", day: 30.4, until: 33, approver: nil)

        #expect(throws: Refusal.self) {
            try KeepWaivers(story.store).decide(
                1, .approve, .init(now: Laboratory.moment(day: 30.5), actor: " Ann", reason: "mine"))
        }
        #expect(try story.decide(day: 31).verdict.outcome == .noGo)
    }

    @Test(arguments: [
        ("rule", "there is no rule G99"), ("until", "it would have ended before it began"),
        ("years", "nothing is waived for more than a year"), ("reason", "a waiver needs a reason"),
        ("subject", "there is no issue ISS-9"),
    ])
    func `a waiver that says nothing is refused`(what: String, message: String) throws {
        let story = try GateStory()
        try story.ingest("..", day: 28)
        var waiver = Waiver(
            number: 0, rule: "G04", subject: "INC-1", phase: "beta", release: nil, reason: "known", risk: "low",
            owner: "ann", requester: "ann", requestedAt: 0, expires: Laboratory.moment(day: 40))
        switch what {
        case "rule": waiver.rule = "G99"
        case "until": waiver.expires = Laboratory.moment(day: 30)
        case "years": waiver.expires = Laboratory.moment(day: 430)
        case "reason": waiver.reason = " "
        default: waiver.subject = "iss-9"
        }
        var found: String?
        do {
            _ = try KeepWaivers(story.store).request(
                waiver, .init(now: Laboratory.moment(day: 30), actor: "ann", reason: "known"))
        } catch let error as Refusal { found = error.message } catch let error as ReadEvidence.Unknown {
            found = error.message
        }

        #expect(found == message)
        #expect(try KeepWaivers(story.store).list(at: .max, viewpoint: Viewpoint(now: .max)).isEmpty)
    }

    @Test func `a waiver is decided once, and can be revoked`() throws {
        let story = try GateStory()
        try story.ingest("F.", day: 28)
        try story.waive("G04", "INC-1", day: 30, until: 40)
        let keep = KeepWaivers(story.store)
        let request = KeepWaivers.Request(now: Laboratory.moment(day: 31), actor: "ben", reason: "so")

        #expect(throws: Refusal.self) { try keep.decide(1, .refuse, request) }
        let revoked = try keep.decide(1, .revoke, request).after
        #expect(revoked.decision == .revoked)
        #expect(throws: Refusal.self) { try keep.decide(1, .revoke, request) }
        #expect(throws: ReadEvidence.Unknown.self) { try keep.decide(2, .revoke, request) }
    }

    // MARK: Proof

    @Test func `a decision replays byte for byte, and a late run is told`() throws {
        let story = try GateStory()
        try story.ingest("..", day: 29)
        try story.approve()
        try story.ingest("F.", day: 30.2)
        let first = try story.decide(day: 30.5)
        try story.ingest("..", day: 31)
        let same = try story.replay(1)
        try story.ingest("..", day: 30.3)

        let late = try story.replay(1)

        #expect(same.verdict == first.verdict)
        #expect((same.isSame, same.isCollectedAgain) == (true, true))
        #expect((late.isSame, late.isCollectedAgain) == (true, false))
        #expect(late.verdict == first.verdict)
    }

    @Test func `a dry run keeps nothing`() throws {
        let story = try GateStory()
        try story.ingest("..", day: 29)

        let outcome = try story.decide(day: 30, isDryRun: true)

        #expect(outcome.decision.number == nil)
        #expect(try ReadGates(story.store, viewpoint: Viewpoint(now: .max)).list(phase: nil, limit: 10).isEmpty)
    }

    @Test func `a document that somebody changed is found out`() throws {
        let story = try GateStory()
        try story.ingest("..", day: 29)
        try story.decide(day: 30)
        try story.laboratory.tamper("UPDATE gate_document SET body = replace(body, 'beta', 'bate')")

        #expect(throws: StorageError.self) { try story.replay(1) }
    }

    @Test func `another policy would have stopped what escaped`() throws {
        let story = try GateStory(rules: ["G08"])
        try story.ingest("..", day: 29)
        try story.ingest("F.", day: 29.5, commit: "c0ffee2")
        try story.ingest("..", day: 29.6, commit: "c0ffee2")
        try story.decide(day: 30)
        for day in 40...43 {
            try story.laboratory.ingest(report(.failed("pays", missingLogin)), day: Double(day)) { request in
                (request.phase, request.release) = ("release", "2.4")
            }
        }
        var other = GatePolicy(phase: "beta")
        var line = GatePolicy.Line(rule: "G24")
        (line.level, line.thresholds) = (.blocking, ["percent": 1])
        other.lines = story.policy.lines + [line]

        let backtest = try ReadGates(story.store, viewpoint: Viewpoint(now: .max))
            .backtest(other, last: 5, phases: ["beta", "release"])

        #expect(backtest.lines.map(\.outcome) == [.noGo])
        #expect(backtest.lines.map(\.rules) == [["G24"]])
        #expect(backtest.caught.count == 1)
    }

    // MARK: What does not count

    /// A beta on two classes that is complete on one commit.
    private func both() throws -> GateStory {
        let story = try GateStory()
        for (day, commit) in [(27.0, "c0ffee0"), (29, "c0ffee1")] {
            try story.ingest("...", day: day, commit: commit)
            try story.ingest("...", day: day + 0.1, commit: commit, os: "mac")
        }
        try story.approve()
        return story
    }

    @Test func `a class that ran one test does not borrow those of another`() throws {
        let story = try both()
        try story.ingest("...", day: 30.5, commit: "c0ffee2")
        try story.ingest(".--", day: 30.6, commit: "c0ffee2", os: "mac")

        let outcome = try story.decide(day: 31)

        #expect(outcome.verdict.outcome == .noGo)
        #expect(outcome.verdict.rules.first { $0.id == "G02" }?.actual == "4 of 6 tests, 66.67 %")
    }

    @Test func `a newer run without a result is the candidate, and nothing was tested`() throws {
        let story = try both()
        let good = try story.decide(day: 30).verdict.outcome
        try story.laboratory.ingest("<testsuites/>", day: 30.5, run: "empty") { request in
            (request.phase, request.release, request.commit) = ("beta", "2.4", "c0ffee9")
        }

        #expect(good == .go)
        #expect(try story.decide(day: 31).verdict.outcome == .noGo)
    }

    @Test func `a run that says no commit decides nothing`() throws {
        let story = try both()
        try story.laboratory.ingest(report(.passed("pays")), day: 30.5, run: "nameless") { request in
            (request.phase, request.release) = ("beta", "2.4")
            request.configuration = ConfigurationClass(["os": "linux"])
        }

        let outcome = try story.decide(day: 31)

        #expect(outcome.verdict.outcome != .go)
        #expect(outcome.verdict.rules.first { $0.id == "G03" }?.subjects.first?.text.contains("no commit") == true)
    }

    @Test func `another release neither brings evidence nor takes a class away`() throws {
        let story = try both()
        try story.ingest("...", day: 30.2, alpha: "2.0.0", commit: "c0ffee2")
        try story.ingest("...", day: 30.3, alpha: "2.0.0", commit: "c0ffee2", os: "mac")
        try story.ingest("...", day: 30.5, commit: "c0ffee3", release: "2.5")
        var next = story.request(day: 31)
        next.release = "2.5"

        let own = try story.decide(day: 31)
        let other = try DecideGate(story.store, viewpoint: Viewpoint(now: next.now)).perform(next)

        #expect(own.verdict.rules.first { $0.id == "G13" }?.outcome == .fail)
        #expect(other.verdict.rules.first { $0.id == "G03" }?.subjects.map(\.id) == ["os=mac"])
    }

    @Test func `what failed and then passed on one commit is flaky`() throws {
        let story = try GateStory(rules: ["G08", "G09"])
        try story.ingest("F..", day: 30.2)
        try story.ingest("...", day: 30.4)

        let outcome = try story.decide(day: 31)

        #expect(outcome.verdict.outcome == .noGo)
        #expect(outcome.verdict.rules.first { $0.id == "G09" }?.actual == "1 of 6, 16.67 %")
    }

    @Test func `runs that are incomplete or repeated soak nothing`() throws {
        let story = try GateStory(rules: ["G18"])
        for day in 20..<30 { try story.ingest("...", day: Double(day)) }
        let repeated = try story.decide(day: 30).verdict.rules.first { $0.id == "G18" }

        #expect(repeated?.actual == "10 days, 1 run")
    }

    @Test func `one upload under several spellings of its commit is one run`() throws {
        let story = try GateStory(rules: ["G18"])
        let whole = "c0ffee1" + String(repeating: "0", count: 33)
        for (day, commit) in [(27.0, "c0ffee1"), (28.0, "C0FFEE1"), (29.0, whole)] {
            try story.ingest("...", day: day, commit: commit)
        }

        let outcome = try story.decide(day: 30)

        #expect(outcome.verdict.rules.first { $0.id == "G18" }?.actual == "3 days, 1 run")
        #expect(outcome.decision.candidate == whole)
    }

    @Test func `a row that was changed is found out by a replay`() throws {
        let story = try both()
        try story.decide(day: 30)
        try story.laboratory.tamper("UPDATE gate_evaluation SET outcome = 'NO_GO', candidate = 'deadbeef'")

        let replay = try story.replay(1)

        #expect(!replay.isSame)
        #expect(replay.decision.outcome == .go)
    }
}
