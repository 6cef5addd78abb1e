// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Sets of numbers that grow together; the smallest number stands for its set.
struct UnionFind {
    private var parents: [Int32]

    init(_ count: Int) { parents = (0..<count).map { Int32($0) } }

    mutating func root(_ number: Int32) -> Int32 {
        var root = number
        while parents[Int(root)] != root { root = parents[Int(root)] }
        var place = number
        while parents[Int(place)] != root { (place, parents[Int(place)]) = (parents[Int(place)], root) }
        return root
    }

    /// Makes the sets of both one; false if they are already.
    @discardableResult
    mutating func join(_ first: Int32, _ second: Int32) -> Bool {
        let (one, other) = (root(first), root(second))
        guard one != other else { return false }
        parents[Int(max(one, other))] = min(one, other)
        return true
    }
}
