// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How well groups agree with labels, B-cubed: both are shares from 0 to 1, and means over all failures.
struct Agreement {
    private struct Pair: Hashable {
        let label: String
        let group: String
    }

    /// Of the failures in the group of one, how many have its label.
    let precision: Double
    /// Of the failures with the label of one, how many are in its group.
    let recall: Double

    /// Pairs of failures of one cause in one test, and those of them that are in one group.
    private let recurring: (all: Int, together: Int)

    /// Share of the failures that come again, of one cause in one test, that are found together; 1 where none do.
    var recurrence: Double { recurring.all > 0 ? Double(recurring.together) / Double(recurring.all) : 1 }

    var f1: Double { precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0 }

    /// - Parameter recurrences: The cause and the test of each failure; empty where that is not known.
    init(_ labels: [String], _ groups: [String], recurrences: [String] = []) {
        let (byLabel, byGroup) = (Self.count(labels), Self.count(groups))
        var (precise, recalled) = (0.0, 0.0)
        for (pair, count) in Self.count(zip(labels, groups).map { Pair(label: $0, group: $1) }) {
            precise += Double(count * count) / Double(byGroup[pair.group] ?? 1)
            recalled += Double(count * count) / Double(byLabel[pair.label] ?? 1)
        }
        // Sums in another order differ in their last bits, and choices hang on them.
        let mean = { (sum: Double) in (sum / Double(labels.count) * 1e9).rounded() / 1e9 }
        precision = labels.isEmpty ? 1 : mean(precise)
        recall = labels.isEmpty ? 1 : mean(recalled)
        let named = zip(recurrences, groups).filter { !$0.0.isEmpty }.map { Pair(label: $0, group: $1) }
        recurring = (Self.pairs(Self.count(named.map(\.label))), Self.pairs(Self.count(named)))
    }

    private static func pairs<Value>(_ counts: [Value: Int]) -> Int {
        counts.values.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
    }

    /// Of parts that share no label and no group, with the number of failures of each.
    init(merging parts: [(count: Int, agreement: Agreement)]) {
        let count = Double(max(1, parts.reduce(0) { $0 + $1.count }))
        precision = parts.reduce(0) { $0 + Double($1.count) * $1.agreement.precision } / count
        recall = parts.reduce(0) { $0 + Double($1.count) * $1.agreement.recall } / count
        recurring = parts.reduce((0, 0)) { ($0.0 + $1.agreement.recurring.all, $0.1 + $1.agreement.recurring.together) }
    }

    init(_ labels: [String], _ groups: [Int32], recurrences: [String] = []) {
        self.init(labels, groups.map(String.init), recurrences: recurrences)
    }

    private static func count<Value: Hashable>(_ values: [Value]) -> [Value: Int] {
        values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
}
