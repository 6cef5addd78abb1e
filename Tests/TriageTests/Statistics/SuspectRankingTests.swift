// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

struct SuspectRankingTests {
    private typealias Candidate = SuspectRanking.Candidate

    @Test func `a candidate with a factor is more suspect by its weight`() {
        let ranking = SuspectRanking([
            Candidate(name: "config/app.yml", onset: 0.5, factors: []),
            Candidate(name: "Sources/Cart.swift", onset: 0.5, factors: [.traceInChangedFile]),
        ])

        // The weights are 0.85 / 2, six times that, and 0.15.
        #expect(ranking.suspects.map(\.name) == ["Sources/Cart.swift", "config/app.yml"])
        #expect(abs(ranking.suspects[0].score - 2.55 / 3.125) < 1e-12)
        #expect(abs(ranking.suspects[1].score - 0.425 / 3.125) < 1e-12)
        #expect(abs(ranking.somethingElse - 0.15 / 3.125) < 1e-12)
    }

    @Test func `factors multiply, and are told in the order of their declaration`() {
        let ranking = SuspectRanking([
            Candidate(name: "README.md", onset: 1, factors: [.documentationOnly, .noChangeRequest, .failingTestEdited])
        ])

        let suspect = ranking.suspects[0]
        #expect(suspect.effects.map(\.factor) == [.failingTestEdited, .noChangeRequest, .documentationOnly])
        #expect(suspect.effects.map(\.weight) == [4, 1.5, 0.1])
        #expect(abs(suspect.score - 0.51 / 0.66) < 1e-12)
    }

    @Test func `a weight can be tuned`() {
        let candidates = [Candidate(name: "libpng", onset: 1, factors: [.dependencyInTrace])]

        let ranking = SuspectRanking(candidates, weights: [.dependencyInTrace: 2], somethingElse: 0.5)

        #expect(ranking.suspects[0].effects == [.init(factor: .dependencyInTrace, weight: 2)])
        #expect(abs(ranking.suspects[0].score - 2.0 / 3) < 1e-12)
    }

    @Test func `equals are in the order of their names, whatever came first`() {
        let names = ["b", "a", "é", "Z"]

        let ranking = SuspectRanking(names.map { Candidate(name: $0, onset: 0.25, factors: []) })

        #expect(ranking.suspects.map(\.name) == ["Z", "a", "b", "é"])
    }

    @Test func `chances of onset that are missing belong to something else`() {
        let ranking = SuspectRanking([Candidate(name: "a", onset: 0.4, factors: [])])

        #expect(abs(ranking.somethingElse - (0.15 + 0.85 * 0.6)) < 1e-12)
        #expect(abs(ranking.suspects[0].score - 0.34) < 1e-12)
    }

    @Test func `chances of onset beyond 1 only compare`() {
        let ranking = SuspectRanking(["a", "b"].map { Candidate(name: $0, onset: 3, factors: []) })

        #expect(ranking.suspects.allSatisfy { abs($0.score - 0.425) < 1e-12 })
        #expect(abs(ranking.somethingElse - 0.15) < 1e-12)
    }

    @Test func `without candidates it was something else`() {
        #expect(SuspectRanking([]).somethingElse == 1)
        #expect(SuspectRanking([Candidate(name: "a", onset: 0, factors: [])], somethingElse: 0).suspects[0].score == 0)
    }

    @Test func `factors have their weights, and labels of their own`() {
        let weights: [SuspectFactor: Double] = [
            .traceInChangedFile: 6, .dependencyInTrace: 6, .valueDiffers: 8, .failingTestEdited: 4, .sameOwner: 2,
            .noChangeRequest: 1.5, .documentationOnly: 0.1,
        ]

        #expect(SuspectFactor.allCases.allSatisfy { $0.standardWeight == weights[$0] })
        #expect(Set(SuspectFactor.allCases.map(\.label)).count == weights.count)
    }
}
