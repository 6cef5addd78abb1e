// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

extension Flakiness {
    /// The trials from the first failed attempt to the last one.
    struct Span {
        /// Trials with a failed attempt, and all trials of the span.
        let count: FailureCount

        /// - Parameter marks: Whether each trial had a failed attempt, oldest first.
        init(_ marks: [Bool]) {
            guard let first = marks.firstIndex(of: true), let last = marks.lastIndex(of: true) else {
                count = FailureCount(failures: 0, of: 0)
                return
            }
            count = FailureCount(failures: marks.count { $0 }, of: last - first + 1)
        }
    }

    /// What to think of a test; the first that holds counts.
    package enum Word: String, Sendable, CaseIterable {
        /// It never passed, or failed at least three times in a row, which its rate before makes unlikely (below 5 %).
        case broken
        /// It failed more than once, and then passed so often in a row as the verification of a fix asks for.
        case fixed
        /// It passed after a failed attempt, both passed and failed on one commit, or turned at least three times.
        case flaky
        /// No attempt failed; or a single one did, and the rate is at most 5 % by its interval.
        case stable
        /// Nothing of that: fewer than five trials, or failures that may have been the code's.
        case tooFewRuns

        static let trialsAtLeast = 5
        static let streakAtLeast = 3
        static let flipsAtLeast = 3
        static let rareRate = 0.05
        private static let unlikely = 0.05

        init(
            _ count: FailureCount, _ span: Span, failingStreak: Int, cleanStreak: Int, isProven: Bool, flips: Int
        ) {
            let before = FailureCount(failures: count.failures - failingStreak, of: count.trials - failingStreak)
            if count.trials < Self.trialsAtLeast {
                self = .tooFewRuns
            } else if Self.isBroken(failingStreak, before) {
                self = .broken
            } else if let needed = CleanRuns.needed(failures: span.count.failures, trials: span.count.trials),
                cleanStreak >= needed
            {
                self = .fixed
            } else if isProven || flips >= Self.flipsAtLeast {
                self = .flaky
            } else if span.count.failures == 0 || count.interval.upperBound <= Self.rareRate {
                self = .stable
            } else {
                self = .tooFewRuns
            }
        }

        /// Whether so long a streak says more than that the test goes on to fail as often as before.
        private static func isBroken(_ streak: Int, _ before: FailureCount) -> Bool {
            guard streak >= streakAtLeast else { return false }
            guard before.trials > 0 else { return true }
            let prior = RatePrior.jeffreys
            let (a, b) = (prior.failures + Double(before.failures), prior.passes + Double(before.passes))
            let chance = (0..<streak).reduce(1) { $0 * (a + Double($1)) / (a + b + Double($1)) }
            return chance <= unlikely
        }
    }
}
