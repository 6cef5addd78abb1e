// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// What comes again long after the proof of its fix is an issue of its own.
struct IssueRecurrenceTests {
    /// ISS-1 was verified on one release line; it failed again on another.
    private static func laboratory(_ later: String = "3.0.0") throws -> Laboratory {
        let laboratory = try Laboratory()
        for (day, letter) in zip(1..., "FFF.........F") {
            try laboratory.ingest(
                report(letter == "F" ? .failed("pays", refusedPayment) : .passed("pays")), day: Double(day)
            ) { request in
                request.branch = "main"
                request.commit = IssueStory.commit(day)
                request.release = day == 13 ? later : "2.4.1"
            }
            if day == 3 {
                try IssueStory.say(laboratory, .assign, "ann", day: 3.3)
                try IssueStory.say(laboratory, .fix, IssueStory.commit(4), day: 3.5)
            }
        }
        return laboratory
    }

    private func show(_ laboratory: Laboratory, _ number: Int64) throws -> IssueDetail {
        try ReadEvidence(laboratory.store).issues.show(.issue(number))
    }

    @Test func `both issues know each other, and each tells its own part`() throws {
        let laboratory = try Self.laboratory()

        let (first, second) = (try show(laboratory, 1), try show(laboratory, 2))

        #expect((first.recurredAs, first.summary.recurrenceOf) == (2, nil))
        #expect((second.recurredAs, second.summary.recurrenceOf) == (nil, 1))
        #expect((first.life.state, second.life.state) == (.verified, .open))
        #expect((first.life.owner, second.life.owner) == ("ann", nil))
        #expect((first.summary.failedRuns, second.summary.failedRuns) == (3, 1))
        #expect((first.incidents.map(\.number), second.incidents.map(\.number)) == ([1], [2]))
        #expect(try laboratory.problems() == [])
    }

    @Test func `each costs the time of its own failing tests`() throws {
        let laboratory = try Self.laboratory()

        let (first, second) = (try show(laboratory, 1), try show(laboratory, 2))
        let listed = try ReadEvidence(laboratory.store).issues.list(ReadIssues.Filter()).lines

        #expect(first.weight.cost.machineMilliseconds == 750)
        #expect(second.weight.cost.machineMilliseconds == 250)
        #expect(listed.map(\.weight.cost.machineMilliseconds).sorted() == [250, 750])
    }

    /// Releases of the failure after the proof on 2.4.1, and whether they are on its line.
    @Test(arguments: [
        ("2.4.1", true), ("2.4", true), ("v2.4.0-rc.2", true), ("2.4.10", true), ("2.40.1", false), ("2.5", false),
        ("3.4.1", false), ("nightly", false),
    ])
    func `a release line is the first two numbers`(release: String, isSame: Bool) throws {
        let issues = try ReadEvidence(Self.laboratory(release).store).issues.list(ReadIssues.Filter()).lines

        #expect(issues.map(\.isRegression) == (isSame ? [true] : [false, false]))
    }

    @Test func `words are about the issue that is current`() throws {
        let laboratory = try Self.laboratory()
        func assign(_ reference: IssueReference) throws -> String {
            var request = DecideIssue.Request(
                .issue(reference, .assign), now: Laboratory.moment(day: 20), actor: "ann", reason: "hers")
            request.value = "eve"
            return try DecideIssue(laboratory.store).perform(request).name
        }

        #expect(throws: Refusal.self) { try assign(.issue(1)) }
        #expect(try assign(.incident(2)) == "ISS-2")
        #expect((try show(laboratory, 1).life.owner, try show(laboratory, 2).life.owner) == ("ann", "eve"))
    }

    @Test func `without the claim there was no proof, and no recurrence`() throws {
        let laboratory = try Self.laboratory()
        let undo = DecideClusters.Request(.undo(2), now: Laboratory.moment(day: 20), actor: "ann", reason: "no fix")

        _ = try DecideClusters(laboratory.store).perform(undo)

        #expect(try ReadEvidence(laboratory.store).issues.list(ReadIssues.Filter()).lines.map(\.summary.number) == [1])
        #expect(try show(laboratory, 2).summary.number == 1)
        #expect(try laboratory.problems() == [])
    }

    @Test func `a second recurrence follows the first one`() throws {
        let laboratory = try Self.laboratory()
        try IssueStory.say(laboratory, .fix, IssueStory.commit(14), day: 13.5, issue: 2)
        for day in 14...22 {
            try laboratory.ingest(report(.passed("pays")), day: Double(day)) { request in
                (request.branch, request.commit, request.release) = ("main", IssueStory.commit(day), "3.0.0")
            }
        }
        try IssueStory.say(laboratory, .close, day: 22.5, issue: 2)
        try laboratory.ingest(report(.failed("pays", refusedPayment)), day: 30) { request in
            (request.branch, request.commit, request.release) = ("main", IssueStory.commit(30), "3.1.0")
        }

        let lines = try ReadEvidence(laboratory.store).issues.list(ReadIssues.Filter()).lines
        let numbers = lines.map { "\($0.summary.number) of \($0.summary.recurrenceOf ?? 0)" }

        #expect(numbers.sorted() == ["1 of 0", "2 of 1", "3 of 2"])
        #expect(try laboratory.problems() == [])
    }
}
