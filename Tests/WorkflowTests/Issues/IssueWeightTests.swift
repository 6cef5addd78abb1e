// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// How bad an issue is, who owns it, and what people say of single incidents.
struct IssueWeightTests {
    @Test func `whoever owns the files of its tests is suggested, and a person's word wins`() throws {
        let laboratory = try Laboratory()
        for day in [1.0, 2, 3] {
            let text = """
                <testsuite name="shop"><testcase classname="shop" name="pays" file="shop/pay.py">
                <failure message="payment service refused the order"/></testcase></testsuite>
                """
            try laboratory.ingest(text, day: day)
        }
        let viewpoint = Viewpoint(now: .max, owners: CodeOwners("* @all\n/shop/ @shop @money\n"))
        func owner() throws -> String? {
            try ReadEvidence(laboratory.store, viewpoint: viewpoint).issues.list(ReadIssues.Filter()).lines.first?.owner
        }

        let suggested = try owner()
        try IssueStory.say(laboratory, .assign, "ben", day: 4)

        #expect(suggested == "@shop @money")
        #expect(try owner() == "ben")
    }

    @Test func `a workaround that helped makes it lighter, and a person's word wins`() throws {
        let laboratory = try IssueStory.laboratory("FFF")
        func severity() throws -> Severity { try ReadEvidence(laboratory.store).issues.show(.issue(1)).weight.severity }
        func use(_ hasHelped: Bool) throws {
            _ = try KeepKnowledge(laboratory.store).perform(
                .used(1, hasHelped: hasHelped), now: Laboratory.moment(day: 5), actor: "ann")
        }
        let text = "# Refused\n\n## Workaround\n\nRun it twice.\n"

        var found = [try severity()]
        try IssueStory.say(laboratory, .workaround, "run it twice", day: 4)
        _ = try KeepKnowledge(laboratory.store).perform(
            .write(markdown: text, article: nil, issue: .issue(1)), now: Laboratory.moment(day: 4), actor: "ann")
        found.append(try severity())
        for hasHelped in [true, false, true] {
            try use(hasHelped)
            found.append(try severity())
        }
        let reason = try ReadEvidence(laboratory.store).issues.show(.issue(1)).weight.severityReason
        try IssueStory.say(laboratory, .severity, "S1", day: 5)

        #expect(found == [.s2, .s2, .s3, .s2, .s3])
        #expect(reason == "fails always, in every configuration of system, with a workaround that helped")
        #expect(try severity() == .s1)
    }

    @Test func `a workaround of another issue, or of a retired article, helps nothing, and none lightens S1`() throws {
        let cases: [(issue: IssueReference?, isRetired: Bool, isOutage: Bool, Severity)] = [
            (.issue(1), false, false, .s3), (nil, false, false, .s2), (.issue(1), true, false, .s2),
            (.issue(1), false, true, .s1),
        ]

        for (issue, isRetired, isOutage, severity) in cases {
            let laboratory = try Laboratory()
            let tests = (0..<(isOutage ? 12 : 1)).map { CaseText.failed("pays \($0)") }
            for day in 1...3 { try laboratory.ingest(report(tests), day: Double(day)) }
            let knowledge = KeepKnowledge(laboratory.store)
            let now = Laboratory.moment(day: 5)
            let text = "# Refused\n\n## Workaround\n\nRun it twice.\n"
            _ = try knowledge.perform(.write(markdown: text, article: nil, issue: issue), now: now, actor: "ann")
            _ = try knowledge.perform(.used(1, hasHelped: true), now: now, actor: "ann")
            if isRetired {
                _ = try knowledge.perform(.step(1, .publish), now: now, actor: "ann")
                _ = try knowledge.perform(.step(1, .retire), now: now, actor: "ann")
            }

            let found = try ReadEvidence(laboratory.store).issues.show(.issue(1)).weight.severity
            #expect(found == severity, "\(severity)")
        }
    }

    @Test func `neither runs of other tests nor clean runs of a fix make it lighter`() throws {
        let laboratory = try IssueStory.laboratory("FFFF")
        func severity() throws -> Severity { try ReadEvidence(laboratory.store).issues.show(.issue(1)).weight.severity }
        for day in 1...40 {
            try laboratory.ingest(report(.passed("adds"), suite: "other"), day: Double(day) + 0.5, run: "other \(day)")
            {
                $0.configuration = ConfigurationClass(["os": "linux"])
            }
        }

        let beside = try severity()
        try IssueStory.say(laboratory, .fix, IssueStory.commit(42), day: 41)
        try IssueStory.ingest(".", from: 42, into: laboratory)

        #expect((beside, try severity()) == (.s2, .s2))
    }

    @Test func `failures of a branch without the fix say nothing of its rate`() throws {
        let laboratory = try IssueStory.laboratory("F..F......")
        func severity() throws -> (Severity, String) {
            let weight = try ReadEvidence(laboratory.store).issues.show(.issue(1)).weight
            return (weight.severity, weight.severityReason)
        }
        let before = try severity()

        try IssueStory.say(laboratory, .fix, IssueStory.commit(11), day: 10.5)
        try IssueStory.ingest("..", from: 11, into: laboratory)
        try IssueStory.ingest("FFFFFF", from: 13, branch: "old", into: laboratory)

        #expect(before == (.s3, "fails now and then"))
        #expect(try severity() == before)
    }

    @Test func `what still fails cannot be closed, and a claimed fix can`() throws {
        let laboratory = try IssueStory.laboratory("FFF")
        let refusal = #expect(throws: Refusal.self) { try IssueStory.say(laboratory, .close, nil, day: 4) }
        #expect(refusal?.message == "INC-1 is open: what still fails cannot be closed")

        try IssueStory.say(laboratory, .fix, IssueStory.commit(5), day: 4)
        try IssueStory.ingest("-", from: 5, into: laboratory)
        let life = try IssueStory.life(laboratory)
        try IssueStory.say(laboratory, .close, nil, day: 6)

        #expect(life.state == .fixed && life.verification?.places.map(\.unproven) == [[1]])
        #expect(try IssueStory.life(laboratory).state == .closed)
    }

    @Test func `lists take a part of a class, any release in which it failed, an owner and a severity`() throws {
        let laboratory = try Laboratory()
        let failing = report(.failed("pays", "payment service refused the order"))
        for (day, release) in [(1.0, "1.0"), (2, "1.1"), (3, "1.2")] {
            try laboratory.ingest(failing, day: day) {
                $0.release = release
                $0.configuration = ConfigurationClass(["os": "mac", "arch": "arm64"])
            }
        }
        try IssueStory.say(laboratory, .assign, "ben", day: 4)
        let reading = ReadEvidence(laboratory.store)
        func issues(_ edit: (inout ReadIssues.Filter) -> Void) throws -> Int {
            var filter = ReadIssues.Filter()
            edit(&filter)
            return try reading.issues.list(filter).lines.count
        }
        func incidents(_ edit: (inout ReadEvidence.IncidentFilter) -> Void) throws -> Int {
            var filter = ReadEvidence.IncidentFilter()
            edit(&filter)
            return try reading.incidents(filter).count
        }

        #expect(
            try ["1.0", "1.1", "1.2", "1.3"].map { release in try issues { $0.release = release } } == [1, 1, 1, 0])
        for (settings, count) in [
            ("os=mac", 1), ("os=mac,arch=arm64", 1), ("arch=arm64", 1), ("os=linux", 0), ("os", 0),
        ] {
            #expect(try issues { $0.store.configuration = settings } == count, "\(settings)")
            #expect(try incidents { $0.rows.configuration = settings } == count, "\(settings)")
        }
        #expect(try incidents { $0.owner = "ben" } == 1)
        #expect(try incidents { $0.owner = "ann" } == 0)
        #expect(try incidents { $0.severities = [.s2] } == 1)
        #expect(try incidents { $0.severities = [.s1, .s4] } == 0)
    }

    @Test func `an incident shows what is known of its issue, and what people said of it`() throws {
        let laboratory = try IssueStory.laboratory("FFF")
        try IssueStory.say(laboratory, .cause, "the certificate ends on Sunday", day: 4)
        try IssueStory.say(laboratory, .workaround, "renew it by hand", day: 4)
        _ = try KeepKnowledge(laboratory.store).perform(.draft(.issue(1)), now: Laboratory.moment(day: 5), actor: "ann")
        _ = try DecideIssue(laboratory.store).perform(
            .init(.incident(1, .acknowledge), now: Laboratory.moment(day: 5), actor: "ben", reason: "I look at it"))

        let detail = try ReadEvidence(laboratory.store).incident(number: 1)
        let known = try #require(detail.known)

        #expect((known.name, known.state, known.articles) == ("ISS-1", .knownError, [1]))
        #expect((known.cause, known.workaround) == ("the certificate ends on Sunday", "renew it by hand"))
        #expect(detail.words.map(\.verb) == ["acknowledge"])
        #expect(detail.words.first.map { "\($0.actor): \($0.reason)" } == "ben: I look at it")
    }

    @Test func `words about an incident mark it, and undo unmarks it`() throws {
        let laboratory = try IssueStory.laboratory("FFF")
        func decide(_ verb: DecideIssue.IncidentVerb) throws {
            let request = DecideIssue.Request(
                .incident(1, verb), now: Laboratory.moment(day: 5), actor: "ann", reason: "as seen")
            _ = try DecideIssue(laboratory.store).perform(request)
        }
        func text() throws -> String { try ReadEvidence(laboratory.store).incident(number: 1).summary.stateText }

        try decide(.acknowledge)
        let acknowledged = try text()
        #expect(throws: Refusal.self) { try decide(.acknowledge) }
        try decide(.void)
        let status = try ReadEvidence(laboratory.store).status(phase: nil, release: nil, limit: 9)
        let void = try text()
        let undo = DecideClusters.Request(.undo(2), now: Laboratory.moment(day: 6), actor: "ann", reason: "real")
        _ = try DecideClusters(laboratory.store).perform(undo)

        #expect((acknowledged, void) == ("acknowledged", "void"))
        #expect(status.live.isEmpty && status.counts.isEmpty)
        #expect(try text() == "acknowledged")
    }

    private static func void(_ incident: Int64, day: Double, _ laboratory: Laboratory) throws {
        let request = DecideIssue.Request(
            .incident(incident, .void), now: Laboratory.moment(day: day), actor: "ann", reason: "as seen")
        _ = try DecideIssue(laboratory.store).perform(request)
    }

    @Test func `an issue all of whose incidents are void is not open, whatever was said before`() throws {
        let laboratory = try IssueStory.laboratory("FFF")
        let before = try IssueStory.life(laboratory).state
        try Self.void(1, day: 4, laboratory)
        let void = try IssueStory.life(laboratory)
        try IssueStory.ingest("F", from: 5, into: laboratory)

        #expect(before == .open)
        #expect(void.state == .candidate && void.transitions.allSatisfy { $0.to != .open })
        #expect(try IssueStory.life(laboratory).state == .open)
        #expect(try laboratory.problems() == [])
    }

    @Test func `what was a false alarm alone costs nothing, and nothing is expected of it`() throws {
        let laboratory = try IssueStory.laboratory("FFF")
        func cost() throws -> IssueCost { try ReadEvidence(laboratory.store).issues.show(.issue(1)).weight.cost }
        let before = try cost()

        try Self.void(1, day: 4, laboratory)

        let after = try cost()
        #expect(before.expectedMinutes > 0 && before.triageMinutes > 0)
        #expect((after.expectedMinutes, after.triageMinutes, after.machineMilliseconds) == (0, 0, 0))
        #expect(after.effortMinutes == before.effortMinutes)
    }

    @Test func `a word that another took the place of, or that a failure spoke against, is told to have ended`() throws
    {
        let laboratory = try IssueStory.laboratory("FFF")
        try IssueStory.say(laboratory, .assign, "ann", day: 3.1)
        try IssueStory.say(laboratory, .severity, "S3", day: 3.2)
        try IssueStory.say(laboratory, .assign, "ben", day: 3.3)
        try IssueStory.say(laboratory, .severity, "S2", day: 3.4)
        try IssueStory.say(laboratory, .fix, IssueStory.commit(4), day: 3.5)
        try IssueStory.ingest("F", from: 4, into: laboratory)
        try IssueStory.say(laboratory, .fix, IssueStory.commit(5), day: 4.5)
        try IssueStory.say(laboratory, .fix, IssueStory.commit(6), day: 4.6)

        let told = try ReadEvidence(laboratory.store).issues.decisions()

        #expect(
            told.map(\.ended) == [
                "DEC-3 took its place", "DEC-4 took its place", nil, nil, "it failed again in RUN-4",
                "DEC-7 took its place", nil,
            ])
        #expect(try ReadEvidence(laboratory.store).issues.show(.issue(1)).decisions.map(\.ended) == told.map(\.ended))
    }

    @Test func `a word that was taken back takes no place`() throws {
        let laboratory = try IssueStory.laboratory("FFF")
        try IssueStory.say(laboratory, .assign, "ann", day: 3.1)
        try IssueStory.say(laboratory, .assign, "ben", day: 3.3)
        let undo = DecideClusters.Request(.undo(2), now: Laboratory.moment(day: 3.5), actor: "ann", reason: "back")
        _ = try DecideClusters(laboratory.store).perform(undo)

        #expect(try ReadEvidence(laboratory.store).issues.decisions().map(\.ended) == [nil, nil, nil])
    }

    @Test func `a confirmed issue is not open either while all of it is a false alarm`() throws {
        let laboratory = try IssueStory.laboratory("F.F")
        try IssueStory.say(laboratory, .confirm, day: 3.5)
        let before = try IssueStory.life(laboratory).state

        try Self.void(1, day: 4, laboratory)

        #expect((before, try IssueStory.life(laboratory).state) == (.open, .candidate))
        #expect(try ReadEvidence(laboratory.store).issues.show(.issue(1)).summary.liveIncidents == 0)
    }

    @Test func `a false alarm does not open a closed issue again`() throws {
        let laboratory = try IssueStory.laboratory("FFF.")
        let over = DecideIssue.Request(
            .incident(1, .close), now: Laboratory.moment(day: 4.2), actor: "ann", reason: "as seen")
        _ = try DecideIssue(laboratory.store).perform(over)
        try IssueStory.say(laboratory, .close, day: 4.5)
        try IssueStory.ingest("F", from: 6, into: laboratory)
        let reopened = try IssueStory.life(laboratory).state
        #expect(
            try ReadEvidence(laboratory.store).issues.decisions().map(\.ended) == [nil, "it failed again in RUN-5"])

        try Self.void(2, day: 7, laboratory)

        #expect((reopened, try IssueStory.life(laboratory).state) == (.open, .closed))
        #expect(try laboratory.problems() == [])
    }
}
