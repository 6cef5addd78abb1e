// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

/// Five signatures: 0 and 3 begin clusters; 1 and 2 hang on 0 and 1; 4 hangs on 3.
@Suite
struct ClusterOverlayTests {
    private let signatures = (0..<7).map { Int64($0 * 3 + 7) }
    private let matches: [Int32?] = [nil, 0, 1, nil, 3]

    private func groups(_ decisions: [ClusterDecision], later: [Int32?] = []) -> [Int32] {
        let matches = matches + later
        return ClusterOverlay(Array(signatures.prefix(matches.count)), matches: matches, decisions: decisions).groups
    }

    @Test func `without decisions a group is a cluster`() {
        #expect(groups([]) == [0, 0, 0, 3, 3])
    }

    @Test func `a merge ties two clusters, and later signatures follow`() {
        let merge = ClusterDecision.merge(signatures[2], signatures[3])

        #expect(groups([merge]) == [0, 0, 0, 0, 0])
        #expect(groups([merge], later: [4, 1]) == [0, 0, 0, 0, 0, 0, 0])
    }

    @Test func `a split moves signatures, and what is like them goes with them`() {
        let split = ClusterDecision.split(moved: [signatures[1]], stays: [signatures[0], signatures[2]])

        #expect(groups([split]) == [0, 1, 0, 3, 3])
        #expect(groups([split], later: [1, 2]) == [0, 1, 0, 3, 3, 1, 0])
    }

    @Test func `the first signature of a cluster can leave it`() {
        let split = ClusterDecision.split(moved: [signatures[0]], stays: [signatures[1], signatures[2]])

        #expect(groups([split], later: [0, 1]) == [0, 1, 1, 3, 3, 0, 1])
    }

    @Test func `a split takes back a merge`() {
        let merge = ClusterDecision.merge(signatures[0], signatures[3])
        let split = ClusterDecision.split(
            moved: [signatures[3], signatures[4]], stays: [signatures[0], signatures[1], signatures[2]])

        #expect(groups([merge, split]) == [0, 0, 0, 3, 3])
        #expect(groups([merge, split, merge]) == [0, 0, 0, 0, 0])
    }

    @Test func `a pin moves one signature and nothing that stays`() {
        let pin = ClusterDecision.pin(signatures[1], to: signatures[4], stays: [signatures[0], signatures[2]])

        #expect(groups([pin]) == [0, 1, 0, 1, 1])
        #expect(groups([pin], later: [1, 2]) == [0, 1, 0, 1, 1, 1, 0])
    }

    @Test func `a rule takes what it speaks of, and nothing that hangs on it`() {
        let rule = ClusterDecision.rule([signatures[0], signatures[4]], to: signatures[3])

        #expect(groups([rule]) == [0, 1, 1, 0, 0])
        #expect(groups([rule], later: [0, 1]) == [0, 1, 1, 0, 0, 1, 1])
        #expect(groups([.rule([signatures[1]], to: signatures[4])]) == [0, 1, 0, 1, 1])
    }

    @Test func `what a merge held together stays together when its middle leaves`() {
        let merge = ClusterDecision.merge(signatures[0], signatures[3])
        let split = ClusterDecision.split(
            moved: [signatures[0]], stays: [signatures[1], signatures[2], signatures[3], signatures[4]])

        #expect(groups([merge, split]) == [0, 1, 1, 1, 1])
    }

    @Test func `a signature that came later between two parts does not join them`() {
        // 5 came late: 2 hangs on it now, and it hangs on 1.
        let matches: [Int32?] = [nil, 0, 5, nil, 3, 1]
        let split = ClusterDecision.split(moved: [signatures[1]], stays: [signatures[0], signatures[2]])
        let overlay = ClusterOverlay(Array(signatures.prefix(6)), matches: matches, decisions: [split])

        #expect(overlay.groups == [0, 1, 0, 3, 3, 1])
    }

    @Test func `a rule about the issue that it is for throws nothing out of it`() {
        #expect(groups([.rule([signatures[0]], to: signatures[0])]) == [0, 0, 0, 3, 3])
        #expect(groups([.rule([signatures[0], signatures[3]], to: signatures[2])]) == [0, 0, 0, 0, 4])
    }

    @Test func `a pin wins over a rule that was there before`() {
        let rule = ClusterDecision.rule([signatures[1]], to: signatures[3])
        let pin = ClusterDecision.pin(signatures[1], to: signatures[0], stays: [signatures[3], signatures[4]])

        #expect(groups([rule]) == [0, 1, 0, 1, 1])
        #expect(groups([rule, pin]) == [0, 0, 0, 3, 3])
    }

    @Test func `run times do not join what a person parted`() {
        let split = ClusterDecision.split(moved: [signatures[1]], stays: [signatures[0], signatures[2]])
        let free = ClusterOverlay(Array(signatures.prefix(5)), matches: matches, decisions: [])
        let parted = ClusterOverlay(Array(signatures.prefix(5)), matches: matches, decisions: [split])

        #expect(free.groups(joining: [(0, 3)]) == [0, 0, 0, 0, 0])
        #expect(parted.groups(joining: [(1, 0)]) == [0, 1, 0, 3, 3])
        #expect(parted.groups(joining: [(1, 3), (3, 0)]) == [0, 1, 0, 1, 1])
    }

    @Test func `decisions about unknown signatures change nothing`() {
        let unknown: Int64 = 99

        #expect(
            groups([.merge(signatures[0], unknown), .pin(unknown, to: signatures[0], stays: [])]) == [0, 0, 0, 3, 3])
    }
}
