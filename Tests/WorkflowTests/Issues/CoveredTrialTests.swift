// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Testing
import Workflow

/// Passes where the defect cannot be are no trials: neither the rate nor the proof of a fix counts them.
struct CoveredTrialTests {
    private static func hash(_ number: Int) -> String { "c0ffee\(number)" + String(repeating: "0", count: 33) }

    /// One run a letter on a branch, one a day; each of `ancestors` is one that git knows behind every commit.
    private static func ingest(
        _ runs: String, from first: Double, branch: String?, commit: Int? = nil, behind ancestors: [Int] = [],
        into laboratory: Laboratory
    ) throws {
        for (index, letter) in runs.enumerated() {
            let test: CaseText = letter == "F" ? .failed("pays", refusedPayment) : .passed("pays")
            try laboratory.ingest(report(test), day: first + Double(index), run: "\(branch ?? "-") \(first) \(index)") {
                $0.branch = branch
                $0.commit = commit.map(hash) ?? (branch == "main" ? "c0ffee" : "dead") + "\(10 + Int(first) + index)"
                let lineage = commit.flatMap { Lineage(([$0] + ancestors).map(hash)) }
                $0.history = { _, _ in CommitHistory(lineage: lineage) }
            }
        }
    }

    private static func issue(_ laboratory: Laboratory) throws -> IssueDetail {
        try ReadEvidence(laboratory.store).issues.show(.issue(1))
    }

    @Test func `passes of branches that never had the defect make it no rarer`() throws {
        let cases: [(branch: String?, Severity)] = [("older", .s2), (nil, .s3), ("main", .s3)]

        for (branch, severity) in cases {
            let laboratory = try Laboratory()
            try Self.ingest("FF", from: 1, branch: "main", into: laboratory)
            try Self.ingest("......", from: 3.5, branch: branch, into: laboratory)
            try Self.ingest("FF", from: 10, branch: "main", into: laboratory)
            // There is another branch in any case.
            try Self.ingest(".", from: 0.5, branch: "older", into: laboratory)

            let issue = try Self.issue(laboratory)

            #expect(issue.weight.severity == severity, "\(branch ?? "-")")
            #expect(try laboratory.problems() == [])
        }
    }

    @Test func `what git knows decides: a branch that holds a failing commit is tried, and one before it is not`()
        throws
    {
        let cases: [(ancestors: [Int], trials: Int)] = [([4, 3, 2], 7), ([4], 7), ([1], 3)]

        for (ancestors, trials) in cases {
            let laboratory = try Laboratory()
            try Self.ingest("F", from: 1, branch: "main", commit: 2, behind: [1], into: laboratory)
            try Self.ingest("F", from: 2, branch: "main", commit: 3, behind: [2, 1], into: laboratory)
            try Self.ingest("F", from: 2.5, branch: "main", commit: 4, behind: [3, 2, 1], into: laboratory)
            for number in 0..<4 {
                try Self.ingest(
                    ".", from: 3 + Double(number), branch: "feature", commit: 6, behind: ancestors, into: laboratory)
            }
            try Self.ingest(".", from: 8, branch: "main", commit: 5, behind: [4, 3, 2, 1], into: laboratory)
            try IssueStory.say(laboratory, .fix, Self.hash(5), day: 8.5)

            let place = try #require(Self.issue(laboratory).life.verification?.places.first)

            #expect((place.trials, place.failures) == (trials, 3), "\(ancestors)")
        }
    }

    @Test func `a branch counts from the run on with which it failed itself`() throws {
        let laboratory = try Laboratory()
        try Self.ingest("FF", from: 1, branch: "main", into: laboratory)
        try Self.ingest("..F...", from: 3, branch: "feature", into: laboratory)
        try Self.ingest("F.", from: 9, branch: "main", into: laboratory)
        try IssueStory.say(laboratory, .fix, "c0ffee20", day: 10.5)

        let place = try #require(Self.issue(laboratory).life.verification?.places.first)

        #expect((place.trials, place.failures) == (7, 4))
    }

    @Test func `passes elsewhere do not show that it is not reproduced`() throws {
        for (branch, state) in [("older", IssueState.candidate), ("main", .notReproduced)] {
            let laboratory = try Laboratory()
            try Self.ingest(".", from: 0.5, branch: "older", into: laboratory)
            try Self.ingest("F", from: 1, branch: "main", into: laboratory)
            try Self.ingest(".", from: 2, branch: "main", into: laboratory)
            try Self.ingest("F", from: 3, branch: "main", into: laboratory)

            try Self.ingest(String(repeating: ".", count: 60), from: 4, branch: branch, into: laboratory)

            #expect(try Self.issue(laboratory).life.state == state, "\(branch)")
        }
    }
}
