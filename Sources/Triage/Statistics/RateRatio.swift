// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How many times as often something happens on one side as on the other, by counts of events and what was exposed.
///
/// For example, 11 events in 800 runs against 21 in 3,011 are 1.97 times as many per run, and surely 0.86 to 4.28.
package struct RateRatio: Sendable, Equatable {
    /// The first rate over the second, from 0; nil where nothing happened on the second side.
    package let ratio: Double?
    /// What the true ratio is above, from 0; 0 where nothing happened on the first side.
    package let lower: Double
    /// What it is below; nil where nothing happened on the second side, so that it has no end.
    package let upper: Double?

    /// The ratio and its interval, which holds the true one with a chance of 95 % or more (exact).
    ///
    /// Supposed that events come independently, each of all events falls on the first side with a chance that depends
    /// on the ratio alone. Source: Clopper and Pearson for that chance, as in Przyborowski and Wilenski.
    ///
    /// - Parameters:
    ///   - events: On the first side, from 0.
    ///   - exposure: Of the first side, above 0; runs or hours, on both sides the same.
    ///   - otherEvents: On the second side, from 0.
    ///   - otherExposure: Of the second side, above 0.
    /// - Returns: nil for counts below 0, and for exposures that are not above 0 and finite.
    /// - Complexity: O(√events).
    package init?(_ events: Int, in exposure: Double, over otherEvents: Int, in otherExposure: Double) {
        guard events >= 0, otherEvents >= 0, exposure > 0, exposure < .infinity, otherExposure > 0,
            otherExposure < .infinity
        else { return nil }
        let (first, second, scale) = (Double(events), Double(otherEvents), otherExposure / exposure)
        ratio = otherEvents == 0 ? nil : first / second * scale
        lower = events == 0 ? 0 : Self.odds(BetaFunction.quantile(0.025, first, second + 1)) * scale
        upper = otherEvents == 0 ? nil : Self.odds(BetaFunction.quantile(0.975, first + 1, second)) * scale
    }

    private static func odds(_ chance: Double) -> Double { chance / (1 - chance) }
}
