// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

/// Reference values are from SciPy 1.17.1.
struct KaplanMeierTests {
    private typealias Durations = [(duration: Double, isEnded: Bool)]

    /// Freireich and others 1963, weeks of remission under 6-MP; published with the median 23 and its interval from 13.
    private static let remissions = durations(
        ended: [6, 6, 6, 7, 10, 13, 16, 22, 23], open: [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])

    private static func durations(ended: [Double], open: [Double] = []) -> Durations {
        open.map { ($0, false) } + ended.map { ($0, true) }
    }

    /// Some end, some are still open when the watch ends; whole numbers, so that many are equal.
    private static func random(_ count: Int, watch: Double, _ random: inout SeededGenerator) -> Durations {
        (0..<count).map { _ in
            let (duration, end) = (-10 * LogScale.logarithm(1 - random.chance()), random.chance() * watch)
            return (min(duration, end).rounded(), duration <= end)
        }
    }

    /// `ecdf(CensoredData(uncensored=ended, right=open)).sf`.
    @Test func `the share that lasts longer falls with each that ends`() {
        let survival = KaplanMeier(Self.remissions)

        let expected = [
            0.8571428571428571, 0.8067226890756302, 0.7529411764705881, 0.6901960784313724, 0.6274509803921567,
            0.53781512605042, 0.4481792717086834,
        ]
        #expect(survival.steps.map(\.duration) == [6, 7, 10, 13, 16, 22, 23])
        #expect(survival.steps.map(\.atRisk) == [21, 17, 15, 12, 11, 7, 6])
        #expect(survival.steps.map(\.ended) == [3, 1, 1, 1, 1, 1, 1])
        #expect(zip(survival.steps, expected).allSatisfy { abs($0.survival - $1) < 1e-14 })
        #expect(survival.count == 21)
        #expect(survival.openCount == 12)
    }

    @Test func `a share that nobody saw end has no duration`() {
        let survival = KaplanMeier(Self.remissions)

        #expect(survival.quantile(0.25) == 13)
        #expect(survival.median == 23)
        #expect(survival.p90 == nil)
    }

    /// Where `confidence_interval(method="log-log")` of the same function first falls to the rest of the share.
    @Test(arguments: [
        (0.25, 6, 22), (0.4, 7, nil), (0.5, 13, nil), (0.75, 23, nil), (0.9, nil, nil), (0.05, 6, 7),
    ])
    func `a duration is told with its interval`(share: Double, lower: Double?, upper: Double?) {
        let interval = KaplanMeier(Self.remissions).interval(share)

        #expect(interval.lower == lower)
        #expect(interval.upper == upper)
    }

    /// The other half of the same study, without treatment: published with the median 8 and its interval from 4 to 11.
    @Test func `where all ended there is an upper end as well`() {
        let weeks: [Double] = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

        let survival = KaplanMeier(Self.durations(ended: weeks))

        #expect(survival.median == 8)
        #expect(survival.interval(0.5) == KaplanMeier.Interval(lower: 4, upper: 11))
        #expect(survival.p90 == 17)
        #expect(survival.interval(0.9) == KaplanMeier.Interval(lower: 12, upper: nil))
        #expect(survival.quantile(1) == 23)
        #expect(survival.steps.last?.survival == 0)
    }

    @Test func `of equal durations the ended come before the open`() {
        let survival = KaplanMeier(Self.durations(ended: [2, 1, 3], open: [2]))

        #expect(survival.steps.map(\.atRisk) == [4, 3, 1])
        #expect(survival.median == 2)
        #expect(survival.quantile(1) == 3)
    }

    @Test func `with nothing open a quantile is the duration in its place`() {
        for count in 1...60 {
            let survival = KaplanMeier(Self.durations(ended: (1...count).reversed().map(Double.init)))

            #expect(survival.median == Double((count + 1) / 2))
            #expect(survival.p90 == Double((9 * count + 9) / 10))
        }
    }

    @Test func `what is still open beyond the last never shortens a duration`() {
        var random = SeededGenerator(state: 23)
        var longer = 0
        for _ in 0..<300 {
            let durations = Self.random(Int.random(in: 1...30, using: &random), watch: 40, &random)
            let before = KaplanMeier(durations).median ?? .infinity

            let after = KaplanMeier(durations + [(1_000, false)]).median ?? .infinity

            #expect(after >= before)
            if after > before { longer += 1 }
        }
        #expect(longer > 30, "\(longer)")
    }

    @Test func `a quantile is inside its interval, whatever the order`() {
        var random = SeededGenerator(state: 24)
        for _ in 0..<300 {
            let durations = Self.random(Int.random(in: 1...40, using: &random), watch: 60, &random)
            let survival = KaplanMeier(durations)

            #expect(KaplanMeier(durations.shuffled(using: &random)) == survival)
            for share in [0.1, 0.5, 0.9] {
                let (quantile, interval) = (survival.quantile(share), survival.interval(share))
                #expect(interval.lower ?? .infinity <= quantile ?? .infinity)
                #expect(quantile ?? .infinity <= interval.upper ?? .infinity)
            }
        }
    }

    /// 1,000 times 40 durations with the median 10 · ln 2, of which a fifth to a third is open.
    @Test func `the interval of the median holds the true one as often as it says`() {
        var random = SeededGenerator(state: 25)
        let median = 10 * LogScale.logarithm(2)
        let held = (0..<1_000).count { _ in
            let durations: Durations = (0..<40).map { _ in
                let (duration, end) = (-10 * LogScale.logarithm(1 - random.chance()), random.chance() * 40)
                return (min(duration, end), duration <= end)
            }
            let interval = KaplanMeier(durations).interval(0.5)
            return interval.lower ?? .infinity <= median && median <= interval.upper ?? .infinity
        }

        #expect((930...975).contains(held), "\(held)")
    }

    @Test func `nothing is told of nothing, nor of what is all open`() {
        let nothing = KaplanMeier.Interval(lower: nil, upper: nil)

        #expect(KaplanMeier([]).median == nil)
        #expect(KaplanMeier([]).interval(0.5) == nothing)
        #expect(KaplanMeier(Self.durations(ended: [], open: [3, 4])).median == nil)
        #expect(KaplanMeier(Self.durations(ended: [], open: [3, 4])).openCount == 2)
        #expect(KaplanMeier(Self.remissions).interval(0) == nothing)
        #expect(KaplanMeier(Self.remissions).interval(1) == nothing)
    }

    @Test func `one that ended has no upper end`() {
        let survival = KaplanMeier([(3, true)])

        #expect(survival.median == 3)
        #expect(survival.interval(0.5) == KaplanMeier.Interval(lower: 3, upper: nil))
    }

    @Test func `a duration that is none counts as 0`() {
        let survival = KaplanMeier([(.nan, true), (-1, true), (2, false)])

        #expect(survival.steps.map(\.duration) == [0])
        #expect(survival.steps.map(\.ended) == [2])
        #expect(survival.median == 0)
    }
}
