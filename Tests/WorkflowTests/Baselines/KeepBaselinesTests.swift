// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// A baseline from its capture to its end.
struct KeepBaselinesTests {
    @Test func `a capture holds the tests of the latest runs, and what fails there`() throws {
        let story = try BaselineStory()
        try story.ingest(.passed("old"), day: 1)
        try story.ingest(.passed("adds"), .failed("pays", refusedPayment), day: 2)
        try story.ingest(.passed("adds"), .passed("ships"), day: 3, os: "mac")

        let found = try story.capture()
        let detail = try ReadBaselines(story.store).show(phase: "beta", number: 1)

        #expect((found.tests, found.failures, found.suites) == (3, 1, ["shop"]))
        #expect((found.baseline.name, found.baseline.state, found.baseline.author) == ("BL-beta-1", .captured, "ann"))
        #expect(found.baseline.digest == BaselineStory.snapshot().digest)
        #expect(detail.snapshot == BaselineStory.snapshot())
        #expect(detail.failures.count == 1)
        #expect(detail.events.map(\.verb) == ["capture"])
    }

    @Test func `equal configurations have one identity`() throws {
        let story = try BaselineStory()

        let (first, second) = (try story.capture(), try story.capture())

        #expect(first.baseline.digest == second.baseline.digest)
        #expect((first.baseline.number, second.baseline.number) == (1, 2))
        #expect(try story.laboratory.rows("snapshot") == 1)
        #expect(try story.laboratory.rows("item_group") == 2)
    }

    @Test func `what did not change is stored once`() throws {
        let story = try BaselineStory()

        try story.capture(.snapshot(BaselineStory.snapshot()))
        try story.capture(.snapshot(BaselineStory.snapshot(os: "Debian 13")))

        #expect(try story.laboratory.rows("snapshot") == 2)
        #expect(try story.laboratory.rows("item_group") == 3)
    }

    @Test func `a run may be captured by its number`() throws {
        let story = try BaselineStory()
        let run = try #require(
            try story.ingest(.passed("adds"), day: 1, snapshot: BaselineStory.snapshot(alpha: "3.0.0")))
        let bare = try #require(try story.ingest(.passed("adds"), day: 2, snapshot: nil))

        let found = try story.capture(.run(run))

        #expect(found.baseline.run == run)
        #expect(found.baseline.digest == BaselineStory.snapshot(alpha: "3.0.0").digest)
        #expect(throws: ReadEvidence.Unknown.self) { try story.capture(.run(bare)) }
        #expect(throws: ReadEvidence.Unknown.self) { try story.capture(.run(99)) }
    }

    @Test func `it is proposed, approved by another, and frozen`() throws {
        let story = try BaselineStory()
        try story.capture()

        try story.move(1, .propose)
        let approved = try story.move(1, .approve, by: "ben")
        let frozen = try story.move(1, .freeze)

        #expect((approved.before, approved.baseline.state) == (.proposed, .approved))
        #expect((approved.baseline.approver, approved.baseline.isSelfApproved) == ("ben", false))
        #expect(frozen.baseline.state == .frozen)
        let events = try ReadBaselines(story.store).show(phase: "beta", number: 1).events
        #expect(events.map(\.verb) == ["capture", "propose", "approve", "freeze"])
        #expect(events.map(\.actor) == ["ann", "ann", "ben", "ann"])
    }

    @Test func `a name that is kept masked is compared masked`() throws {
        let name = "https://ann:correct-horse-battery@shop.example"
        let story = try BaselineStory()
        try story.capture(by: name)
        try story.move(1, .propose)

        #expect(throws: Refusal.self) { try story.move(1, .approve, by: name) }
    }

    @Test func `its author approves it only where one person does everything, and that is said`() throws {
        let story = try BaselineStory()
        try story.capture()
        try story.move(1, .propose)

        #expect(throws: Refusal.self) { try story.move(1, .approve) }
        let approved = try story.move(1, .approve, isSolo: true)

        #expect(approved.baseline.isSelfApproved)
    }

    @Test func `an approval supersedes the one before it`() throws {
        let story = try BaselineStory()
        try story.approve()

        let second = try story.approve(.snapshot(BaselineStory.snapshot(alpha: "1.1.0")))

        #expect(second.superseded == ["BL-beta-1"])
        #expect(try ReadBaselines(story.store).list(phase: nil).map(\.state) == [.superseded, .approved])
    }

    @Test(arguments: [false, true])
    func `only approved changes supersede a frozen baseline`(isSuspect: Bool) throws {
        let story = try BaselineStory()
        try story.approve()
        try story.move(1, .freeze)
        let next = BaselineStory.snapshot(alpha: "2.0.0")
        if isSuspect {
            try story.ingest(.passed("adds"), day: 31, snapshot: next)
            #expect(try story.audit().baseline.state == .suspect)
        }
        try story.capture(.snapshot(next))
        try story.move(2, .propose)

        let refusal = #expect(throws: Refusal.self) { try story.move(2, .approve, by: "ben") }
        try story.change(to: "pkg:npm/alpha", day: 32)
        let approved = try story.move(2, .approve, by: "ben")

        #expect(refusal?.message.contains("BL-beta-1 is \(isSuspect ? "suspect" : "frozen")") == true)
        #expect(refusal?.hint.contains("dependency pkg:npm/alpha") == true)
        #expect(refusal?.hint.contains("change new") == true)
        #expect(approved.superseded == ["BL-beta-1"])
    }

    @Test func `an equal baseline supersedes a frozen one`() throws {
        let story = try BaselineStory()
        try story.approve()
        try story.move(1, .freeze)

        #expect(try story.approve().superseded == ["BL-beta-1"])
    }

    @Test func `who proposes what another captured cannot approve it alone, and that is said`() throws {
        let story = try BaselineStory()
        try story.capture(by: "robot")
        try story.move(1, .propose, by: "ann")

        let refusal = #expect(throws: Refusal.self) { try story.move(1, .approve, by: "ann") }
        let approved = try story.move(1, .approve, by: "ann", isSolo: true)

        #expect(refusal?.message == "ann proposed BL-beta-1 and cannot approve it alone")
        #expect(approved.baseline.isSelfApproved)
    }

    @Test func `what cannot be done changes nothing, and what can is told`() throws {
        let story = try BaselineStory()
        try story.capture()

        let refusal = #expect(throws: Refusal.self) { try story.move(1, .freeze) }
        #expect(throws: Refusal.self) { try story.move(1, .supersede) }
        #expect(throws: ReadEvidence.Unknown.self) { try story.move(7, .propose) }
        #expect(throws: Refusal.self) { try story.capture(.snapshot(ConfigurationSnapshot([]))) }

        #expect(refusal?.hint == "what can be done now: propose, retire")
        #expect(try story.laboratory.rows("baseline_event") == 1)
    }

    @Test func `a dry run keeps nothing`() throws {
        let story = try BaselineStory()
        var request = BaselineStory.request("ann")
        request.isDryRun = true

        let found = try KeepBaselines(story.store).capture(
            phase: "beta", .snapshot(BaselineStory.snapshot()), suites: [], request)

        #expect(found.baseline.name == "BL-beta-1")
        #expect(try story.laboratory.rows("baseline") == 0)
    }

    @Test func `a suite that no run has is refused`() throws {
        let story = try BaselineStory()
        try story.ingest(.passed("adds"), day: 1)

        #expect(throws: Refusal.self) { try story.capture(suites: ["web"]) }
        #expect(try story.capture(suites: ["shop"]).suites == ["shop"])
    }

    @Test func `of two configurations of one run the same one stays, whatever came first`() throws {
        let snapshots = [BaselineStory.snapshot(), BaselineStory.snapshot(alpha: "9.0.0")]

        let digests = try [snapshots, snapshots.reversed()].map { order in
            let laboratory = try Laboratory()
            for (index, snapshot) in order.enumerated() {
                let number = snapshot == snapshots[0] ? 1 : 2
                try laboratory.ingest(report(.passed("case \(number)")), day: 1, run: "one") { request in
                    request.shard = (number, 2)
                    request.snapshot = snapshot
                }
                #expect(index < 2)
            }
            return try laboratory.store.read { try SnapshotRecords($0).digest(ofRun: 1) }
        }

        #expect(digests[0] == digests[1])
        #expect(digests[0] == snapshots.map(\.digest).min())
    }
}
