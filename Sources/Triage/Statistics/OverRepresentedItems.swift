// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Which configuration item explains failures best, by its values in failing and in passing runs.
///
/// Each item is a hypothesis: with one of its values, whichever, runs fail at a rate of which nothing is known; without
/// it they hardly ever do. The chance of all runs under each hypothesis, over all rates, ranks the items; Fisher's test
/// is shown beside it, since people know it. The test alone ranks a little worse: it is content with any difference,
/// while the failures of one issue have one cause, so that a failure without the value speaks strongly against it. The
/// time of an item's change adds nothing: the runs before and after it have told that already.
package struct OverRepresentedItems: Sendable, Equatable {
    /// What one run was made with, and whether the issue occurred in it.
    package struct Sample: Sendable, Equatable {
        /// Item to value; an item that the run does not know is left out.
        package let values: [String: String]
        package let failed: Bool

        package init(_ values: [String: String], failed: Bool) {
            self.values = values
            self.failed = failed
        }
    }

    /// One value of an item.
    package struct Row: Sendable, Equatable {
        /// Failing and all runs with the value and without it, and the one-sided chance by Fisher's test.
        package let table: IsIsNot.Row
        /// The same chance for all values of all items that were looked at (Benjamini and Hochberg).
        package let adjustedChance: Double
        /// How much better the value explains the failures than no item does, as a power of 10; above 0 speaks for it.
        package let evidence: Double
    }

    package struct Item: Sendable, Equatable {
        package let name: String
        /// The chance that it is the cause, from 0 to 1; all items and "no item" add up to 1.
        package let chance: Double
        /// The value that explains the failures best comes first.
        package let rows: [Row]
    }

    /// The most probable cause first; equals, which no run tells apart, in the order of their names.
    package let items: [Item]
    /// The chance that no item is the cause, from 0 to 1.
    package let noItem: Double

    /// Where the cause is missing hardly anything fails: 2.4 % on average, worth twenty runs.
    private static let otherwise = RatePrior(failures: 0.5, passes: 20)

    /// - Parameters:
    ///   - samples: In any order. Items with one value in all runs are left out: they explain nothing.
    ///   - prior: The share of causes that no item is, between 0 and 1.
    /// - Complexity: O(values of all runs · log of their number).
    package init(_ samples: [Sample], noItem prior: Double = SuspectRanking.somethingElsePrior) {
        let hypotheses = Self.hypotheses(samples)
        // Every item has the same share of the prior.
        let share = LogScale.logarithm((1 - prior) / Double(max(1, hypotheses.count)))
        let rest = LogScale.logarithm(prior)
        let total = LogScale.sum(hypotheses.map { share + $0.evidence } + [rest])
        noItem = LogScale.number(rest - total)
        var adjusted = BenjaminiHochberg.adjusted(hypotheses.flatMap(\.cells).map(\.table.chance))[...]
        items =
            hypotheses
            .map { item in
                let chances = adjusted.prefix(item.cells.count)
                adjusted = adjusted.dropFirst(item.cells.count)
                return Item(
                    name: item.name, chance: LogScale.number(share + item.evidence - total),
                    rows: Self.rows(item.cells, Array(chances)))
            }
            .enumerated()
            .sorted { ($1.element.chance, $0.offset) < ($0.element.chance, $1.offset) }
            .map(\.element)
    }

    /// A row before all chances are known.
    private struct Cell {
        let table: IsIsNot.Row
        /// The Bayes factor against "no item", as a natural logarithm.
        let evidence: Double

        init(_ item: String, _ value: String, _ count: FailureCount, _ all: FailureCount, _ unexplained: Double) {
            let other = all - count
            table = IsIsNot.Row(
                dimension: item, value: value, failed: count.failures, runs: count.trials,
                otherFailed: other.failures, otherRuns: other.trials,
                chance: FisherTest.moreFailures(
                    count.failures, of: count.trials, than: other.failures, of: other.trials))
            evidence = RatePrior.uniform.logEvidence(count) + otherwise.logEvidence(other) - unexplained
        }
    }

    /// That one of the values of an item is the cause.
    private struct Hypothesis {
        let name: String
        let cells: [Cell]
        /// The mean Bayes factor over the values, as a natural logarithm.
        let evidence: Double

        init(_ name: String, _ cells: [Cell]) {
            self.name = name
            self.cells = cells
            // Sorted, so that items that no run tells apart are equal to the last bit.
            evidence = LogScale.sum(cells.map(\.evidence).sorted()) - LogScale.logarithm(Double(cells.count))
        }
    }

    /// The items with more than one value, in the order of their names.
    private static func hypotheses(_ samples: [Sample]) -> [Hypothesis] {
        let all = FailureCount(failures: samples.count { $0.failed }, of: samples.count)
        let unexplained = RatePrior.uniform.logEvidence(all)
        return counts(samples)
            .compactMap { item, values in
                let cells = values.filter { $0.value.trials < all.trials }
                    .sorted { precedes($0.key, $1.key) }
                    .map { Cell(item, $0.key, $0.value, all, unexplained) }
                return cells.isEmpty ? nil : Hypothesis(item, cells)
            }
            .sorted { precedes($0.name, $1.name) }
    }

    private static func rows(_ cells: [Cell], _ adjusted: [Double]) -> [Row] {
        zip(cells, adjusted)
            .map { Row(table: $0.table, adjustedChance: $1, evidence: LogScale.powerOf10($0.evidence)) }
            .enumerated()
            .sorted { ($1.element.evidence, $0.offset) < ($0.element.evidence, $1.offset) }
            .map(\.element)
    }

    /// Item to value to the runs with it.
    private static func counts(_ samples: [Sample]) -> [String: [String: FailureCount]] {
        var counts: [String: [String: FailureCount]] = [:]
        for sample in samples {
            let one = FailureCount(failures: sample.failed ? 1 : 0, of: 1)
            for (item, value) in sample.values {
                let known = counts[item, default: [:]][value] ?? FailureCount(failures: 0, of: 0)
                counts[item, default: [:]][value] = known + one
            }
        }
        return counts
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
