// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The stretches of a long history that each had one failure rate, and the changes between them.
///
/// First, of all divisions of the history, the one is found that explains it best, where each change costs a factor of
/// `minimumFactor`. Cutting the history in two again and again, as is more usual, misses a short burst of failures,
/// since no single cut explains it. Then each change must stand alone: it must explain the two segments around it
/// `minimumFactor` times better than one rate does, with its place taken as unknown. As long as any falls short, the
/// weakest is taken out, and its neighbours are judged anew. A longer history offers chance more places, but each then
/// counts less, so that the limit need not grow.
package struct ChangePoints: Sendable, Equatable {
    /// Entries that follow each other and have one rate.
    package struct Segment: Sendable, Equatable {
        package let entries: Range<Int>
        package let count: FailureCount
    }

    package struct Change: Sendable, Equatable {
        /// The first entry with the new rate.
        package let entry: Int
        /// Where that entry lies with a chance of 99 %.
        package let interval: ClosedRange<Int>
        /// How much better the change explains the two stretches around it than one rate does, as a power of 10.
        package let evidence: Double
    }

    /// Strong evidence: of 100 histories that never changed about one shows a change.
    package static let minimumFactor = 50.0

    /// Oldest first; together they are the whole history.
    package let segments: [Segment]
    /// One between each two segments.
    package let changes: [Change]

    /// - Parameters:
    ///   - series: Oldest first, at most a few thousand entries.
    ///   - factor: Bayes factor that a change needs, above 1.
    /// - Complexity: O(n²) in entries: 2,000 of them take 2 million steps.
    package init(_ series: [FailureCount], factor: Double = minimumFactor) {
        let history = CountedHistory(series)
        let limit = LogScale.logarithm(factor)
        let cuts = Self.pruned(Self.bestCuts(history, cost: limit), history, limit)
        let ends = [0] + cuts + [series.count]
        segments = zip(ends, ends.dropFirst()).compactMap { start, end in
            start == end ? nil : Segment(entries: start..<end, count: history.total(start..<end))
        }
        changes = cuts.enumerated().map { place, cut in
            Self.change(at: cut, history, between: ends[place]..<ends[place + 2])
        }
    }

    /// The cuts of the division with the highest evidence, each at a cost; of equals the one with the longest last
    /// segments.
    private static func bestCuts(_ history: CountedHistory, cost: Double) -> [Int] {
        var best = [cost]
        var starts = [0]
        for end in 0..<history.count {
            var (highest, start) = (-Double.infinity, 0)
            for candidate in 0...end {
                let total = best[candidate] - cost + history.logEvidence(from: candidate, to: end + 1)
                if total > highest { (highest, start) = (total, candidate) }
            }
            best.append(highest)
            starts.append(start)
        }
        var cuts: [Int] = []
        var end = history.count
        while starts[end] > 0 {
            end = starts[end]
            cuts.append(end)
        }
        return cuts.reversed()
    }

    /// The cuts that are left when the weakest one was taken out again and again, as long as it is below the limit.
    private static func pruned(_ cuts: [Int], _ history: CountedHistory, _ limit: Double) -> [Int] {
        var ends = [0] + cuts + [history.count]
        func evidence(_ place: Int) -> Double {
            LogScale.sum(history.changeWeights(in: ends[place - 1]..<ends[place + 1]))
        }
        var evidences = (1..<ends.count - 1).map(evidence)
        while let weakest = evidences.indices.min(by: { (evidences[$0], $0) < (evidences[$1], $1) }),
            evidences[weakest] < limit
        {
            ends.remove(at: weakest + 1)
            evidences.remove(at: weakest)
            for place in [weakest - 1, weakest] where evidences.indices.contains(place) {
                evidences[place] = evidence(place + 1)
            }
        }
        return Array(ends[1..<ends.count - 1])
    }

    private static func change(at cut: Int, _ history: CountedHistory, between entries: Range<Int>) -> Change {
        let posterior = ChangePosterior(history, in: entries)
        let start = entries.lowerBound
        let interval = posterior.interval().map { start + $0.lowerBound...start + $0.upperBound }
        // The best division can differ from the best single cut, and then the interval is widened to hold it.
        let (low, high) = (interval?.lowerBound ?? cut, interval?.upperBound ?? cut)
        return Change(entry: cut, interval: min(low, cut)...max(high, cut), evidence: posterior.evidence)
    }
}
