// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How many of so many trials failed.
package struct FailureCount: Sendable, Hashable {
    /// From 0 to `trials`.
    package let failures: Int
    package let trials: Int

    /// Counts that do not fit are cut: below 0 to 0, and failures to the number of trials.
    package init(failures: Int, of trials: Int) {
        self.trials = max(0, trials)
        self.failures = min(max(0, failures), self.trials)
    }

    package var passes: Int { trials - failures }

    /// The share that failed, from 0 to 1; 0 without trials.
    package var share: Double { trials == 0 ? 0 : Double(failures) / Double(trials) }

    /// Where the rate lies with a chance of 95 % after these trials (Jeffreys), from 0 to 1.
    ///
    /// For example, 0 of 10 is 0 to 21.7 %, and 3 of 10 is 9.3 to 60.6 %. It begins at 0 where nothing failed, and ends
    /// at 1 where nothing passed. Source: Brown, Cai and DasGupta, Interval Estimation for a Binomial Proportion.
    package var interval: ClosedRange<Double> {
        let prior = RatePrior.jeffreys
        let (a, b) = (prior.failures + Double(failures), prior.passes + Double(passes))
        let low = failures == 0 ? 0 : BetaFunction.quantile(0.025, a, b)
        let high = passes == 0 ? 1 : BetaFunction.quantile(0.975, a, b)
        return low...max(low, high)
    }

    /// What the rate lies below with a confidence of 95 %, one-sided and exact (Clopper and Pearson), from 0 to 1.
    ///
    /// For example, 0 of 29 is 9.8 %, and 1 of 46 is 9.9 %.
    package var upperRate: Double {
        guard passes > 0 else { return 1 }
        return BetaFunction.quantile(0.95, Double(failures) + 1, Double(passes))
    }

    package static func + (left: FailureCount, right: FailureCount) -> FailureCount {
        FailureCount(failures: left.failures + right.failures, of: left.trials + right.trials)
    }

    static func - (left: FailureCount, right: FailureCount) -> FailureCount {
        FailureCount(failures: left.failures - right.failures, of: left.trials - right.trials)
    }
}
