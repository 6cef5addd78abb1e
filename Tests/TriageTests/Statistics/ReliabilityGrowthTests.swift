// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

/// Reference values are from SciPy 1.17.1.
struct ReliabilityGrowthTests {
    /// Hours of a test of 1,500 of them: the example of the NIST handbook of statistics, 8.4.5.2.
    private static let hours: [Double] = [5, 40, 43, 175, 389, 712, 747, 795, 1299, 1478]

    private static func isClose(_ number: Double, _ expected: Double) -> Bool {
        abs(number - expected) <= abs(expected) * 1e-12
    }

    /// With `b = 10 / log(1500 / t).sum()`: `b`, `10 / 1500**b`, and `b * chi2.ppf([0.025, 0.975], 20) / 20`.
    @Test func `events that become rarer have a slope below 1`() throws {
        let growth = try #require(ReliabilityGrowth(Self.hours, of: 1_500))

        #expect(growth.events == 10)
        #expect(growth.exposure == 1_500)
        #expect(Self.isClose(growth.slope, 0.5372288660341876))
        #expect(Self.isClose(growth.scale, 0.19665821571379197))
        #expect(Self.isClose(growth.interval.lowerBound, 0.25762212314163885))
        #expect(Self.isClose(growth.interval.upperBound, 0.9178449584622893))
        // The handbook takes one event off against bias, and tells 1 less the slope.
        #expect(abs(1 - growth.slope * 0.9 - 0.516494) < 1e-6)
    }

    /// The same for `t = [50, 80, 95, 99, 100]` of 100, where the last adds `log(1)`.
    @Test func `events that become more frequent have a slope above 1, and one may come at the end`() throws {
        let growth = try #require(ReliabilityGrowth([50, 80, 95, 99, 100], of: 100))

        #expect(Self.isClose(growth.slope, 5.114386516838477))
        #expect(Self.isClose(growth.scale, 2.9525480267037825e-10))
        #expect(Self.isClose(growth.interval.lowerBound, 1.6606273807784842))
        #expect(Self.isClose(growth.interval.upperBound, 10.475888606498057))
    }

    @Test func `all events are expected within the whole exposure`() throws {
        let growth = try #require(ReliabilityGrowth(Self.hours, of: 1_500))

        #expect(growth.expectedEvents(within: 1_500) == 10)
        #expect(Self.isClose(growth.expectedEvents(within: 750), 6.890932515471668))
        #expect(Self.isClose(growth.expectedEvents(within: 1), growth.scale))
        #expect(growth.expectedEvents(within: 0) == 0)
    }

    @Test func `the unit of exposure does not matter`() throws {
        let growth = try #require(ReliabilityGrowth(Self.hours, of: 1_500))

        let minutes = try #require(ReliabilityGrowth(Self.hours.map { $0 * 60 }, of: 90_000))

        #expect(Self.isClose(minutes.slope, growth.slope))
        #expect(Self.isClose(minutes.expectedEvents(within: 45_000), growth.expectedEvents(within: 750)))
    }

    @Test(arguments: [
        ([1, 2, 3, 4], 10), ([10, 10, 10, 10, 10], 10), ([1, 2, 3, 4, 11], 10), ([0, 1, 2, 3, 4], 10),
        ([1, 2, 3, 4, .nan], 10), ([1, 2, 3, 4, 5], .infinity), ([1, 2, 3, 4, 5], .nan), ([], 0),
    ])
    func `too few events, or exposures out of range, tell nothing`(exposures: [Double], exposure: Double) {
        #expect(ReliabilityGrowth(exposures, of: exposure) == nil)
    }

    /// 1,000 tests with 5 to 30 events, for each of three slopes.
    @Test(arguments: [0.5, 1, 1.8])
    func `the interval holds the true slope as often as it says, and always the likeliest`(slope: Double) throws {
        var random = SeededGenerator(state: 189)
        var held = 0
        for _ in 0..<1_000 {
            let exposures = (0..<Int.random(in: 5...30, using: &random)).map { _ in
                300 * LogScale.number(LogScale.logarithm(1 - random.chance()) / slope)
            }
            let growth = try #require(ReliabilityGrowth(exposures, of: 300))
            #expect(growth.interval.contains(growth.slope))
            if growth.interval.contains(slope) { held += 1 }
        }

        #expect((935...965).contains(held), "\(held)")
    }

    /// Each run of so many has an event, so that the true slope is 1.
    @Test(arguments: [(50, 1.06), (200, 1.018)])
    func `counting in whole runs makes the slope a little too high`(runs: Int, expected: Double) throws {
        let growth = try #require(ReliabilityGrowth((1...runs).map(Double.init), of: Double(runs)))

        #expect(abs(growth.slope - expected) < 0.002, "\(growth.slope)")
    }

    /// `chi2.ppf(share, degrees)`.
    @Test(arguments: [
        (0.5, 1, 0.454936423119572), (0.999, 3, 16.26623619623813), (0.025, 10, 3.2469727802368413),
        (0.95, 10, 18.307038053275146), (0.975, 10, 20.483177350807388), (0.975, 400, 457.305481966065),
        (0.025, 2_000, 1877.9460368153905), (0, 10, 0),
    ])
    func `what a share of a chi-square distribution is below`(share: Double, degrees: Double, expected: Double) {
        #expect(abs(GammaFunction.chiSquare(share, degrees: degrees) - expected) <= expected * 1e-11)
    }

    /// `gammainc(shape, x)`.
    @Test(arguments: [
        (0.01, 0.5, 0.11246291601828491), (1, 1, 0.6321205588285577), (2, 3.5, 0.22022259152428406),
        (4.4, 3.5, 0.7326639799826218), (4.6, 3.5, 0.7613858984871402), (30, 3.5, 0.9999999998490444),
        (90, 100, 0.15822098918643007), (110, 100, 0.8417213299399129), (10_200, 10_000, 0.9767126778664013),
        (0, 2, 0), (.infinity, 2, 1),
    ])
    func `the share of a gamma distribution below a number`(x: Double, shape: Double, expected: Double) {
        #expect(abs(GammaFunction.share(below: x, shape: shape) - expected) < 1e-11)
    }
}
