// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

/// Reference values are from NumPy and SciPy 1.17.1. With `x` and `n` the failures and trials of the entries:
///
///     def evidence(x, n): return betaln(0.3 + x, 0.5 + n - x) - betaln(0.3, 0.5)
///     cx, cn = cumsum(x), cumsum(n)
///     changes = (evidence(cx[:-1], cn[:-1]) + evidence(cx[-1] - cx[:-1], cn[-1] - cn[:-1])
///                - evidence(cx[-1], cn[-1]) - log(len(x) - 1))
///     factor = exp(logsumexp(changes)); unchanged = 1 / (1 + factor)
///     positions = exp(changes - logsumexp(changes)) * (1 - unchanged)
struct ChangePosteriorTests {
    @Test func `two failures after six passes are most probably a change before the first of them`() {
        let posterior = ChangePosterior(FailureCount.series("PPPPPPFF"))

        let expected = [
            0, 0.014873382289086535, 0.018729444364034932, 0.027711932987602713, 0.04900636570439212,
            0.11639011854793123, 0.6180716640131521, 0.037755508887681234,
        ]
        #expect(zip(posterior.positions, expected).allSatisfy { abs($0 - $1) < 1e-12 }, "\(posterior.positions)")
        #expect(posterior.positions.count == expected.count)
        #expect(abs(posterior.unchanged - 0.11746158320611909) < 1e-12)
        #expect(abs(posterior.evidence - 0.8758377690740569) < 1e-12)
        #expect(posterior.mostProbable == 6)
        #expect(posterior.interval() == 1...7)
    }

    @Test func `failures that come and go leave the place open`() {
        let posterior = ChangePosterior(FailureCount.series(String(repeating: "P", count: 20) + "PFPFFPFF"))

        #expect(abs(posterior.evidence - 2.281905879042871) < 1e-11)
        #expect(abs(posterior.unchanged - 0.005197934460622064) < 1e-12)
        #expect(posterior.mostProbable == 21)
        #expect(posterior.interval() == 12...24)
    }

    @Test func `an entry may hold several trials`() {
        let posterior = ChangePosterior([0, 1, 0, 3].map { FailureCount(failures: $0, of: 4) })

        let expected = [0, 0.11195571742645415, 0.04545133112371515, 0.657485395068085]
        #expect(zip(posterior.positions, expected).allSatisfy { abs($0 - $1) < 1e-12 }, "\(posterior.positions)")
        #expect(posterior.interval() == 1...3)
    }

    @Test func `evidence beyond the range of a Double stays a number`() {
        let letters = String(repeating: "P", count: 1_000) + String(repeating: "F", count: 1_000)

        let posterior = ChangePosterior(FailureCount.series(letters))

        #expect(abs(posterior.evidence - 597.616781744384) < 1e-8)
        #expect(posterior.unchanged == 0)
        #expect(posterior.interval() == 1_000...1_000)
    }

    @Test func `the chances of all places and of no change add up to 1`() {
        var random = SeededGenerator(state: 7)
        for count in [2, 3, 50, 300] {
            let posterior = ChangePosterior(random.trials((count, 0.3)), prior: 0.1)

            #expect(abs(posterior.positions.reduce(posterior.unchanged, +) - 1) < 1e-12)
        }
    }

    @Test func `passes alone speak against a change`() {
        let posterior = ChangePosterior(FailureCount.series("PPPPPPPPPP"))

        #expect(abs(posterior.evidence + 0.2620652786182686) < 1e-12)
        #expect(abs(posterior.unchanged - 0.6464400959132508) < 1e-12)
    }

    @Test func `the most probable place is in every interval`() {
        let posterior = ChangePosterior(FailureCount.series("PPPPPPPPPFF").reversed())

        #expect(posterior.mostProbable == 2)
        #expect(posterior.interval(0.1)?.contains(2) == true)
        #expect(ChangePosterior(FailureCount.series("PPPPPPPPPP")).interval(0.5)?.lowerBound == 1)
    }

    @Test func `a series without a place for a change has none`() {
        for series in [[], [FailureCount(failures: 3, of: 7)]] {
            let posterior = ChangePosterior(series)

            #expect(posterior.unchanged == 1)
            #expect(posterior.evidence == 0)
            #expect(posterior.positions == series.map { _ in 0 })
            #expect(posterior.mostProbable == nil)
            #expect(posterior.interval() == nil)
        }
    }

    /// 1,000 tests that begin to fail at some place and some rate: how often does the interval of 99 % hold the place?
    @Test func `99 of 100 intervals hold the change`() {
        var random = SeededGenerator(state: 99)
        var (held, found) = (0, 0)
        for _ in 0..<1_000 {
            let place = Int.random(in: 1..<60, using: &random)
            let series = random.trials((place, random.chance() * 0.1), (60 - place, 0.2 + random.chance() * 0.8))
            let posterior = ChangePosterior(series)
            guard posterior.evidence > 1, let interval = posterior.interval() else { continue }
            found += 1
            if interval.contains(place) { held += 1 }
        }

        #expect(found > 600, "\(found)")
        #expect(Double(held) >= Double(found) * 0.98, "\(held) of \(found)")
    }
}
