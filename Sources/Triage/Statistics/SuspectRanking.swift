// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The changed items between the last good and the first bad run, ranked by how probably each caused the failures.
package struct SuspectRanking: Sendable, Equatable {
    /// One item that changed in the bracket.
    package struct Candidate: Sendable, Equatable {
        /// Unique among the candidates.
        package let name: String
        /// The chance that the failures began with this change, from 0: the same for all changes of the bracket where
        /// the test has failed ever since, and that of `ChangePosterior` where failures come and go.
        package let onset: Double
        package let factors: Set<SuspectFactor>

        package init(name: String, onset: Double, factors: Set<SuspectFactor>) {
            self.name = name
            self.onset = onset
            self.factors = factors
        }
    }

    /// A factor, and by how much it multiplied a score.
    package struct Effect: Sendable, Equatable {
        package let factor: SuspectFactor
        package let weight: Double
    }

    package struct Suspect: Sendable, Equatable {
        package let name: String
        package let onset: Double
        /// In the order in which the factors are declared.
        package let effects: [Effect]
        /// From 0 to 1; all scores and that of something else add up to 1.
        package let score: Double
    }

    /// The share of causes that no candidate is, before anything is known.
    package static let somethingElsePrior = 0.15

    /// The most suspect first; equals in the order of their names, byte by byte.
    package let suspects: [Suspect]
    /// The chance that none of them is the cause, from 0 to 1.
    package let somethingElse: Double

    /// - Parameters:
    ///   - candidates: Where their chances of onset add up to more than 1, they are scaled down; what they leave of 1
    ///     belongs to something else.
    ///   - weights: Of the factors that a project tuned, each above 0.
    ///   - prior: The share of causes that no candidate is, from 0 to 1.
    package init(
        _ candidates: [Candidate], weights: [SuspectFactor: Double] = [:],
        somethingElse prior: Double = somethingElsePrior
    ) {
        let onsets = candidates.reduce(0) { $0 + max(0, $1.onset) }
        let scale = (1 - prior) / max(1, onsets)
        let effects = candidates.map { Self.effects(of: $0, weights) }
        let products = zip(candidates, effects).map { candidate, effects in
            effects.reduce(max(0, candidate.onset) * scale) { $0 * $1.weight }
        }
        let rest = prior + (1 - prior) * max(0, 1 - onsets)
        let total = products.reduce(rest, +)
        let divisor = total > 0 ? total : 1
        somethingElse = rest / divisor
        suspects = candidates.indices
            .map { place in
                Suspect(
                    name: candidates[place].name, onset: candidates[place].onset, effects: effects[place],
                    score: products[place] / divisor)
            }
            .sorted { left, right in
                left.score != right.score
                    ? left.score > right.score : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
            }
    }

    private static func effects(of candidate: Candidate, _ weights: [SuspectFactor: Double]) -> [Effect] {
        SuspectFactor.allCases.filter(candidate.factors.contains)
            .map { Effect(factor: $0, weight: weights[$0] ?? $0.standardWeight) }
    }
}
