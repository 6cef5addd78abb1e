// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Fisher's exact test of a two-by-two table: is the share of failures higher on one side by more than chance?
package enum FisherTest {
    /// The chance of so many failures or more on the first side, if both sides fail alike; one-sided, from 0 to 1.
    ///
    /// - Parameters:
    ///   - failures: On the first side, from 0 to `trials`.
    ///   - otherFailures: On the second side, from 0 to `otherTrials`.
    /// - Returns: 1 for counts that are no table.
    /// - Complexity: O(failures + otherFailures).
    package static func moreFailures(
        _ failures: Int, of trials: Int, than otherFailures: Int, of otherTrials: Int
    ) -> Double {
        guard 0...max(0, trials) ~= failures, 0...max(0, otherTrials) ~= otherFailures else { return 1 }
        let total = failures + otherFailures
        let counts = max(0, total - otherTrials)...min(total, trials)
        // Weights relative to that of the likeliest count, so that nothing overflows.
        let likeliest = min(
            max((trials + 1) * (total + 1) / (trials + otherTrials + 2), counts.lowerBound), counts.upperBound)
        var (all, tail) = (0.0, 0.0)
        func add(_ weight: Double, _ count: Int) {
            all += weight
            if count >= failures { tail += weight }
        }
        var weight = 1.0
        for count in likeliest...counts.upperBound {
            add(weight, count)
            weight *= Double(trials - count) * Double(total - count)
            weight /= Double(count + 1) * Double(otherTrials - total + count + 1)
        }
        weight = 1
        for count in (counts.lowerBound..<likeliest).reversed() {
            weight *= Double(count + 1) * Double(otherTrials - total + count + 1)
            weight /= Double(trials - count) * Double(total - count)
            add(weight, count)
        }
        return min(1, tail / all)
    }
}
