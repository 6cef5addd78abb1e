// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Commits and their parents, for many questions about which holds which.
package final class CommitGraph {
    /// What git is asked for: a line for each commit, its hash and those of its parents.
    package static let arguments = ["rev-list", "--parents", "--all", "HEAD"]

    private var places: [String: Int] = [:]
    private var sorted: [String] = []
    private var children: [[Int]] = []
    private var descendants: [Int: Set<Int>] = [:]

    /// - Complexity: O(commits).
    package init(_ output: [UInt8]) {
        var parents: [[Substring]] = []
        let text = String(decoding: output, as: UTF8.self)
        for line in text.split(whereSeparator: \.isNewline) {
            let hashes = line.split(separator: " ")
            guard let own = hashes.first, places[String(own)] == nil else { continue }
            places[String(own)] = parents.count
            parents.append(Array(hashes.dropFirst()))
        }
        children = Array(repeating: [], count: parents.count)
        for (child, hashes) in parents.enumerated() {
            for hash in hashes { if let place = places[String(hash)] { children[place].append(child) } }
        }
        sorted = places.keys.sorted()
    }

    /// Whether the first commit is the second or one of its ancestors; nil where either is not known, or not by its first
    /// digits alone.
    ///
    /// - Complexity: O(commits) for each first commit, once.
    package func holds(_ ancestor: String, in descendant: String) -> Bool? {
        guard let first = place(ancestor), let second = place(descendant) else { return nil }
        if let known = descendants[first] { return known.contains(second) }
        var found: Set<Int> = [first]
        var open = [first]
        while let next = open.popLast() {
            for child in children[next] where found.insert(child).inserted { open.append(child) }
        }
        descendants[first] = found
        return found.contains(second)
    }

    private func place(_ hash: String) -> Int? {
        let hash = hash.lowercased()
        if let place = places[hash] { return place }
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < hash { low = middle + 1 } else { high = middle }
        }
        guard low < sorted.count, sorted[low].hasPrefix(hash) else { return nil }
        if low + 1 < sorted.count, sorted[low + 1].hasPrefix(hash) { return nil }
        return places[sorted[low]]
    }
}
