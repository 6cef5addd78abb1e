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

    @Test func `a workaround makes it lighter, a regression heavier, and a person's word wins`() throws {
        let laboratory = try IssueStory.laboratory("FFF")
        func severity() throws -> Severity { try ReadEvidence(laboratory.store).issues.show(.issue(1)).weight.severity }

        let first = try severity()
        try IssueStory.say(laboratory, .workaround, "run it twice", day: 4)
        let eased = try severity()
        try IssueStory.say(laboratory, .severity, "S1", day: 5)

        #expect((first, eased) == (.s2, .s3))
        #expect(try severity() == .s1)
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
}
