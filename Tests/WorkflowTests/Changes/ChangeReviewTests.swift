// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Renderers
import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// Reviews after implementation, and what changes count for before one is due.
struct ChangeReviewTests {
    /// A change that three runs have judged.
    private func judged() throws -> ChangeStory {
        let story = try ChangeStory()
        try story.ingest("..")
        try story.create(ChangeStory.alpha { $0.window.runs = 3 }, day: 2.1)
        try story.approve(day: 2.2)
        try story.ingest("...", from: 3, alpha: "2.0.0")
        return story
    }

    @Test func `a person may agree with what runs say, once`() throws {
        let story = try judged()

        let agreed = try story.act(.review(.achieved), by: "ben", day: 6, reason: "no complaint").life
        let again = #expect(throws: Refusal.self) { try story.act(.review(.achieved), by: "Ben", day: 7) }
        try story.act(.review(.achieved), by: "eve", day: 8)

        #expect(agreed.state == .achieved)
        #expect(agreed.transitions.last?.rule == "review")
        #expect(again?.message == "Ben said already that CR-1 is achieved")
        let report = try story.show()
        #expect(report.line.life.reviews.map(\.actor) == ["ben", "eve"])
        #expect(ChangePage.text(report, palette: .plain).contains("    reviewed by ben: achieved; no complaint\n"))
        #expect(!ChangePage.text(report, palette: .plain).contains("overruled"))
        #expect(ChangeJSON.page(report).contains("\"reason\": \"no complaint\""))
    }

    @Test func `what runs still watch counts for nothing yet`() throws {
        let story = try ChangeStory()
        try story.ingest("..")
        try story.create(ChangeStory.alpha { $0.window.runs = 3 }, day: 2.1)
        try story.approve(day: 2.2)
        try story.ingest("..", from: 3, alpha: "2.0.0")
        let next = try story.create(ChangeStory.alpha(), day: 4.1)
        try story.act(.submit, of: next, day: 4.2)
        let (open, before) = (try story.list(), try pastChanges(story, next, day: 4.3))
        try story.ingest(".", from: 5, alpha: "2.0.0")

        let (decided, after) = (try story.list(), try pastChanges(story, next, day: 5.1))

        let all = try #require(open.statistics.groups.first)
        #expect((all.implemented, all.decided, all.failureRate) == (1, 0, nil))
        #expect((open.statistics.forecasts, open.statistics.brierScore) == (0, nil))
        #expect(before == "no earlier change of the same is known")
        let line = ChangeText.list(open.lines, statistics: open.statistics, width: nil, palette: .plain)
        #expect(line.contains("normal: nothing is decided yet; 1 still watched"), "\(line)")
        #expect(decided.statistics.groups.first?.failureRate == 0)
        #expect(decided.statistics.forecasts == 1)
        #expect(after == "0 of 1 earlier change of the same did harm")
    }

    private func pastChanges(_ story: ChangeStory, _ change: Int64, day: Double) throws -> String? {
        try story.act(.assess(AssessChange.Evidence()), of: change, day: day).life.assessment?.factors.first {
            $0.name == "past changes"
        }?.why
    }
}
