// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Triage

/// Reference values are from SciPy 1.17.1.
struct OverRepresentedItemsTests {
    private typealias Sample = OverRepresentedItems.Sample

    /// Five runs with libpng 1.6.40, of which four fail, and fifteen with 1.6.39, which pass; the system turns with
    /// each.
    private static let samples = (0..<20).map { run in
        let (libpng, system) = (run < 15 ? "1.6.39" : "1.6.40", run.isMultiple(of: 2) ? "linux" : "macos")
        return Sample(["libpng": libpng, "os": system, "arch": "arm64"], failed: run > 15)
    }

    /// `fisher_exact([[4, 1], [0, 15]], alternative="greater")`, and with `e(x, n, a, b) = betaln(a + x, b + n - x) -
    /// betaln(a, b)`: `(e(4, 5, 1, 1) + e(0, 15, 0.5, 20) - e(4, 20, 1, 1)) / log(10)`.
    @Test func `a value that fails is told with its counts and its evidence`() throws {
        let items = OverRepresentedItems(Self.samples)

        let first = try #require(items.items.first)
        let row = try #require(first.rows.first)
        #expect(first.name == "libpng")
        #expect(
            [row.table.failed, row.table.runs, row.table.otherFailed, row.table.otherRuns] == [4, 5, 0, 15])
        #expect(row.table.value == "1.6.40")
        #expect(abs(row.table.chance - 0.0010319917440660474) < 1e-12)
        #expect(abs(row.evidence - 3.4077097380552788) < 1e-10)
        #expect(first.chance > 0.99)
    }

    @Test func `each chance is adjusted for all values that were looked at`() throws {
        let items = OverRepresentedItems(Self.samples)

        let rows = items.items.flatMap(\.rows)
        #expect(rows.count == 4)
        #expect(rows.map(\.adjustedChance) == BenjaminiHochberg.adjusted(rows.map(\.table.chance)))
        #expect(abs(rows[0].adjustedChance - 4 * 0.0010319917440660474) < 1e-12)
    }

    @Test func `an item with one value in all runs is left out`() {
        let items = OverRepresentedItems(Self.samples)

        #expect(items.items.map(\.name) == ["libpng", "os"])
    }

    @Test func `the chances of all items and of none add up to 1`() {
        let items = OverRepresentedItems(Self.samples, noItem: 0.3)

        #expect(abs(items.items.map(\.chance).reduce(items.noItem, +) - 1) < 1e-12)
    }

    @Test func `items that no run tells apart are equal, in the order of their names`() throws {
        let samples = Self.samples.map { sample in
            let isNew = sample.values["libpng"] == "1.6.40"
            return Sample(sample.values.merging(["zlib": isNew ? "1.2" : "1.3"]) { $1 }, failed: sample.failed)
        }

        let items = OverRepresentedItems(samples).items

        #expect(items.map(\.name) == ["libpng", "zlib", "os"])
        #expect(items[0].chance == items[1].chance)
    }

    @Test func `items are equal whatever their values are called`() {
        var random = SeededGenerator(state: 4)
        for _ in 0..<20 {
            let samples = (0..<40).map { _ in
                let value = Int.random(in: 0..<5, using: &random)
                return Sample(["a": "\(value)", "b": "\(value * 3 % 5)"], failed: value < 2 && random.chance() < 0.7)
            }

            let items = OverRepresentedItems(samples).items

            #expect(items.map(\.name) == ["a", "b"])
            #expect(items[0].chance == items[1].chance)
        }
    }

    @Test func `of items with the same failing runs the one with fewer values comes first`() {
        let samples = Self.samples.enumerated().map { run, sample in
            let isNew = sample.values["libpng"] == "1.6.40"
            let values = isNew ? "c" : run < 7 ? "a" : "b"
            return Sample(sample.values.merging(["image": values]) { $1 }, failed: sample.failed)
        }

        #expect(OverRepresentedItems(samples).items.map(\.name) == ["libpng", "image", "os"])
    }

    @Test func `the order of the runs does not matter`() {
        var random = SeededGenerator(state: 5)
        let expected = OverRepresentedItems(Self.samples)

        for _ in 0..<10 {
            #expect(OverRepresentedItems(Self.samples.shuffled(using: &random)) == expected)
        }
    }

    @Test func `a run that does not know an item is a run without its values`() throws {
        let samples = (0..<12).map { Sample($0 < 4 ? ["flag": "on"] : [:], failed: $0 < 4) }

        let row = try #require(OverRepresentedItems(samples).items.first?.rows.first)

        #expect([row.table.failed, row.table.runs, row.table.otherFailed, row.table.otherRuns] == [4, 4, 0, 8])
    }

    @Test func `where everything fails no item is the cause`() {
        let samples = Self.samples.map { Sample($0.values, failed: true) }

        #expect(OverRepresentedItems(samples).noItem > 0.9)
    }

    @Test func `without runs there is nothing to say`() {
        #expect(OverRepresentedItems([]).items.isEmpty)
        #expect(OverRepresentedItems([]).noItem == 1)
    }
}
