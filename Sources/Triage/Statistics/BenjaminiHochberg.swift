// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Which of many tests of chance are discoveries, when so and so many false ones among them can be borne.
///
/// Source: Benjamini and Hochberg, Controlling the False Discovery Rate; the step-up procedure.
package enum BenjaminiHochberg {
    /// The least share of false discoveries at which each is one, in the order of `chances`.
    ///
    /// For example, 0.01, 0.04 and 0.03 become 0.03, 0.04 and 0.04.
    ///
    /// - Parameter chances: Of each result if nothing were the matter, from 0 to 1.
    /// - Complexity: O(n log n).
    package static func adjusted(_ chances: [Double]) -> [Double] {
        var adjusted = chances
        var least = 1.0
        let order = chances.indices.sorted { (chances[$0], $0) < (chances[$1], $1) }
        for (rank, place) in order.enumerated().reversed() {
            least = min(least, chances[place] * Double(chances.count) / Double(rank + 1))
            adjusted[place] = least
        }
        return adjusted
    }

    /// The places of the discoveries, in ascending order.
    ///
    /// - Parameters:
    ///   - chances: Of each result if nothing were the matter, from 0 to 1.
    ///   - rate: The share of false discoveries that can be borne on average, from 0 to 1.
    package static func discoveries(_ chances: [Double], at rate: Double = 0.1) -> [Int] {
        adjusted(chances).enumerated().filter { $0.element <= rate }.map(\.offset)
    }
}
