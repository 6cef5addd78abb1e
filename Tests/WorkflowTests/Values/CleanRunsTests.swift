// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestPhase
import Testing

/// Reference values are from SciPy 1.17.1.
struct CleanRunsTests {
    /// The least `n` with `exp(betaln(a, b + n) - betaln(a, b)) <= 0.05`, where `a = x - 0.5` and `b = N - x + 0.5`.
    @Test(arguments: [
        (5, 5, 2), (10, 10, 1), (5, 10, 7), (5, 20, 17), (3, 10, 20), (3, 20, 43), (10, 100, 36), (5, 100, 92),
        (2, 20, 120), (2, 2, 5), (3, 3, 3), (7, 9, 3), (50, 400, 24),
    ])
    func `so many clean runs are needed`(failures: Int, trials: Int, expected: Int) {
        #expect(CleanRuns.needed(failures: failures, trials: trials) == expected)
    }

    /// `exp(betaln(a, b + 12) - betaln(a, b))`.
    @Test(arguments: [
        (5, 20, 0.09215687156021449), (3, 10, 0.10523186280177196), (2, 20, 0.47607305538709876),
        (50, 400, 0.20963003046238188),
    ])
    func `a defect that is still there passes twelve runs with this chance`(failures: Int, trials: Int, chance: Double)
    {
        #expect(abs(CleanRuns.chanceOfPassing(12, failures: failures, trials: trials) - chance) < 1e-12)
    }

    @Test(arguments: [(1, 1), (1, 50), (0, 5), (2, 400), (6, 5)])
    func `one failure, or a very rare one, cannot be verified by waiting`(failures: Int, trials: Int) {
        #expect(CleanRuns.needed(failures: failures, trials: trials) == nil)
    }

    /// 40,000 defects that nobody repaired, with rates from 1 to 98 % alike in their logarithms, each seen for 20 runs from
    /// its first failure: how many are called fixed all the same?
    @Test func `of defects that nobody repaired about one in twenty is called fixed, and not one in six`() {
        var random = SeededGenerator(seed: 20_261_126)
        func chance() -> Double { Double(random.next() >> 11) * 0x1p-53 }
        var (judged, falselyFixed, naivelyJudged, naivelyFixed) = (0.0, 0.0, 0.0, 0.0)
        for _ in 0..<40_000 {
            let rate = exp(log(0.01) + chance() * (log(0.98) - log(0.01)))
            let trials = 20
            let failures = 1 + (1..<trials).count { _ in chance() < rate }
            if let needed = CleanRuns.needed(failures: failures, trials: trials) {
                judged += 1
                falselyFixed += pow(1 - rate, Double(needed))
            }
            let naive =
                failures == trials ? 1 : Int((log(0.05) / log(1 - Double(failures) / Double(trials))).rounded(.up))
            naivelyJudged += 1
            naivelyFixed += pow(1 - rate, Double(naive))
        }

        #expect((0.045...0.075).contains(falselyFixed / judged), "\(falselyFixed / judged)")
        #expect((0.14...0.22).contains(naivelyFixed / naivelyJudged), "\(naivelyFixed / naivelyJudged)")
    }
}
