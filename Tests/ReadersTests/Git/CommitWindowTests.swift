// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase
import Testing

/// A commit and those before it, as git prints them at once.
struct CommitWindowTests {
    private static func hash(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 40 - digits.count) + digits
    }

    /// A line of commits from one down to another, each of which fixes the issue of its number.
    private static func window(_ commits: [(Int, parents: [Int])]) -> CommitWindow {
        let records = commits.map { number, parents in
            let parents = parents.map(Self.hash).joined(separator: " ")
            return [hash(number), "1795599000", "Ann", parents, "x\n\nFixes: ISS-\(number)\n"].joined(
                separator: "\u{1F}")
        }
        return CommitWindow(Array(records.joined(separator: "\0").utf8))
    }

    private static func line(_ first: Int, _ last: Int) -> CommitWindow {
        window((last...first).reversed().map { ($0, $0 > 1 ? [$0 - 1] : []) })
    }

    private func fixed(_ window: CommitWindow, besides known: [Int]) -> [Int64?]? {
        window.notes(besides: known.map(Self.hash))?.filter { $0.kind == .fixes }.map(\.number)
    }

    @Test func `only what no known commit holds is told`() {
        #expect(fixed(Self.line(5, 1), besides: [3]) == [5, 4])
        #expect(fixed(Self.line(5, 1), besides: []) == [5, 4, 3, 2, 1])
        #expect(fixed(Self.line(5, 1), besides: [5]) == [])
        #expect(fixed(Self.line(5, 1), besides: [77]) == [5, 4, 3, 2, 1])
    }

    @Test func `what a merge brought is not held by the other side`() {
        let window = Self.window([(6, [5, 4]), (5, [3]), (4, [2]), (3, [2]), (2, [1]), (1, [])])

        #expect(fixed(window, besides: [5]) == [6, 4])
        #expect(fixed(window, besides: [4]) == [6, 5, 3])
        #expect(fixed(window, besides: [4, 3]) == [6, 5])
    }

    @Test func `where more may lie behind, git is to be asked`() {
        let full = Self.line(300, 44)

        #expect(fixed(full, besides: []) == nil)
        #expect(fixed(full, besides: [40]) == nil)
        #expect(fixed(full, besides: [44]) == (45...300).reversed().map { Int64($0) })
        #expect(fixed(full, besides: [299]) == [300])
    }

    @Test func `the lineage is that of the hashes`() {
        #expect(Self.line(5, 1).lineage == Lineage((1...5).reversed().map(Self.hash)))
        #expect(Self.line(300, 44).lineage?.bytes.count == Lineage.fullBytes)
        #expect(Self.line(1, 1).lineage == nil)
        #expect(CommitWindow([]).lineage == nil)
        #expect(CommitWindow(Array("nonsense".utf8)).notes(besides: []) == [])
    }
}
