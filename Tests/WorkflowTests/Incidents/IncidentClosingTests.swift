// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// A person may say that a restored incident is over; then what comes back is another one.
struct IncidentClosingTests {
    private static let failing = report(.failed("pays"))
    private static let passing = report(.passed("pays"))

    /// Fails on day 1 and passes on day 2.
    private static func restored() throws -> Laboratory {
        let laboratory = try Laboratory()
        try laboratory.ingest(failing, day: 1)
        try laboratory.ingest(passing, day: 2)
        return laboratory
    }

    @discardableResult
    private static func close(_ laboratory: Laboratory, day: Double, incident: Int64 = 1) throws
        -> DecideIssue.Outcome
    {
        try DecideIssue(laboratory.store).perform(
            .init(.incident(incident, .close), now: Laboratory.moment(day: day), actor: "ann", reason: "as seen"))
    }

    @Test func `it is closed by the person, with the run that restored it as evidence`() throws {
        let laboratory = try Self.restored()

        let outcome = try Self.close(laboratory, day: 5)

        #expect((outcome.name, outcome.before, outcome.after) == ("INC-1", "restored", "closed"))
        let incident = try laboratory.incident().id
        let event = try #require(
            try laboratory.store.read { try IncidentQueries($0).events(incident: incident) }.last)
        #expect(
            event
                == IncidentEvent(
                    at: Laboratory.moment(day: 5), actor: "ann", rule: "close", run: 2, from: .restored, to: .closed))
        #expect(try laboratory.problems() == [])
    }

    @Test func `words that are not in force are told as ended`() throws {
        let laboratory = try Laboratory()
        func say(_ verb: DecideIssue.IncidentVerb, day: Double) throws {
            _ = try DecideIssue(laboratory.store).perform(
                .init(.incident(1, verb), now: Laboratory.moment(day: day), actor: "ann", reason: "as seen"))
        }
        func ended() throws -> [String?] {
            try ReadEvidence(laboratory.store).incident(number: 1).words.map(\.ended)
        }
        try laboratory.ingest(Self.failing, day: 1)
        try say(.acknowledge, day: 1.2)
        let live = try ended()
        try laboratory.ingest(Self.passing, day: 2)
        let restored = try ended()
        try say(.void, day: 2.5)
        let void = try ended()
        try laboratory.ingest(Self.failing, day: 3)

        #expect(live == [nil])
        #expect(restored == ["it is restored"])
        #expect(void == ["it is restored", nil])
        #expect(try ended() == ["it began again", "it failed again"])
    }

    @Test func `the log of decisions marks those that have ended, and says why`() throws {
        let laboratory = try IssueStory.laboratory("FFF")
        func say(_ verb: DecideIssue.IncidentVerb, day: Double) throws {
            _ = try DecideIssue(laboratory.store).perform(
                .init(.incident(1, verb), now: Laboratory.moment(day: day), actor: "ann", reason: "as seen"))
        }
        func log(day: Double) throws -> [String] {
            try ReadEvidence(laboratory.store, viewpoint: Viewpoint(now: Laboratory.moment(day: day))).issues
                .decisions()
                .map { "\($0.kind) \($0.holds) \($0.ended ?? "-")" }
        }
        try say(.acknowledge, day: 3.2)
        try IssueStory.say(laboratory, .cause, "the bank is down", day: 3.3)
        try IssueStory.say(laboratory, .defer, day: 3.4, until: 9)
        try say(.void, day: 3.5)
        let before = try log(day: 4)
        try IssueStory.ingest("..F", from: 4, into: laboratory)
        let undo = DecideClusters.Request(.undo(2), now: Laboratory.moment(day: 8), actor: "ann", reason: "wrong")
        _ = try DecideClusters(laboratory.store).perform(undo)

        let after = try log(day: 10)

        #expect(before == ["acknowledge true -", "cause true -", "defer true -", "void true -"])
        #expect(
            after == [
                "acknowledge false it began again", "cause false -", "defer false its day came",
                "void false it failed again", "undo true -",
            ])
    }

    @Test func `what fails again is a new incident, and the closed one stays`() throws {
        let laboratory = try Self.restored()
        try Self.close(laboratory, day: 2.5)

        let outcome = try laboratory.ingest(Self.failing, day: 3)

        #expect(try laboratory.incidents().map { "\($0.number) \($0.stateText)" } == ["1 closed", "2 open"])
        #expect(outcome.changes.opened.map(\.number) == [2])
        #expect(try laboratory.problems() == [])
    }

    @Test func `to take the word back opens it to what it was`() throws {
        let laboratory = try Self.restored()
        let before = try laboratory.export()
        try Self.close(laboratory, day: 2.5)

        _ = try DecideClusters(laboratory.store).perform(
            .init(.undo(nil), now: Laboratory.moment(day: 6), actor: "ann", reason: "too soon"))

        #expect(try laboratory.states() == [.restored])
        #expect(try laboratory.export() == before)
        #expect(try laboratory.problems() == [])
    }

    @Test(arguments: [3.0, 4.9])
    func `a failure before the word that comes late takes it away`(day: Double) throws {
        let laboratory = try Self.restored()
        try Self.close(laboratory, day: 5)

        try laboratory.ingest(Self.failing, day: day)

        #expect(try laboratory.incidents().map { "\($0.number) \($0.stateText)" } == ["1 open"])
        #expect(try laboratory.problems() == [])
    }

    @Test func `a pass before the word that comes late leaves it closed`() throws {
        let laboratory = try Self.restored()
        try Self.close(laboratory, day: 5)

        try laboratory.ingest(Self.passing, day: 4)

        #expect(try laboratory.states() == [.closed])
        #expect(try laboratory.problems() == [])
    }

    @Test func `one of another place stays as it is`() throws {
        let laboratory = try Self.restored()
        for (text, day) in [(Self.failing, 1.2), (Self.passing, 2.2)] {
            try laboratory.ingest(text, day: day) { $0.phase = "beta" }
        }

        try Self.close(laboratory, day: 5, incident: 2)

        #expect(try laboratory.states() == [.restored, .closed])
        #expect(try laboratory.problems() == [])
    }

    @Test func `it moves with its cluster`() throws {
        let laboratory = try Laboratory()
        for (day, text) in [
            (1.0, report(.failed("pays"), .failed("buys", refusedPayment))),
            (2, report(.passed("pays"), .passed("buys"))),
        ] {
            try laboratory.ingest(text, day: day)
        }
        try Self.close(laboratory, day: 3)
        try Self.close(laboratory, day: 3, incident: 2)

        _ = try DecideClusters(laboratory.store).perform(
            .init(
                .merge([.incident(1), .incident(2)]), now: Laboratory.moment(day: 4), actor: "ann", reason: "as seen"))

        #expect(try laboratory.states() == [.closed])
        #expect(try laboratory.problems() == [])
    }

    @Test(arguments: [[failing], [failing, passing, failing]])
    func `what fails cannot be closed, and nothing changes`(texts: [String]) throws {
        let laboratory = try Laboratory()
        for (day, text) in texts.enumerated() { try laboratory.ingest(text, day: Double(day)) }
        let before = try laboratory.digest()

        let refusal = #expect(throws: Refusal.self) { try Self.close(laboratory, day: 9) }

        #expect(refusal?.message == "INC-1 is open: close says nothing about that")
        #expect(
            refusal?.hint
                == "acknowledge is for a live incident, close for a restored one, void for any that is not void yet")
        #expect(try laboratory.digest() == before)
    }

    @Test func `what is closed cannot be closed again`() throws {
        let laboratory = try Self.restored()
        try Self.close(laboratory, day: 5)

        #expect(throws: Refusal.self) { try Self.close(laboratory, day: 6) }
    }
}
