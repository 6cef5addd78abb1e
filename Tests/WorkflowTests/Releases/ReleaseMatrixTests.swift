// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing
import Workflow

/// What became of each issue in each release.
struct ReleaseMatrixTests {
    private func cells(_ matrix: ReleaseMatrix, row: Int = 0) -> [String] {
        matrix.rows[row].cells.map { "\($0.marks) \($0.failed)/\($0.runs)" }
    }

    @Test func `an issue is introduced in the first release by version, whenever that was tested`() throws {
        var story = ReleaseStory()
        try story.run("FF.", release: "2.10")
        try story.run("F..", release: "2.9")
        try story.run("...", release: "2.8")

        let matrix = try story.reading().matrix(only: [])

        #expect(matrix.releases == ["2.8", "2.9", "2.10"])
        #expect(cells(matrix) == [" 0/3", "I 1/3", " 2/3"])
    }

    @Test func `names that are no versions come as the settings list them`() throws {
        var story = ReleaseStory()
        try story.run("F.", release: "summer")
        try story.run("FF", release: "spring")

        #expect(try story.reading().matrix(only: []).releases == ["summer", "spring"])
        let matrix = try story.reading(order: ["spring", "summer", "autumn"]).matrix(only: [])
        #expect(matrix.releases == ["spring", "summer"])
        #expect(cells(matrix) == ["I 2/2", " 1/2"])
    }

    @Test func `a release whose runs do not exercise it says nothing about it`() throws {
        var story = ReleaseStory()
        try story.run("FFF", release: "1.0")
        try story.run("---", release: "1.1")
        try story.run("...", release: "1.2", os: "mac")

        #expect(cells(try story.reading().matrix(only: [])) == ["I 3/3", " 0/0", " 0/0"])
    }

    @Test func `what is claimed and verified counts for the releases whose runs show it`() throws {
        var story = ReleaseStory()
        try story.run("FFF", release: "1.0")
        try IssueStory.say(story.laboratory, .fix, IssueStory.commit(4), day: 3.5)
        try story.run("..........", release: "1.1")

        let matrix = try story.reading().matrix(only: [])

        #expect(cells(matrix) == ["I 3/3", "CV 0/10"])
        #expect(matrix.rows.map(\.line.state) == [.verified])
    }

    @Test func `a claim that no run holds yet counts for the release under test`() throws {
        var story = ReleaseStory()
        try story.run("FFF", release: "1.0")
        try IssueStory.say(story.laboratory, .fix, "feedbee", day: 3.5)

        #expect(cells(try story.reading().matrix(only: [])) == ["IC 3/3"])
    }

    @Test func `a regression and a waiver have their marks`() throws {
        var story = ReleaseStory()
        try story.run("FFF", release: "1.0.0")
        try IssueStory.say(story.laboratory, .fix, IssueStory.commit(4), day: 3.5)
        try story.run("..........", release: "1.0.1")
        try story.run("F", release: "1.0.2")
        let keep = KeepWaivers(story.laboratory.store)
        let waiver = Waiver(
            number: 0, rule: "G05", subject: "ISS-1", phase: "beta", release: "1.0.2", reason: "known", risk: "low",
            owner: "ann", requester: "ann", requestedAt: 0, expires: Laboratory.moment(day: 30))
        let now = Laboratory.moment(day: 15)
        let asked = try keep.request(waiver, .init(now: now, actor: "ann", reason: "known"))
        #expect(cells(try story.reading().matrix(only: ["1.0.2"])) == ["R 1/1"])
        _ = try keep.decide(asked.number, .approve, .init(now: now, actor: "ben", reason: "borne"))

        let matrix = try story.reading().matrix(only: ["1.0.2"])

        #expect(matrix.releases == ["1.0.2"])
        #expect(cells(matrix) == ["RW 1/1"])
    }

    @Test func `only releases that exist can be shown, and the nearest is named`() throws {
        var story = ReleaseStory()
        try story.run("FF", release: "1.0")

        let error = #expect(throws: ReadEvidence.Unknown.self) { try story.reading().matrix(only: ["1.O"]) }
        #expect(error?.hint == "did you mean 1.0?")
    }

    @Test(arguments: [
        (["b", "a"], ["b", "a", "1.0", "1.1", "x"]), ([], ["1.0", "1.1", "a", "b", "x"]),
        (["1.1", "1.0"], ["1.1", "1.0", "a", "b", "x"]),
    ])
    func `the order is total: the settings, then versions, then the time of the first test`(
        named: [String], expected: [String]
    ) {
        let order = ReleaseOrder(named)
        let all = [("x", 9), ("1.1", 1), ("b", 4), ("1.0", 5), ("a", 3)].map { (name: $0.0, first: Int64($0.1)) }

        #expect(all.sorted(by: order.comesBefore).map(\.name) == expected)
    }
}
