// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestPhase
import Testing
import Workflow

/// The table in `README.md` is whole: every transition has a scenario that shows it.
struct TransitionTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    static let rows = TransitionRow.rows(
        of: (try? String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)) ?? "")

    @Test(arguments: rows.filter { $0.folder != nil })
    func `the scenario of a line shows its transition`(row: TransitionRow) throws {
        let name = try #require(row.folder)
        let scenario = try Scenario.named(name)

        #expect(try scenario.transitions().contains(row.transition))
    }

    @Test func `every transition that the code allows has a line`() {
        let lines = Set(Self.rows.map(\.transition))

        #expect(Transition.knowsEveryStep)
        #expect(Transition.allowed.subtracting(lines).map(\.description).sorted() == [])
        // Whether an incident is masked, stale, acknowledged or void, and an issue merged, is told by no table.
        let others = lines.subtracting(Transition.allowed).filter {
            $0.life != "standing" && $0.from != "merged" && $0.to != "merged"
        }
        #expect(others.map(\.description).sorted() == [])
    }

    @Test func `every line names a test that there is`() throws {
        let tests = Self.folder.deletingLastPathComponent()
        for row in Self.rows where row.folder == nil {
            let parts = row.place.split(separator: " ", maxSplits: 1)
            let file = tests.appending(path: String(parts[0]))
            #expect(try String(contentsOf: file, encoding: .utf8).contains("@Test func `\(parts[1])`"), "\(row.place)")
        }
        #expect(Set(Self.rows.map(\.transition)).count == Self.rows.count)
    }
}
