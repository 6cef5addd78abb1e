// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

struct ChangePointsTests {
    private static func letters(_ stretches: (String, Int)...) -> [FailureCount] {
        FailureCount.series(stretches.map { String(repeating: $0, count: $1) }.joined())
    }

    @Test func `a test that breaks and is repaired has three stretches`() throws {
        let points = ChangePoints(Self.letters(("P", 40), ("F", 8), ("P", 30)))

        #expect(points.segments.map(\.entries) == [0..<40, 40..<48, 48..<78])
        #expect(points.segments.map(\.count.failures) == [0, 8, 0])
        #expect(points.changes.map(\.entry) == [40, 48])
        #expect(points.changes.allSatisfy { $0.evidence > 1.7 })
        #expect(points.changes.map(\.interval) == [38...41, 47...50])
    }

    @Test func `a new rate is a change though both sides pass and fail`() throws {
        var random = SeededGenerator(state: 3)
        let points = ChangePoints(random.trials((150, 0.05), (80, 0.5)))

        let change = try #require(points.changes.first)
        #expect(points.changes.count == 1)
        #expect(change.interval.contains(150))
        #expect(abs(change.entry - 150) <= 5)
    }

    @Test func `entries without trials hide no change, which is placed before them`() {
        let nothing = [FailureCount.none, .none]

        let points = ChangePoints(Self.letters(("P", 10)) + nothing + Self.letters(("F", 10)))

        #expect(points.changes.map(\.entry) == [10])
    }

    @Test func `a single failure is no change`() {
        let points = ChangePoints(Self.letters(("P", 60), ("F", 1), ("P", 60)))

        #expect(points.changes.isEmpty)
        #expect(points.segments == [.init(entries: 0..<121, count: FailureCount(failures: 1, of: 121))])
    }

    @Test func `a test that fails every other time never changes`() {
        let points = ChangePoints(FailureCount.series(String(repeating: "PF", count: 100)))

        #expect(points.changes.isEmpty)
    }

    @Test(arguments: [0, 1])
    func `a history too short to change has as many segments as entries`(count: Int) {
        let points = ChangePoints(Self.letters(("P", count)))

        #expect(points.segments.count == count)
        #expect(points.changes.isEmpty)
    }

    @Test func `the segments are the history, and each change is between two of them`() {
        var random = SeededGenerator(state: 11)
        for _ in 0..<20 {
            let series = random.trials((40, 0), (10, 0.8), (60, 0.02), (40, 0.4))
            let points = ChangePoints(series)

            #expect(points.segments.flatMap { Array($0.entries) } == Array(series.indices))
            #expect(points.segments.map(\.count).reduce(.none, +) == series.reduce(.none, +))
            #expect(points.changes.map(\.entry) == points.segments.dropFirst().map(\.entries.lowerBound))
            #expect(points.changes.allSatisfy { $0.interval.contains($0.entry) && $0.evidence >= 1.69 })
        }
    }

    /// The division with the highest evidence, of all that there are, with a cost for each cut.
    private static func bestDivision(_ series: [FailureCount], factor: Double) -> [Int] {
        let cost = LogScale.logarithm(factor)
        var best = (cuts: [Int](), evidence: -Double.infinity)
        for pattern in 0..<(1 << (series.count - 1)) {
            let cuts = (1..<series.count).filter { pattern & (1 << ($0 - 1)) != 0 }
            let evidences = zip([0] + cuts, cuts + [series.count]).map { start, end in
                RatePrior.history.logEvidence(series[start..<end].reduce(.none, +))
            }
            let evidence = evidences.reduce(0, +) - cost * Double(cuts.count)
            if evidence > best.evidence + 1e-9 { best = (cuts, evidence) }
        }
        return best.cuts
    }

    @Test func `the changes are those of the best division, unless one of them does not stand alone`() {
        var random = SeededGenerator(state: 12)
        var compared = 0
        for _ in 0..<40 {
            let series = random.trials((4, 0.1), (3, 0.9), (3, 0.3))
            let best = Self.bestDivision(series, factor: 1.5)
            let ends = [0] + best + [series.count]
            let standAlone = zip(ends, ends.dropFirst(2)).allSatisfy { start, end in
                ChangePosterior(Array(series[start..<end])).evidence >= LogScale.powerOf10(LogScale.logarithm(1.5))
            }
            guard standAlone else { continue }
            compared += 1

            #expect(ChangePoints(series, factor: 1.5).changes.map(\.entry) == best)
        }
        #expect(compared >= 20, "\(compared)")
    }

    @Test(arguments: [3.0, 10, 50])
    func `each change stands alone between its neighbours`(factor: Double) {
        var random = SeededGenerator(state: 60)
        var changes = 0
        for _ in 0..<150 {
            let series = random.trials((20, random.chance()), (5, random.chance()), (15, random.chance()), (20, 0.2))
            let points = ChangePoints(series, factor: factor)
            let ends = points.segments.map(\.entries.lowerBound) + [series.count]
            changes += points.changes.count

            for (change, (start, end)) in zip(points.changes, zip(ends, ends.dropFirst(2))) {
                let evidence = ChangePosterior(Array(series[start..<end])).evidence
                #expect(evidence >= LogScale.powerOf10(LogScale.logarithm(factor)))
                #expect(abs(change.evidence - evidence) < 1e-9)
            }
        }
        #expect(changes > 50, "\(changes)")
    }

    @Test func `of 100 tests that never changed at most one seems to have`() {
        var random = SeededGenerator(state: 20_261_126)
        var changed = 0
        for _ in 0..<600 {
            let rate = random.logarithmic(0.005, 0.7)
            if !ChangePoints(random.trials((200, rate))).changes.isEmpty { changed += 1 }
        }

        #expect(changed <= 6, "\(changed) of 600")
    }

    /// Ten runs that fail every other time, between 100 that pass on either side: no single cut explains them.
    @Test func `a short burst is found about nine times of ten`() {
        var random = SeededGenerator(state: 10)
        let found = (0..<100).count { _ in
            let points = ChangePoints(random.trials((100, 0), (10, 0.5), (100, 0)))
            return points.changes.count == 2 && points.changes[0].entry >= 98 && points.changes[1].entry <= 112
        }

        #expect(found >= 85, "\(found) of 100")
    }

    @Test func `a history of two thousand runs is divided at once`() {
        var random = SeededGenerator(state: 2_000)
        let series = random.trials((700, 0.01), (600, 0.3), (700, 0))
        let clock = ContinuousClock()

        var points: ChangePoints?
        let duration = clock.measure { points = ChangePoints(series) }

        #expect(points?.changes.count == 2)
        #expect(duration < .seconds(20))
    }
}
