// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing
import Workflow

/// A first failure on a commit on which the test passed before.
struct PassedCommitTests {
    private static let commit = "c0ffee1" + String(repeating: "0", count: 33)

    private func ingest(
        _ test: CaseText, day: Double, commit: String?, isDirty: Bool? = nil, into laboratory: Laboratory
    ) throws {
        try laboratory.ingest(report(test), day: day) { request in
            request.commit = commit
            request.snapshot = isDirty.map {
                ConfigurationSnapshot([
                    ConfigurationItem(.source, "dirty", value: $0 ? "yes" : "no", evidence: "git", isDirect: true)
                ])
            }
        }
    }

    @Test func `an abbreviation names the same commit, and without a commit nobody knows`() throws {
        let cases: [(before: String?, after: String?, Incident.State)] = [
            (Self.commit, String(Self.commit.prefix(8)), .intermittent), ("r12", "r12", .intermittent),
            (Self.commit, "beef" + Self.commit.dropFirst(4), .open), (nil, nil, .open), (Self.commit, nil, .open),
        ]

        for (before, after, state) in cases {
            let laboratory = try Laboratory()
            try ingest(.passed("pays"), day: 1, commit: before, into: laboratory)
            try ingest(.failed("pays"), day: 2, commit: after, into: laboratory)
            #expect(try laboratory.states() == [state], "\(before ?? "-") and \(after ?? "-")")
            #expect(try laboratory.problems() == [])
        }
    }

    @Test func `changes that no commit holds may be what failed`() throws {
        let cases: [(before: Bool, after: Bool, Incident.State)] = [
            (false, false, .intermittent), (false, true, .open), (true, false, .open),
        ]

        for (before, after, state) in cases {
            let laboratory = try Laboratory()
            try ingest(.passed("pays"), day: 1, commit: Self.commit, isDirty: before, into: laboratory)
            try ingest(.failed("pays"), day: 2, commit: Self.commit, isDirty: after, into: laboratory)
            #expect(try laboratory.states() == [state], "dirty \(before) and \(after)")
            #expect(try laboratory.problems() == [])
        }
    }

    @Test func `each test that fails must have passed on the commit`() throws {
        for (isPassing, state) in [(true, Incident.State.intermittent), (false, .open)] {
            let laboratory = try Laboratory()
            let ships: CaseText = isPassing ? .passed("ships") : .skipped("ships")
            try laboratory.ingest(report(.passed("pays"), ships), day: 1) { $0.commit = Self.commit }

            try laboratory.ingest(report(.failed("pays"), .failed("ships")), day: 2) { $0.commit = Self.commit }

            #expect(try laboratory.states() == [state])
            #expect(try laboratory.problems() == [])
        }
    }

    @Test func `what passes on another branch is neither the last good run nor hides one`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.passed("pays")), day: 1) { ($0.commit, $0.branch) = (Self.commit, "main") }
        try laboratory.ingest(report(.passed("pays")), day: 2) { ($0.commit, $0.branch) = ("beef123", "feature") }

        try laboratory.ingest(report(.failed("pays")), day: 3) { ($0.commit, $0.branch) = (Self.commit, "main") }

        let incident = try ReadEvidence(laboratory.store).incidents().first
        #expect((incident?.state, incident?.lastGoodRun) == (.intermittent, 1))
        #expect(try laboratory.problems() == [])
    }

    @Test func `it fails again on the commit that passed before it began`() throws {
        let laboratory = try Laboratory()
        try ingest(.passed("pays"), day: 1, commit: Self.commit, into: laboratory)
        try ingest(.failed("pays"), day: 2, commit: "another", into: laboratory)
        let opened = try laboratory.states()
        try ingest(.failed("pays"), day: 3, commit: Self.commit, into: laboratory)

        #expect((opened, try laboratory.states()) == ([.open], [.intermittent]))
        #expect(try laboratory.problems() == [])
    }

    @Test func `only the last pass is compared`() throws {
        let laboratory = try Laboratory()
        try ingest(.passed("pays"), day: 1, commit: Self.commit, into: laboratory)
        try ingest(.passed("pays"), day: 2, commit: "another", into: laboratory)

        try ingest(.failed("pays"), day: 3, commit: Self.commit, into: laboratory)

        #expect(try laboratory.states() == [.open])
    }
}
