// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Whether events become rarer the longer something is tested, by the model of Crow (AMSAA).
///
/// The events that are expected within an exposure `t` are `scale` · `t` to the power of `slope`: a straight line where
/// both are drawn on logarithmic axes. Below 1 they become rarer, and above 1 more frequent.
///
/// Source: MIL-HDBK-189, the power law for a test that ends at a time set beforehand.
package struct ReliabilityGrowth: Sendable, Equatable {
    /// With fewer events nothing is said.
    package static let fewestEvents = 5

    /// From `fewestEvents`.
    package let events: Int
    /// Above 0; runs or hours, as they were given.
    package let exposure: Double
    /// The likeliest one (beta), above 0.
    package let slope: Double
    /// Events that are expected within the first unit of exposure (lambda), from 0.
    package let scale: Double
    /// Where the slope lies with a chance of 95 %; above 0.
    package let interval: ClosedRange<Double>

    /// - Parameters:
    ///   - exposures: What had been tested in all when each event came, above 0 and up to `exposure`. Runs are counted
    ///     from 1, which makes a slope near 1 a little too high: by 6 % for 50 runs in all, and by 2 % for 200.
    ///   - exposure: What was tested in all to this day, in the same unit.
    /// - Returns: nil for fewer than `fewestEvents`, where all came at the very end, and for exposures out of range.
    /// - Complexity: O(n).
    package init?(_ exposures: [Double], of exposure: Double) {
        guard exposures.count >= Self.fewestEvents, exposure < .infinity,
            exposures.allSatisfy({ $0 > 0 && $0 <= exposure })
        else { return nil }
        let sum = exposures.reduce(0) { $0 + LogScale.logarithm(exposure / $1) }
        guard sum > 0 else { return nil }
        let count = Double(exposures.count)
        events = exposures.count
        self.exposure = exposure
        slope = count / sum
        scale = LogScale.number(LogScale.logarithm(count) - slope * LogScale.logarithm(exposure))
        // Twice the true slope times the sum has a chi-square distribution.
        let low = GammaFunction.chiSquare(0.025, degrees: 2 * count)
        let high = GammaFunction.chiSquare(0.975, degrees: 2 * count)
        interval = low / (2 * sum)...high / (2 * sum)
    }

    /// The events that the model expects, from 0.
    ///
    /// - Parameter exposure: From 0, in the unit that was given; beyond that of the test it is a forecast.
    package func expectedEvents(within exposure: Double) -> Double {
        guard exposure > 0 else { return 0 }
        let share = LogScale.logarithm(exposure) - LogScale.logarithm(self.exposure)
        return Double(events) * LogScale.number(slope * share)
    }
}
