// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What may have caused an incident: what changed between the last good and the first bad run, and what failing runs have
/// in common.
package struct SuspectReport: Sendable {
    /// Something that changed in the bracket.
    package struct Suspect: Sendable {
        package let delta: BaselineDiff.Delta
        /// Runs between which it changed.
        package let before: Int64
        package let after: Int64
        /// The chance that the failures began there, from 0 to 1.
        package let onset: Double
        /// What raised or lowered its score, with by how much.
        package let factors: [(label: String, weight: Double)]
        /// From 0 to 1; all scores and that of something else add up to 1.
        package let score: Double
        /// Numbers of the change requests that speak of it, ascending.
        package let changes: [Int64]

        package init(
            delta: BaselineDiff.Delta, before: Int64, after: Int64, onset: Double,
            factors: [(label: String, weight: Double)], score: Double, changes: [Int64] = []
        ) {
            self.changes = changes
            self.delta = delta
            self.before = before
            self.after = after
            self.onset = onset
            self.factors = factors
            self.score = score
        }
    }

    /// An item that failing runs have more often than passing ones.
    package struct Item: Sendable {
        /// The chance that it is the cause, from 0 to 1, among all items that vary.
        package let chance: Double
        /// Of the value that explains the failures best.
        package let row: IsIsNot.Row
        /// The chance by Fisher's test when all values of all items are looked at.
        package let adjustedChance: Double

        package init(chance: Double, row: IsIsNot.Row, adjustedChance: Double) {
            self.chance = chance
            self.row = row
            self.adjustedChance = adjustedChance
        }
    }

    /// The last run before the onset in which an affected test passed; nil where none is known.
    package let lastGood: Int64?
    package let firstBad: Int64
    /// Whether it comes and goes, so that it may have begun elsewhere.
    package let isIntermittent: Bool
    /// The most suspect first.
    package let suspects: [Suspect]
    /// How many more there are, each with a lower score.
    package let unlisted: Int
    /// The chance that none of them is the cause, from 0 to 1.
    package let somethingElse: Double
    /// The most probable first.
    package let items: [Item]
    /// Why there is nothing to say; nil where there is.
    package let note: String?
    /// Items in which the parts of a run at either end of the bracket differ, by kind and key, sorted: they are no suspects,
    /// since nobody knows which a test ran with.
    package let mixed: [String]

    package init(
        lastGood: Int64?, firstBad: Int64, isIntermittent: Bool, suspects: [Suspect], unlisted: Int,
        somethingElse: Double, items: [Item], note: String?, mixed: [String] = []
    ) {
        self.mixed = mixed
        self.lastGood = lastGood
        self.firstBad = firstBad
        self.isIntermittent = isIntermittent
        self.suspects = suspects
        self.unlisted = unlisted
        self.somethingElse = somethingElse
        self.items = items
        self.note = note
    }
}
