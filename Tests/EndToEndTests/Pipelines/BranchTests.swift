// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A checkout tells which commits hold others, and the store keeps it.
struct BranchTests {
    private let place: Workplace

    /// Main and a branch that was cut from its first commit; the branch fails.
    init() throws {
        place = try Workplace()
        try place.write("bad.xml", Report.suite(Report.failing("adds")))
        try place.write("good.xml", Report.suite(Report.passing("adds")))
        try git("init -q -b main .", "commit -q --allow-empty -m one", "checkout -q -b feature")
        try git("commit -q --allow-empty -m two")
        try ingest("bad", day: 1)
    }

    private func git(_ lines: String...) throws {
        for line in lines {
            let ended = try place.shell("git -c user.name=Ann -c user.email=ann@example.org \(line)")
            try #require(ended.code == 0, "\(ended)")
        }
    }

    private func ingest(_ name: String, day: Int, _ more: String...) throws {
        let ended = try place.run(
            [
                "ingest", "\(name).xml", "--phase", "beta", "--run-key", "\(day)", "--started",
                "2026-01-0\(day)T00:00:00Z",
            ]
                + more)
        #expect(ended.code == 0, "\(ended)")
    }

    private func incident() throws -> String { try place.run("incident", "show", "INC-1").output }

    @Test func `a merge of the branch that failed restores on main, and what came before it does not`() throws {
        try git("checkout -q main", "commit -q --allow-empty -m three")
        try ingest("good", day: 2)
        let before = try incident()
        try git("merge -q --no-ff --no-edit feature")
        try ingest("good", day: 3)

        let after = try incident()

        #expect(before.hasPrefix("INC-1  open"), "\(before)")
        #expect(
            after.hasPrefix("INC-1  restored") && after.contains("RUN-3, 2026-01-03 00:00 UTC (by git)"), "\(after)")
        #expect(try place.run("store", "verify").code == 0)
    }

    @Test func `a branch that was cut from the failing commit restores, and an older commit does not`() throws {
        try git("checkout -q -b older main")
        try ingest("good", day: 2, "--branch", "feature")
        let before = try incident()
        try git("checkout -q -b later feature", "commit -q --allow-empty -m three")
        try ingest("good", day: 3)

        #expect(before.hasPrefix("INC-1  open"), "\(before)")
        #expect(try incident().hasPrefix("INC-1  restored"))
    }

    @Test func `a clone without history leaves it to the branches`() throws {
        try git("clone -q --depth 1 file://\(place.work) shallow")

        let ended = try place.shell(
            "cd shallow && $exitgate ingest ../good.xml --phase beta --run-key 2 --started 2026-01-02T00:00:00Z --store ../.exitgate/exitgate.sqlite"
        )

        #expect(ended.code == 0, "\(ended)")
        #expect(try incident().contains("(by a pass of the same commit)"))
    }
}
