// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// What releases came to.
struct ReadReleasesTests {
    private func laboratory(_ releases: [(name: String, day: Double, letter: Character)]) throws -> Laboratory {
        let laboratory = try Laboratory()
        for (number, one) in releases.enumerated() {
            let text = report(one.letter == "F" ? .failed("pays", refusedPayment) : .passed("pays"))
            try laboratory.ingest(text, day: one.day, run: "run \(number)") { request in
                (request.release, request.commit) = (one.name, "c0ffee\(number)")
                request.phase = number.isMultiple(of: 2) ? "beta" : "alpha"
            }
        }
        return laboratory
    }

    private func reading(_ laboratory: Laboratory) -> ReadReleases {
        ReadReleases(laboratory.store, viewpoint: Viewpoint(now: Laboratory.moment(day: 400)))
    }

    @Test func `releases come by version, whenever they were tested`() throws {
        let laboratory = try laboratory([
            ("2.10", 1, "."), ("2.9", 5, "."), ("2.9-rc.1", 9, "."), ("nightly", 3, "."),
        ])

        #expect(
            try reading(laboratory).list(phases: []).map(\.name) == ["2.9-rc.1", "2.9", "2.10", "nightly"])
    }

    @Test func `phases come in their order, each with what is live`() throws {
        let laboratory = try laboratory([("2.5", 1, "."), ("2.4", 2, "."), ("2.4", 3, "F")])

        let release = try #require(try reading(laboratory).list(phases: ["alpha", "beta"]).first)

        #expect(release.phases.map(\.name) == ["alpha", "beta"])
        #expect(release.phases.map(\.live) == [0, 1])
        #expect((release.runs, release.live) == (2, 1))
    }

    @Test func `a page tells what is open and what is solved, and knows no other`() throws {
        let laboratory = try laboratory([("2.4", 1, "F"), ("2.4", 2, "F"), ("2.4", 3, "F")])
        let reading = reading(laboratory)

        let page = try reading.show("2.4", .init(phases: ["alpha", "beta"]))

        #expect(page.open.map(\.line.summary.number) == [1])
        #expect(page.open.map(\.failedRuns) == [3])
        #expect(page.solved.isEmpty)
        let unknown = #expect(throws: ReadEvidence.Unknown.self) { try reading.show("2.5", .init()) }
        #expect(unknown?.message == "there is no release 2.5")
    }

    @Test func `a phase tells its latest gate of this release, and the page its baselines and waivers`() throws {
        let story = try GateStory()
        try story.ingest("F..", day: 28)
        try story.approve()
        try story.decide(day: 31)
        try story.decide(day: 32)
        var other = story.request(day: 33)
        other.release = "2.5"
        _ = try DecideGate(story.store, viewpoint: Viewpoint(now: other.now)).perform(other)
        try story.waive("G09", "TEST-1", day: 33, until: 40)
        try story.waive("G09", "TEST-1", day: 33, until: 40, release: "2.5")

        let page = try ReadReleases(story.store, viewpoint: Viewpoint(now: Laboratory.moment(day: 41)))
            .show("2.4", .init(phases: ["beta"]))

        #expect(page.summary.phases.map(\.gate?.number) == [2])
        #expect(page.phases.map(\.phase) == ["beta"])
        #expect(page.baselines.map(\.name) == ["BL-beta-1"])
        #expect(page.waivers.map(\.waiver.name) == ["WVR-1"])
        #expect(page.waivers.map(\.state) == [.expired])
    }

    @Test func `what was closed stands apart from what is open`() throws {
        let laboratory = try laboratory([
            ("2.4", 1, "F"), ("2.4", 1.5, "."), ("2.4", 2, "."), ("2.4", 2.5, "."), ("2.4", 3, "F"),
        ])
        try IssueStory.say(laboratory, .close, day: 4)

        let page = try reading(laboratory).show("2.4", .init())

        #expect(page.open.isEmpty)
        #expect(page.solved.map(\.line.summary.number) == [1])
    }
}
