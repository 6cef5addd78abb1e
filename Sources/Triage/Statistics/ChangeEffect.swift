// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Whether a change had its intended effect: the test fails less often after it than before.
///
/// Both rates are taken to be uniform beforehand. Three answers are possible, since few runs prove neither.
package struct ChangeEffect: Sendable, Equatable {
    package enum Verdict: String, Sendable, CaseIterable {
        case achieved, notAchieved, inconclusive
    }

    /// The chance that the test now fails less often, from 0 to 1.
    package let lower: Double
    /// The chance that it now fails less than half as often, from 0 to 1.
    package let halved: Double

    /// - Parameters:
    ///   - before: Trials that end before the first run with the change. One failure is dropped here: without it nobody
    ///     would have asked for the change, so that it says nothing about the rate.
    ///   - after: Trials from the first run with the change.
    /// - Complexity: O(failures before + 400 √trials).
    package init(before: FailureCount, after: FailureCount) {
        let discovery = min(1, before.failures)
        let kept = before - FailureCount(failures: discovery, of: discovery)
        lower = Self.chanceOfLower(kept, after)
        halved = Self.chanceOfHalved(kept, after)
    }

    /// - Parameter isWindowFull: Whether the window after the change has as many trials as were planned; before that
    ///   nothing is called not achieved.
    package func verdict(isWindowFull: Bool) -> Verdict {
        if lower >= 0.95, halved >= 0.8 { return .achieved }
        return isWindowFull && halved <= 0.2 ? .notAchieved : .inconclusive
    }

    /// The exact sum over the failures before.
    private static func chanceOfLower(_ before: FailureCount, _ after: FailureCount) -> Double {
        let (failures, passes) = (Double(after.failures + 1), Double(after.passes + 1))
        let otherPasses = Double(before.passes + 1)
        var term = BetaFunction.log(failures, passes + otherPasses) - BetaFunction.log(failures, passes)
        var chance = LogScale.number(term)
        for step in (0..<before.failures).map(Double.init) {
            let ratio = (failures + step) / (failures + passes + otherPasses + step) * (otherPasses + step) / (step + 1)
            term += LogScale.logarithm(ratio)
            chance += LogScale.number(term)
        }
        return min(1, chance)
    }

    /// Gauss-Legendre with four points in each of 100 equal parts of 0 to 1.
    private static func chanceOfHalved(_ before: FailureCount, _ after: FailureCount) -> Double {
        let (failures, passes) = (Double(before.failures + 1), Double(before.passes + 1))
        let scale = BetaFunction.log(failures, passes)
        var chance = 0.0
        for part in 0..<100 {
            for (place, weight) in quadrature {
                let rate = (Double(part) + place) / 100
                let density = LogScale.number(
                    (failures - 1) * LogScale.logarithm(rate) + (passes - 1) * LogScale.logarithm(1 - rate) - scale)
                guard density > 1e-20 else { continue }
                let share = BetaFunction.share(
                    below: rate / 2, Double(after.failures + 1), Double(after.passes + 1))
                chance += weight / 100 * density * share
            }
        }
        return min(1, chance)
    }

    /// Places from 0 to 1 and their weights.
    private static let quadrature: [(place: Double, weight: Double)] = {
        let inner = (3.0 / 7 - 2.0 / 7 * 1.2.squareRoot()).squareRoot()
        let outer = (3.0 / 7 + 2.0 / 7 * 1.2.squareRoot()).squareRoot()
        let (innerWeight, outerWeight) = ((18 + 30.0.squareRoot()) / 72, (18 - 30.0.squareRoot()) / 72)
        return [
            ((1 - outer) / 2, outerWeight), ((1 - inner) / 2, innerWeight),
            ((1 + inner) / 2, innerWeight), ((1 + outer) / 2, outerWeight),
        ]
    }()
}
