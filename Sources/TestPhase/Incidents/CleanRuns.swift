// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How many clean runs show that a defect which fails only now and then is gone.
///
/// Source: posterior-predictive bound with Jeffreys prior. The failure that led to the discovery is dropped, since without
/// it nobody would have looked: it made the window, and says nothing about the rate.
package enum CleanRuns {
    /// More than so many runs nobody waits for; a person or targeted repeats must decide.
    package static let limit = 200

    /// The least number of clean runs after which a defect that is still there would have failed with a chance of 95 %.
    ///
    /// For example, 5 failures in 20 runs need 17, and 10 in 10 need 1.
    ///
    /// - Parameters:
    ///   - failures: Runs that failed, from 1.
    ///   - trials: All runs from the first failure to the claimed fix, at least `failures`.
    ///   - alpha: Chance of a false all-clear, between 0 and 1.
    /// - Returns: nil where one failure is all there is, or where more than 200 would be needed.
    /// - Complexity: O(answer).
    package static func needed(failures: Int, trials: Int, alpha: Double = 0.05) -> Int? {
        guard failures > 1, trials >= failures else { return nil }
        let a = 0.5 + Double(failures - 1)
        let b = 0.5 + Double(trials - failures)
        var chance = 1.0
        for count in 0..<limit {
            chance *= (b + Double(count)) / (a + b + Double(count))
            if chance <= alpha { return count + 1 }
        }
        return nil
    }

    /// The chance that a defect which is still there passes `clean` runs in a row, from 0 to 1.
    package static func chanceOfPassing(_ clean: Int, failures: Int, trials: Int) -> Double {
        guard failures > 0, trials >= failures else { return 1 }
        let a = 0.5 + Double(failures - 1)
        let b = 0.5 + Double(trials - failures)
        return (0..<max(0, clean)).reduce(1) { $0 * (b + Double($1)) / (a + b + Double($1)) }
    }
}
