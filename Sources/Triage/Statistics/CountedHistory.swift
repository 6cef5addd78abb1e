// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Sums over a series of trials, from which the evidence of any stretch is taken in constant time.
struct CountedHistory {
    private let sums: [(failures: Int, trials: Int)]
    private let evidence: EvidenceSums

    var count: Int { sums.count - 1 }

    /// - Complexity: O(trials).
    init(_ series: [FailureCount]) {
        var sums = [(failures: 0, trials: 0)]
        sums.reserveCapacity(series.count + 1)
        for (place, entry) in series.enumerated() {
            sums.append((sums[place].failures + entry.failures, sums[place].trials + entry.trials))
        }
        self.sums = sums
        evidence = EvidenceSums(.history, limit: sums[series.count].trials)
    }

    /// The trials of a stretch.
    func total(_ entries: Range<Int>) -> FailureCount {
        let (start, end) = (sums[entries.lowerBound], sums[entries.upperBound])
        return FailureCount(failures: end.failures - start.failures, of: end.trials - start.trials)
    }

    /// The logarithm of the chance of a stretch if one rate, of whatever size, ruled it.
    @inline(__always)
    func logEvidence(from start: Int, to end: Int) -> Double {
        evidence.logEvidence(
            failures: sums[end].failures - sums[start].failures, trials: sums[end].trials - sums[start].trials)
    }

    /// For each place inside a stretch, how a change there compares with none, weighted by the number of places.
    ///
    /// - Returns: Logarithms, for a new rate from the second entry on; the sum of the numbers is the Bayes factor of a
    ///   change somewhere.
    /// - Complexity: O(entries).
    func changeWeights(in entries: Range<Int>) -> [Double] {
        guard entries.count > 1 else { return [] }
        let (start, end) = (entries.lowerBound, entries.upperBound)
        let unchanged = logEvidence(from: start, to: end) + LogScale.logarithm(Double(entries.count - 1))
        return (start + 1..<end).map { logEvidence(from: start, to: $0) + logEvidence(from: $0, to: end) - unchanged }
    }
}
