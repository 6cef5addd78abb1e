// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct ClusterFoldTests {
    private static let colors = ["red", "blue", "green", "pink"].map { "order cancelled \($0)" }

    @Test(arguments: [false, true])
    func `a learned wildcard folds younger clusters into the oldest`(usesRuns: Bool) throws {
        let lines = LogLines(["nothing like it here"] + Self.colors, usesRuns: usesRuns)
        let partition = usesRuns ? try #require(lines.clusterer.runs) : lines.clusterer.content

        #expect(partition.clusters == [0, 1, 1, 1, 1])
        #expect(partition.members.map(\.count) == [1, 4, 0, 0, 0])
        #expect(partition.clusterCount == 2)
        #expect((0..<5).map { partition.current($0) } == [0, 1, 1, 1, 1])
        #expect(partition.folds.map(\.younger) == [2, 3, 4])
        #expect(Set(partition.folds.map(\.older)) == [1])
    }

    @Test func `a fold says what was learned and what hangs on what`() throws {
        let partition = LogLines(Self.colors).clusterer.content
        let fold = try #require(partition.folds.first)
        let wildcard = try #require(fold.wildcard)

        #expect(fold.signature == 1 && fold.match == 0)
        #expect(wildcard.positions == 0b100)
        #expect(wildcard.signatures == [0, 1, 2, 3])
        #expect(partition.reasons == [nil] + [JoinReason?](repeating: .sentence(match: 0, wildcards: 1), count: 3))
    }

    @Test func `every signature but the first of its cluster hangs on one in it`() {
        let lines = LogLines(ShuffledLines.all)
        let partition = lines.clusterer.content
        let firsts = Set(partition.members.compactMap(\.first))

        for (number, reason) in partition.reasons.enumerated() {
            #expect((reason == nil) == firsts.contains(Int32(number)))
            guard let reason else { continue }
            #expect(partition.clusters[Int(reason.match)] == partition.clusters[number])
        }
    }

    @Test func `the overlay of people gives the same clusters, and undoes a fold`() {
        let lines = LogLines(Self.colors)
        let matches = lines.clusterer.content.reasons.map { $0?.match }
        let rows: [Int64] = [3, 5, 8, 9]
        let split = ClusterDecision.split(moved: [8, 9], stays: [3, 5])

        #expect(ClusterOverlay(rows, matches: matches, decisions: []).groups == [0, 0, 0, 0])
        #expect(ClusterOverlay(rows, matches: matches, decisions: [split]).groups == [0, 0, 2, 2])
    }
}
