// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

/// Reference values are from SciPy 1.17.1.
struct ChangeEffectTests {
    /// With one failure less before, `a = 1 + failures` and `b = 1 + passes` on either side:
    /// `quad(lambda p: beta.pdf(p, a1, b1) * beta.cdf(p * share, a2, b2), 0, 1)` for the shares 1 and 1/2.
    @Test(arguments: [
        (10, 20, 0, 10, 0.9958343408940691, 0.9352925396820598),
        (5, 20, 0, 20, 0.9793113939455402, 0.8897936260791044),
        (3, 20, 1, 20, 0.7157598499061916, 0.42034657685091253),
        (6, 20, 5, 20, 0.5380403401646519, 0.1019864045660407),
        (20, 20, 0, 3, 0.9999058912102384, 0.9238248164878594),
        (2, 20, 0, 40, 0.8961748633879785, 0.7577454480101257), (1, 1, 0, 0, 0.5, 0.25),
        (200, 1000, 80, 1000, 0.999999999999996, 0.9605595982617278),
    ])
    func `the chances that a test fails less, and half as often`(
        x: Int, n: Int, y: Int, m: Int, lower: Double, halved: Double
    ) {
        let effect = ChangeEffect(before: FailureCount(failures: x, of: n), after: FailureCount(failures: y, of: m))

        #expect(abs(effect.lower - lower) < 1e-10, "\(effect.lower)")
        #expect(abs(effect.halved - halved) < 1e-10, "\(effect.halved)")
    }

    @Test(arguments: [
        (10, 20, 0, 10, true, ChangeEffect.Verdict.achieved), (10, 20, 0, 10, false, .achieved),
        (6, 20, 5, 20, true, .notAchieved), (6, 20, 5, 20, false, .inconclusive), (3, 20, 1, 20, true, .inconclusive),
        (2, 20, 0, 40, true, .inconclusive), (0, 20, 0, 20, true, .inconclusive),
    ])
    func `the verdict on a change`(
        x: Int, n: Int, y: Int, m: Int, isWindowFull: Bool, expected: ChangeEffect.Verdict
    ) {
        let effect = ChangeEffect(before: FailureCount(failures: x, of: n), after: FailureCount(failures: y, of: m))

        #expect(effect.verdict(isWindowFull: isWindowFull) == expected)
    }

    @Test func `the chance of a lower rate agrees with drawing both rates`() {
        var random = SeededGenerator(state: 400)
        let effect = ChangeEffect(before: FailureCount(failures: 6, of: 15), after: FailureCount(failures: 2, of: 12))

        // The k-th smallest of n even numbers has a beta distribution, here those of 5 failures and 9 passes, 2 and 10.
        let draws = 30_000
        var (lower, halved) = (0, 0)
        for _ in 0..<draws {
            let before = (0..<15).map { _ in random.chance() }.sorted()[5]
            let after = (0..<13).map { _ in random.chance() }.sorted()[2]
            if after < before { lower += 1 }
            if after < before / 2 { halved += 1 }
        }

        #expect(abs(Double(lower) / Double(draws) - effect.lower) < 0.01)
        #expect(abs(Double(halved) / Double(draws) - effect.halved) < 0.01)
    }

    /// Defects with rates from 5 to 100 %, alike in their logarithms, seen for 20 runs from their first failure.
    private struct Defects {
        private var random = SeededGenerator(state: 20)
        private var verdicts: [FailureCount: [FailureCount: Bool]] = [:]

        /// The share of changes that are called achieved, by the verdict and by Fisher's test at 5 %.
        mutating func achieved(
            after runs: Int, isRepaired: Bool, defects: Int
        ) -> (verdict: Double, fisher: Double) {
            var (achieved, significant) = (0, 0)
            for _ in 0..<defects {
                let rate = random.logarithmic(0.05, 1)
                let before = FailureCount(failures: 1 + count(of: 19, at: rate), of: 20)
                let after = FailureCount(failures: isRepaired ? 0 : count(of: runs, at: rate), of: runs)
                if isAchieved(before, after) { achieved += 1 }
                let chance = FisherTest.moreFailures(
                    before.failures - 1, of: before.trials - 1, than: after.failures, of: after.trials)
                if chance <= 0.05 { significant += 1 }
            }
            return (Double(achieved) / Double(defects), Double(significant) / Double(defects))
        }

        private mutating func count(of trials: Int, at rate: Double) -> Int {
            (0..<trials).count { _ in random.chance() < rate }
        }

        private mutating func isAchieved(_ before: FailureCount, _ after: FailureCount) -> Bool {
            if let known = verdicts[before]?[after] { return known }
            let isAchieved = ChangeEffect(before: before, after: after).verdict(isWindowFull: true) == .achieved
            verdicts[before, default: [:]][after] = isAchieved
            return isAchieved
        }
    }

    @Test(arguments: [(10, 0.39...0.47), (20, 0.64...0.72), (40, 0.77...0.84)])
    func `a total repair is recognised more often than by Fisher's test`(runs: Int, expected: ClosedRange<Double>) {
        var defects = Defects()

        let share = defects.achieved(after: runs, isRepaired: true, defects: 10_000)

        #expect(expected.contains(share.verdict), "\(share)")
        #expect(share.verdict > share.fisher + 0.03, "\(share)")
    }

    /// The defects of the source: rates from 1 to 98 %, alike in their logarithms, that failed at least twice in the 20 runs
    /// before the change. Less often, nothing is left to compare once the failure of the discovery is dropped.
    private static func achieved(after runs: Int, isRepaired: Bool, defects: Int) -> Double {
        var random = SeededGenerator(state: 21)
        var verdicts: [[Int]: Bool] = [:]
        var (seen, achieved) = (0, 0)
        while seen < defects {
            let rate = random.logarithmic(0.01, 0.98)
            let failures = (0..<20).count { _ in random.chance() < rate }
            guard failures > 1 else { continue }
            seen += 1
            let rest = isRepaired ? 0 : (0..<runs).count { _ in random.chance() < rate }
            let known = verdicts[[failures, rest]]
            let isAchieved =
                known
                ?? (ChangeEffect(
                    before: FailureCount(failures: failures, of: 20), after: FailureCount(failures: rest, of: runs)
                ).verdict(isWindowFull: true) == .achieved)
            verdicts[[failures, rest]] = isAchieved
            if isAchieved { achieved += 1 }
        }
        return Double(achieved) / Double(defects)
    }

    @Test(arguments: [(10, 0.45), (20, 0.69), (40, 0.81)])
    func `the figures of the source come out again for repairs`(runs: Int, expected: Double) {
        let share = Self.achieved(after: runs, isRepaired: true, defects: 20_000)

        #expect(abs(share - expected) < 0.02, "\(share)")
    }

    @Test(arguments: [10, 20])
    func `the figures of the source come out again for changes that repaired nothing`(runs: Int) {
        let share = Self.achieved(after: runs, isRepaired: false, defects: 20_000)

        #expect((0.004...0.014).contains(share), "\(share)")
    }

    @Test(arguments: [10, 20])
    func `of changes that repaired nothing at most one in forty is called achieved`(runs: Int) {
        var defects = Defects()

        let share = defects.achieved(after: runs, isRepaired: false, defects: 5_000)

        #expect((0.002...0.025).contains(share.verdict), "\(share)")
    }
}
