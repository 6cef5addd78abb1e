// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Which packages a project reaches over its dependencies, for files that write edges but not what they are for.
struct DependencyGraph<Node: Hashable> {
    private var edges: [Node: [Node]] = [:]

    mutating func connect(_ node: Node, to others: some Sequence<Node>) {
        edges[node, default: []].append(contentsOf: others)
    }

    /// All that can be reached, the roots included.
    ///
    /// - Complexity: O(nodes and edges).
    func reached(from roots: some Sequence<Node>) -> Set<Node> {
        var reached = Set(roots)
        var open = Array(reached)
        while let node = open.popLast() {
            for next in edges[node] ?? [] where reached.insert(next).inserted { open.append(next) }
        }
        return reached
    }
}
