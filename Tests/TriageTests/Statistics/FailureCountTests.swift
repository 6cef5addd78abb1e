// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

/// Reference values are from SciPy 1.17.1.
struct FailureCountTests {
    /// `beta.ppf([0.025, 0.975], x + 0.5, n - x + 0.5)`.
    @Test(arguments: [
        (3, 10, 0.09269459393815316, 0.6058183181486713), (0, 10, 0, 0.21719626750921053),
        (10, 10, 0.7828037324907894, 1),
    ])
    func `a rate lies in this interval`(failures: Int, trials: Int, low: Double, high: Double) {
        let interval = FailureCount(failures: failures, of: trials).interval

        #expect(abs(interval.lowerBound - low) < 1e-11)
        #expect(abs(interval.upperBound - high) < 1e-11)
    }

    @Test func `without trials every rate is possible`() {
        let none = FailureCount(failures: 0, of: 0)

        #expect(none.interval == 0...1)
        #expect(none.share == 0)
    }

    @Test func `counts that do not fit are cut`() {
        #expect(FailureCount(failures: 5, of: 3) == FailureCount(failures: 3, of: 3))
        #expect(FailureCount(failures: -1, of: 3) == FailureCount(failures: 0, of: 3))
        #expect(FailureCount(failures: 2, of: -4) == FailureCount(failures: 0, of: 0))
    }

    @Test func `counts add up`() {
        let sum = FailureCount(failures: 1, of: 4) + FailureCount(failures: 2, of: 3)

        #expect(sum == FailureCount(failures: 3, of: 7))
        #expect(sum.passes == 4)
    }

    /// Of intervals of 95 %, taken at many rates, about that share holds the rate.
    @Test func `about 95 of 100 intervals hold the rate`() {
        var random = SeededGenerator(state: 95)
        let intervals = (0...30).map { FailureCount(failures: $0, of: 30).interval }
        let held = (0..<20_000).count { _ in
            let rate = random.chance()
            return intervals[(0..<30).count { _ in random.chance() < rate }].contains(rate)
        }

        #expect((0.94...0.965).contains(Double(held) / 20_000), "\(held)")
    }
}
