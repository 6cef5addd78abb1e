// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

/// Reference values are from SciPy 1.17.1.
struct RateRatioTests {
    /// With `odds = p / (1 - p)` of `beta.ppf(0.025, x, y + 1)` and of `beta.ppf(0.975, x + 1, y)`, times `n2 / n1`.
    ///
    /// The first is the example of `poisson.test` in R, which tells the same.
    @Test(arguments: [
        (11, 800, 21, 3_011, 1.9714880952380953, 0.8584264033916397, 4.277265943654075),
        (3, 1_000, 12, 500, 0.125, 0.022636431802736334, 0.46318909685885234),
        (400, 1_000, 300, 1_000, 1.3333333333333333, 1.1450833468011483, 1.5538541778735189),
        (1, 1, 1, 1, 1, 0.012739367083666617, 78.49683531626285),
        (1, 2.5, 90, 7.25, 0.03222222222222222, 0.0008069434912193028, 0.1841575544285589),
    ])
    func `two rates are compared`(
        x: Int, n: Double, y: Int, m: Double, expected: Double, lower: Double, upper: Double
    ) throws {
        let compared = try #require(RateRatio(x, in: n, over: y, in: m))

        let (ratio, end) = (try #require(compared.ratio), try #require(compared.upper))
        #expect(abs(ratio - expected) <= expected * 1e-14)
        #expect(abs(compared.lower - lower) <= lower * 1e-11)
        #expect(abs(end - upper) <= upper * 1e-11)
    }

    @Test func `nothing on the first side leaves the lower end at 0`() throws {
        let compared = try #require(RateRatio(0, in: 100, over: 5, in: 100))

        #expect(compared.ratio == 0)
        #expect(compared.lower == 0)
        #expect(abs(try #require(compared.upper) - 1.091279105182546) < 1e-11)
    }

    @Test func `nothing on the second side leaves the upper end open`() throws {
        let compared = try #require(RateRatio(5, in: 100, over: 0, in: 100))

        #expect(compared.ratio == nil)
        #expect(compared.upper == nil)
        #expect(abs(compared.lower - 0.9163558573154597) < 1e-11)
    }

    @Test func `nothing on either side tells nothing`() throws {
        let compared = try #require(RateRatio(0, in: 10, over: 0, in: 20))

        #expect(compared.ratio == nil)
        #expect(compared.lower == 0)
        #expect(compared.upper == nil)
    }

    @Test(arguments: [(-1, 1, 1, 1), (1, 0, 1, 1), (1, 1, -1, 1), (1, 1, 1, .infinity), (1, .nan, 1, 1)])
    func `counts and exposures that are none are refused`(x: Int, n: Double, y: Int, m: Double) {
        #expect(RateRatio(x, in: n, over: y, in: m) == nil)
    }

    @Test(arguments: [(7, 30, 2, 55), (40, 10, 61, 12), (1, 3, 1, 900)])
    func `the sides can be swapped`(x: Int, n: Double, y: Int, m: Double) throws {
        let compared = try #require(RateRatio(x, in: n, over: y, in: m))

        let swapped = try #require(RateRatio(y, in: m, over: x, in: n))

        #expect(abs(try #require(compared.upper) * swapped.lower - 1) < 1e-10)
        #expect(abs(try #require(swapped.upper) * compared.lower - 1) < 1e-10)
        #expect(abs(try #require(compared.ratio) * (try #require(swapped.ratio)) - 1) < 1e-14)
    }

    /// Summed over all ways in which so many events fall on the two sides.
    @Test(arguments: [0.2, 1, 4], [1, 8, 40])
    func `the interval holds the true ratio at least as often as it says`(ratio: Double, events: Int) throws {
        let (exposure, other) = (3.0, 2.0)
        let chance = ratio * exposure / (ratio * exposure + other)
        var (held, all) = (0.0, 0.0)
        for x in 0...events {
            let y = events - x
            let ways =
                BetaFunction.logGamma(Double(events + 1)) - BetaFunction.logGamma(Double(x + 1))
                - BetaFunction.logGamma(Double(y + 1))
            let weight = LogScale.number(
                ways + Double(x) * LogScale.logarithm(chance) + Double(y) * LogScale.logarithm(1 - chance))
            let compared = try #require(RateRatio(x, in: exposure, over: y, in: other))
            all += weight
            if compared.lower <= ratio, ratio <= compared.upper ?? .infinity { held += weight }
        }

        #expect(abs(all - 1) < 1e-12)
        #expect(held >= 0.95, "\(held)")
        // Not so wide that it says nothing.
        if events == 40 { #expect(held < 0.985, "\(held)") }
    }
}
