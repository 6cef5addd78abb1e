// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Clusters as people want them: what the evidence says, corrected by decisions in the order in which they were made.
///
/// Evidence makes a forest: each signature hangs on the one that it is most like, and a tree is a cluster. A decision
/// moves a branch or ties two trees together. A signature that comes later hangs on its match and so follows it wherever
/// people put it. Nothing is forgotten: without the decision the forest is as it was.
package struct ClusterOverlay: Sendable {
    /// Signature that each one hangs on; -1 for the root of a tree. Older signatures come first.
    private var parents: [Int32]
    private let numbers: [Int64: Int32]
    /// Pairs whose trees are one.
    private struct Tie {
        let first: Int32
        let second: Int32
        /// Whether a rule and not a person tied the first to the second.
        var isRule = false
    }

    private var ties: [Tie] = []
    /// Pairs that must never be one, such as by run times.
    private var partings: [(Int32, Int32)] = []

    /// - Parameters:
    ///   - signatures: In the order in which they were grouped.
    ///   - matches: For each, the number of the signature that it joined; nil for the first of a cluster.
    ///   - decisions: Oldest first; names of unknown signatures are ignored.
    package init(_ signatures: [Int64], matches: [Int32?], decisions: [ClusterDecision]) {
        parents = matches.map { $0 ?? -1 }
        numbers = Dictionary(signatures.enumerated().map { ($1, Int32($0)) }) { first, _ in first }
        for decision in decisions { apply(decision) }
    }

    /// The group of each signature: the number of the oldest signature in it.
    ///
    /// - Complexity: O(n + t) for n signatures and t ties, but for near-constant factors.
    package var groups: [Int32] {
        var forest = UnionFind(parents.count)
        for (number, parent) in parents.enumerated() where parent >= 0 { forest.join(Int32(number), parent) }
        for tie in ties { forest.join(tie.first, tie.second) }
        return parents.indices.map { forest.root(Int32($0)) }
    }

    /// Groups joined further where `pairs` say so, best first, unless a person parted them.
    package func groups(joining pairs: [(Int32, Int32)]) -> [Int32] {
        var forest = UnionFind(parents.count)
        for (number, group) in groups.enumerated() { forest.join(Int32(number), group) }
        for (first, second) in pairs {
            let (one, other) = (forest.root(first), forest.root(second))
            guard one != other else { continue }
            let isParted = partings.contains { left, right in
                let (left, right) = (forest.root(left), forest.root(right))
                return left == one && right == other || left == other && right == one
            }
            if !isParted { forest.join(one, other) }
        }
        return parents.indices.map { forest.root(Int32($0)) }
    }

    private mutating func apply(_ decision: ClusterDecision) {
        switch decision {
        case .merge(let first, let second):
            guard let first = numbers[first], let second = numbers[second] else { return }
            ties.append(Tie(first: first, second: second))
            guard !partings.isEmpty else { return }
            let forest = groups
            let (one, other) = (forest[Int(first)], forest[Int(second)])
            partings.removeAll { forest[Int($0.0)] == one && forest[Int($0.1)] == one || one != other }
        case .split(let moved, let stays):
            split(moved.compactMap { numbers[$0] }.sorted(), stays.compactMap { numbers[$0] }.sorted())
        case .pin(let signature, let target, let stays):
            guard let signature = numbers[signature], let target = numbers[target], signature != target else { return }
            split([signature], stays.compactMap { numbers[$0] }.filter { $0 != target }.sorted())
            partings.removeAll { $0.0 == signature || $0.1 == signature }
            ties.append(Tie(first: signature, second: target))
        case .rule(let matched, let target):
            guard let target = numbers[target] else { return }
            let forest = groups
            // What is with the target already stays where it hangs, and so does what hangs on it.
            let matched = Set(matched.compactMap { numbers[$0] }.filter { forest[Int($0)] != forest[Int(target)] })
            detach(matched)
            for signature in matched.sorted() { ties.append(Tie(first: signature, second: target, isRule: true)) }
        }
    }

    /// Makes each of `leaving` a tree of its own; what hung on it hangs on what it hung on, or on its oldest neighbour.
    private mutating func detach(_ leaving: Set<Int32>) {
        let before = parents
        var orphans: [Int32: [Int32]] = [:]
        for number in before.indices.map({ Int32($0) }) where !leaving.contains(number) {
            var parent = before[Int(number)]
            var top = parent
            while parent >= 0, leaving.contains(parent) { (top, parent) = (parent, before[Int(parent)]) }
            if parent >= 0 {
                parents[Int(number)] = parent
            } else if top >= 0 {
                orphans[top, default: []].append(number)
            }
        }
        for children in orphans.values {
            for child in children { parents[Int(child)] = child == children[0] ? -1 : children[0] }
        }
        for number in leaving { parents[Int(number)] = -1 }
    }

    /// Hangs `moved` on the oldest of them, ties `stays` to the oldest of those, and cuts every branch between the two.
    private mutating func split(_ moved: [Int32], _ stays: [Int32]) {
        guard let newRoot = moved.first else { return }
        let before = parents
        let leaving = Set(moved)
        let staying = Set(stays)
        for number in moved { parents[Int(number)] = number == newRoot ? -1 : newRoot }
        ties.removeAll { tie in
            let isCut =
                leaving.contains(tie.first) && staying.contains(tie.second)
                || staying.contains(tie.first) && leaving.contains(tie.second)
            // The word of a person about a signature wins over that of a rule.
            return isCut || tie.isRule && leaving.contains(tie.first)
        }
        guard let oldRoot = stays.first else { return }
        for number in stays {
            // A signature that came later may hang between the two.
            var parent = before[Int(number)]
            while parent >= 0, !leaving.contains(parent), !staying.contains(parent) { parent = before[Int(parent)] }
            if parent >= 0, leaving.contains(parent) { parents[Int(number)] = -1 }
            if number != oldRoot { ties.append(Tie(first: oldRoot, second: number)) }
        }
        partings.append((newRoot, oldRoot))
    }
}
