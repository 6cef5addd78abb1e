// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

extension Duration {
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}

extension Double {
    /// With a fixed number of decimals, a point, and no grouping.
    func fixed(_ decimals: Int) -> String {
        String(format: "%.\(decimals)f", self)
    }
}

/// The least, the middle and the greatest of some figures.
struct Spread: Codable {
    var least: Double
    var median: Double
    var greatest: Double

    /// Nil without figures; of an even number the lower middle is taken.
    init?(_ figures: [Double]) {
        let sorted = figures.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        least = first
        median = sorted[(sorted.count - 1) / 2]
        greatest = last
    }
}
