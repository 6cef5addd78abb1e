// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing
import Workflow

/// The recurring defects of a release.
struct ReviewReleaseTests {
    @Test func `recurring defects come by what they did in this release, with what to do next`() throws {
        var story = ReleaseStory()
        try story.run("FFFFF", release: "1.0")
        try story.run("GGGF.", release: "1.1")
        try IssueStory.say(story.laboratory, .cause, "a cent is cut off", day: 11)

        let review = try story.review("1.1", day: 12)

        #expect(review.previous == "1.0")
        #expect(review.recurring.map(\.extent.occurrences) == [3, 1])
        #expect(review.recurring.map(\.extent.failedRuns) == [3, 1])
        #expect(review.recurring.map(\.line.summary.title).first?.contains("login") == true)
        #expect(review.recurring.last?.next.contains("exitgate issue fix ISS-1") == true)
    }

    @Test func `time is lost by cause and by component, the most first`() throws {
        var story = ReleaseStory()
        try story.run("GGGGFFF", release: "1.0")
        try IssueStory.say(story.laboratory, .cause, "a cent is cut off", day: 7.2, issue: 2)

        let review = try story.review("1.0", day: 8, components: ["login src/login/**", "pay src/pay/**"])

        #expect(review.byComponent.map(\.name) == ["login", "unknown"])
        #expect(review.byComponent.map(\.occurrences) == [4, 3])
        #expect(zip(review.byCause, review.byCause.dropFirst()).allSatisfy { $0.minutes >= $1.minutes })
        // Twenty minutes for the first look and five for each of three more, and a second of machine time.
        #expect(abs(review.byComponent[0].minutes - 35 - 4 * 0.25 / 60) < 0.001)
    }

    @Test func `what is new, verified, back and carried stands apart`() throws {
        var story = ReleaseStory()
        try story.run("FFF", release: "1.0.0")
        try IssueStory.say(story.laboratory, .fix, IssueStory.commit(4), day: 3.5)
        try story.run("..........", release: "1.0.1")
        try story.run("GGG", release: "1.0.1")
        try story.run("GF", release: "1.0.2")

        let (first, second) = (try story.review("1.0.1").turnover, try story.review("1.0.2").turnover)

        #expect(first.new.map(\.summary.number) == [2])
        #expect(first.verified.map(\.summary.number) == [1])
        #expect(second.new.isEmpty)
        #expect(second.back.map(\.summary.number) == [1])
        #expect(second.carried.map(\.summary.number) == [1, 2])
    }

    // MARK: Escapes

    @Test(arguments: [
        ("...", "linux", ReleaseReview.Escape.Gap.environment), ("...", "mac", .matrix), ("SSS", "linux", .skipped),
        ("---", "linux", .coverage),
    ])
    func `an escape says why the earlier phase did not see it`(
        letters: String, os: String, gap: ReleaseReview.Escape.Gap
    ) throws {
        var story = ReleaseStory()
        try story.run(letters, release: "1.0", phase: "alpha", os: os)
        try story.run("FFF", release: "1.0")

        let review = try story.review("1.0")

        #expect(review.escapes.map(\.gap) == [gap])
        #expect(review.escapes.map(\.due) == ["alpha"])
        #expect(review.containment.map(\.phase) == ["alpha", "beta"])
        #expect(review.containment.map(\.share) == [0, 1])
    }

    @Test func `what an earlier phase saw did not escape it, though somebody called that a false alarm`() throws {
        var story = ReleaseStory()
        try story.run("F", release: "1.0", phase: "alpha")
        try story.run("FFF", release: "1.0")
        let void = DecideIssue.Request(
            .incident(1, .void), now: Laboratory.moment(day: 9), actor: "ann", reason: "as seen")
        _ = try DecideIssue(story.laboratory.store).perform(void)

        let review = try story.review("1.0")

        #expect(review.escapes.isEmpty)
        #expect(review.containment.map(\.phase) == ["beta"])
    }

    @Test func `what no earlier phase of the release could see did not escape`() throws {
        var story = ReleaseStory()
        try story.run("...", release: "0.9", phase: "alpha")
        try story.run("FFF", release: "1.0")
        try story.run("...", release: "1.0", phase: "alpha")
        try story.run("OO", release: "1.0", phase: "release")

        let review = try story.review("1.0")

        #expect(review.escapes.isEmpty)
        #expect(review.recurring.count == 2)
    }

    // MARK: Figures

    @Test func `a figure of fewer than five says so`() throws {
        var story = ReleaseStory()
        try story.run("FF..", release: "1.0")

        let measure = try story.review("1.0").measure("failing-runs")

        #expect((measure.count, measure.isKnown, measure.value) == (4, false, nil))
    }

    @Test func `rates come with their bounds, and beside the release before`() throws {
        var story = ReleaseStory()
        try story.run("FF.FF.....", release: "1.0")
        try story.run("F.........", release: "1.1")

        let review = try story.review("1.1")
        let (runs, ratio) = (try review.measure("failing-runs"), try review.measure("occurrence-ratio"))

        #expect(runs.value == 0.1)
        #expect((runs.lower ?? 1) < 0.1 && (runs.upper ?? 0) > 0.1)
        #expect(ratio.value == 0.25)
        #expect((ratio.upper ?? 0) > 1)
        #expect(try story.review("1.0").measures.contains { $0.id == "occurrence-ratio" } == false)
    }

    @Test func `an incident that is still open makes the time to restore longer, and is not left out`() throws {
        func median(_ last: String) throws -> Double? {
            var story = ReleaseStory()
            for phase in ["alpha", "beta", "release"] { try story.run("F.", release: "1.0", phase: phase) }
            for phase in ["system", "integration"] { try story.run(last, release: "1.0", phase: phase) }
            let measure = try story.review("1.0", day: 100).measure("time-to-restore")
            #expect((measure.count, measure.open) == (5, last == "F" ? 2 : 0))
            return measure.value
        }

        #expect(try median("F.") == 86_400_000)
        #expect(try median("F") == 86_400_000)
        var story = ReleaseStory()
        for phase in ReleaseStory.phases + ["system"] { try story.run("F", release: "1.0", phase: phase) }
        let open = try story.review("1.0", day: 100).measure("time-to-restore")
        #expect((open.value, open.open) == (nil, 5))
    }

    @Test func `the trend ends with the release itself`() throws {
        var story = ReleaseStory()
        try story.run("FF", release: "1.0")
        try story.run("F.K.", release: "1.1")
        try story.run("....", release: "1.2")

        let trend = try story.review("1.1").trend

        #expect(trend.map(\.release) == ["1.0", "1.1"])
        #expect(trend.map(\.runs) == [2, 4])
        #expect(trend.map(\.failedRuns) == [2, 1])
        #expect(trend.map(\.flaky) == [0, 1])
        #expect(trend.map(\.perHundred) == [100, 25])
    }

    @Test func `evidence that is not whole is counted`() throws {
        var story = ReleaseStory()
        try story.run("..O", release: "1.0")
        try story.laboratory.ingest("<testsuites>", day: 9, run: "empty") { $0.release = "1.0" }

        let quality = try story.review("1.0").quality

        #expect((quality.runs, quality.tainted, quality.empty) == (4, 1, 1))
        #expect((quality.incomplete, quality.withoutCommit, quality.withoutConfiguration) == (1, 1, 4))
    }
}
