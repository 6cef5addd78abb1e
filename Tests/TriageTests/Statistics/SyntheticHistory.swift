// Exitgate
// SPDX-License-Identifier: Apache-2.0

@testable import Triage

/// A made-up history of runs in which one value of one configuration item lets runs fail.
struct SyntheticHistory {
    static let itemCount = 30

    let samples: [OverRepresentedItems.Sample]
    /// The item that lets runs fail.
    let cause: String
    /// Whether the runs can tell the cause from every other value of every item.
    ///
    /// At least three runs fail and three pass. And as many runs differ between the value and any other as a defect of
    /// this rate needs to show itself with a chance of 95 %: 1 at a rate of 100 %, 5 at 50 %, 14 at 20 %. The latter
    /// depends on the plan of the runs and on the rate, not on which of them failed; neither on how items are ranked.
    let isDecidable: Bool
    /// Whether at least five runs fail and five pass, and no other value was in exactly the same runs.
    let isDistinct: Bool

    init(using random: inout SeededGenerator) {
        let runs = Int.random(in: 20...80, using: &random)
        var columns: [[Int]] = []
        for _ in 0..<Self.itemCount { columns.append(Self.column(runs, after: columns, &random)) }
        let (item, value) = Self.cause(in: columns, &random)
        let rate = 0.2 + random.chance() * 0.8
        let noise: Double = [0, 0, 0.01, 0.03].randomElement(using: &random) ?? 0
        let fails = columns[item].map { random.chance() < ($0 == value ? rate : noise) }

        samples = (0..<runs).map { run in
            let values = columns.enumerated().map { (Self.name($0.offset), "\($0.element[run])") }
            return .init(Dictionary(uniqueKeysWithValues: values), failed: fails[run])
        }
        cause = Self.name(item)
        let failures = fails.count { $0 }
        let fewest = Self.differences(between: (item, value), in: columns).min() ?? 0
        let needed = rate < 1 ? LogScale.logarithm(0.05) / LogScale.logarithm(1 - rate) : 1
        isDecidable = min(failures, runs - failures) >= 3 && Double(fewest) >= needed
        isDistinct = min(failures, runs - failures) >= 5 && fewest > 0
    }

    private static func name(_ item: Int) -> String { "item-\(item)" }

    /// The values of one item in all runs: a version that rises, a setting that turns now and then, one drawn for each
    /// run, or one that mostly follows another item.
    private static func column(_ runs: Int, after others: [[Int]], _ random: inout SeededGenerator) -> [Int] {
        let values = random.chance() < 0.6 ? 2 : 3
        switch random.chance() {
        case ..<0.35:
            let steps = (1..<values).map { _ in Int.random(in: 1..<runs, using: &random) }
            return (0..<runs).map { run in steps.count { $0 <= run } }
        case ..<0.6:
            let turning = 0.05 + random.chance() * 0.25
            var value = Int.random(in: 0..<values, using: &random)
            return (0..<runs).map { _ in
                if random.chance() < turning { value = (value + Int.random(in: 1..<values, using: &random)) % values }
                return value
            }
        case ..<0.8:
            return (0..<runs).map { _ in Int.random(in: 0..<values, using: &random) }
        default:
            guard let other = others.randomElement(using: &random) else { return [Int](repeating: 0, count: runs) }
            let straying = 0.03 + random.chance() * 0.17
            return other.map { random.chance() < straying ? Int.random(in: 0..<values, using: &random) : $0 }
        }
    }

    /// A value of an item that at least three runs have and three have not.
    private static func cause(in columns: [[Int]], _ random: inout SeededGenerator) -> (item: Int, value: Int) {
        let possible = columns.enumerated().flatMap { item, column in
            (0..<3).compactMap { value in
                let count = column.count { $0 == value }
                return min(count, column.count - count) >= 3 ? (item, value) : nil
            }
        }
        return possible.randomElement(using: &random) ?? (0, 0)
    }

    /// In how many runs each value of every other item differs from a value.
    private static func differences(between cause: (item: Int, value: Int), in columns: [[Int]]) -> [Int] {
        columns.enumerated().filter { $0.offset != cause.item }.flatMap { _, column in
            Set(column).map { value in
                zip(column, columns[cause.item]).count { ($0 == value) != ($1 == cause.value) }
            }
        }
    }
}
