// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Testing

@testable import Workflow

/// What is known of the commits of many runs, and how it is told.
struct RunDescentTests {
    private static func hash(_ number: Int) -> String { "c0ffee\(number)" + String(repeating: "0", count: 33) }

    private func ingest(
        _ commit: Int, behind ancestors: [Int] = [], day: Double, branch: String = "main", into laboratory: Laboratory
    ) throws {
        try laboratory.ingest(report(.passed("pays")), day: day) { request in
            (request.branch, request.commit) = (branch, Self.hash(commit))
            let lineage = Lineage(([commit] + ancestors).map(Self.hash))
            request.history = { _, _ in CommitHistory(lineage: lineage) }
        }
    }

    private func source(ofClaim commit: Int, _ laboratory: Laboratory) throws -> String {
        try laboratory.store.read { connection in
            let queries = IssueQueries(connection)
            let claim = IssueLife.FixClaim(commit: Self.hash(commit), at: .max, decision: 0)
            let holder = try CommitAncestry().holder(of: claim, queries, RunDescent(connection))
            return holder.source(of: try queries.allRuns())
        }
    }

    @Test func `runs that are read together say what each says alone`() throws {
        let laboratory = try Laboratory()
        for place in 1...9 { try ingest(place, behind: [place - 1], day: Double(place), into: laboratory) }

        try laboratory.store.read { connection in
            let descents = RunDescent(connection)
            for run in Int64(1)...9 {
                let together = try descents.source(of: run)
                let alone = try LineageRecords(connection).source(ofRun: run)
                #expect(together?.branch == "main" && together?.commit == alone?.commit)
                #expect(together?.name != nil && together?.lineage == alone?.lineage)
            }
            #expect(try descents.source(of: 10)?.branch == nil)
        }
    }

    @Test func `what git kept decides where the claimed commit was never tested`() throws {
        let laboratory = try Laboratory()
        try ingest(3, behind: [2, 1], day: 1, into: laboratory)

        let source = try source(ofClaim: 2, laboratory)

        #expect(source == "git, as runs were ingested")
    }

    @Test func `the order of runs decides where git said nothing of the later ones`() throws {
        let laboratory = try Laboratory()
        try ingest(2, behind: [1], day: 1, into: laboratory)
        try ingest(3, day: 2, into: laboratory)

        let source = try source(ofClaim: 2, laboratory)

        #expect(source == "order of runs on the branch")
    }
}
