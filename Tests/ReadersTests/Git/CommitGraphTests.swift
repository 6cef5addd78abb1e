// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Testing

/// Which commits hold which.
struct CommitGraphTests {
    /// a - b - d - e, with c from a merged into d, and x alone.
    private let graph = CommitGraph(Array("e111 d111\nd111 b111 c111\nb111 a111\nc111 a111\na111\nx111\nb112\n".utf8))

    @Test(arguments: [
        ("a111", "e111", true), ("a111", "a111", true), ("e111", "a111", false), ("b111", "c111", false),
        ("c111", "e111", true), ("x111", "e111", false), ("E1", "e111", true), ("a1", "d1", true),
    ])
    func `a commit holds itself and its ancestors`(ancestor: String, descendant: String, holds: Bool) {
        #expect(graph.holds(ancestor, in: descendant) == holds)
        #expect(graph.holds(ancestor, in: descendant) == holds)
    }

    @Test(arguments: [("y111", "a111"), ("a111", "y111"), ("b11", "e111"), ("", "e111"), ("a1111", "e111")])
    func `what is unknown, or not known well enough, has no answer`(ancestor: String, descendant: String) {
        #expect(graph.holds(ancestor, in: descendant) == nil)
    }

    @Test func `an empty history answers nothing`() {
        #expect(CommitGraph([]).holds("a", in: "a") == nil)
    }
}
