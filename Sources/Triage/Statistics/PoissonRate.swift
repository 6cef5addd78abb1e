// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How many events are to be expected where some were counted.
package enum PoissonRate {
    /// Where the expected count lies with a chance of 95 % or more, exact (Garwood); from 0.
    ///
    /// For example, of 5 counted events 1.62 to 11.67.
    ///
    /// - Parameter events: From 0.
    package static func interval(_ events: Int) -> ClosedRange<Double> {
        let count = Double(max(0, events))
        let lower = count == 0 ? 0 : GammaFunction.chiSquare(0.025, degrees: 2 * count) / 2
        return lower...GammaFunction.chiSquare(0.975, degrees: 2 * count + 2) / 2
    }
}
