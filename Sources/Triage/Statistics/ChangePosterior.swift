// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Where the failure rate of a series of trials changed, if it changed once at most.
package struct ChangePosterior: Sendable, Equatable {
    /// The Bayes factor of one change at an unknown place against none, as a power of 10.
    ///
    /// Above 0 speaks for a change, 2 is a factor of 100; 0 for fewer than two entries.
    package let evidence: Double
    /// The chance that the rate never changed, from 0 to 1.
    package let unchanged: Double
    /// The chance of each entry to be the first with the new rate, oldest first; 0 for the first entry of all.
    package let positions: [Double]

    /// - Parameters:
    ///   - series: Oldest first; one entry for each moment that a change can come before, mostly of a single trial.
    ///   - prior: The chance of a change before anything is seen, from 0 to 1, the same for each place. One half suits
    ///     a series that was chosen because it fails; a history that nobody complained of wants far less.
    /// - Complexity: O(trials).
    package init(_ series: [FailureCount], prior: Double = 0.5) {
        self.init(CountedHistory(series), in: series.indices, prior: prior)
    }

    init(_ history: CountedHistory, in entries: Range<Int>, prior: Double = 0.5) {
        let weights = history.changeWeights(in: entries)
        let sum = LogScale.sum(weights)
        evidence = weights.isEmpty ? 0 : LogScale.powerOf10(sum)
        unchanged = weights.isEmpty ? 1 : (1 - prior) / (1 - prior + prior * LogScale.number(sum))
        let changed = 1 - unchanged
        positions = entries.isEmpty ? [] : [0] + weights.map { changed * LogScale.number($0 - sum) }
    }

    /// The entry that is most probably the first with the new rate; nil for fewer than two entries.
    package var mostProbable: Int? {
        positions.indices.dropFirst().max { (positions[$0], $1) < (positions[$1], $0) }
    }

    /// Between which entries the first with the new rate lies, supposed that there is one.
    ///
    /// - Parameter share: How sure that is, between 0 and 1; what is missing from 1 is cut off the two ends alike. The
    ///   most probable place is always inside.
    /// - Returns: nil for fewer than two entries.
    package func interval(_ share: Double = 0.99) -> ClosedRange<Int>? {
        guard let mostProbable else { return nil }
        let cut = (1 - share) / 2 * (1 - unchanged)
        func end(_ places: some Sequence<Int>) -> Int {
            var sum = 0.0
            for place in places {
                sum += positions[place]
                if sum > cut { return place }
            }
            return mostProbable
        }
        let places = positions.indices.dropFirst()
        return min(end(places), mostProbable)...max(end(places.reversed()), mostProbable)
    }
}
