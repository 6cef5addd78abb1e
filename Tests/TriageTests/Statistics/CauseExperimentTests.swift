// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Triage

/// Does the ranking of items find the one that lets runs fail?
struct CauseExperimentTests {
    /// Where the cause was ranked, in shares of the histories.
    struct Score: CustomStringConvertible {
        var (histories, first, firstThree) = (0, 0, 0)

        var shareFirst: Double { Double(first) / Double(max(1, histories)) }
        var shareFirstThree: Double { Double(firstThree) / Double(max(1, histories)) }

        /// - Parameter rank: From 0; an item that is as probable as the cause counts as before it.
        mutating func add(rank: Int) {
            histories += 1
            if rank == 0 { first += 1 }
            if rank < 3 { firstThree += 1 }
        }

        var description: String {
            let percent = { (share: Double) in "\((share * 1_000).rounded() / 10) %" }
            return "\(histories) histories: first \(percent(shareFirst)), first three \(percent(shareFirstThree))"
        }
    }

    /// The rank of the cause if items are in the order of a number, the highest first.
    private static func rank(
        of cause: String, in items: [OverRepresentedItems.Item], by number: (OverRepresentedItems.Item) -> Double
    ) -> Int {
        guard let place = items.firstIndex(where: { $0.name == cause }) else { return items.count }
        let own = number(items[place])
        return items.indices.count { $0 != place && number(items[$0]) >= own }
    }

    /// 200 histories of 20 to 80 runs with 30 items, of which one lets runs fail at a rate of 20 to 100 %.
    @Test func `the cause is ranked first, or among the first three`() {
        var random = SeededGenerator(state: 5)
        var (decidable, distinct, byFisher) = (Score(), Score(), Score())
        var drawn = 0
        while decidable.histories < 200 {
            drawn += 1
            let history = SyntheticHistory(using: &random)
            let items = OverRepresentedItems(history.samples).items
            let rank = Self.rank(of: history.cause, in: items) { $0.chance }
            if history.isDistinct { distinct.add(rank: rank) }
            guard history.isDecidable else { continue }
            decidable.add(rank: rank)
            byFisher.add(
                rank: Self.rank(of: history.cause, in: items) { -($0.rows.map(\.table.chance).min() ?? 1) })
        }

        print("decidable, of \(drawn): \(decidable)")
        print("decidable, by Fisher's test alone: \(byFisher)")
        print("distinct: \(distinct)")
        #expect(decidable.shareFirst >= 0.85, "\(decidable)")
        #expect(decidable.shareFirstThree >= 0.95, "\(decidable)")
        #expect(distinct.shareFirstThree >= 0.95, "\(distinct)")
    }
}
