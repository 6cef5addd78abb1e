// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Triage

struct FlakinessTests {
    /// Letters as in a history strip, oldest first.
    private static func history(_ letters: String, commits: String? = nil) -> [Flakiness.Trial] {
        let commits = commits.map { $0.map { String?(String($0)) } } ?? letters.map { _ in nil }
        return zip(letters.utf8, commits).compactMap { letter, commit in
            Outcome(letter: letter).map { Flakiness.Trial($0, commit: commit) }
        }
    }

    @Test func `failures are counted, and what did not run is not`() {
        let flakiness = Flakiness(Self.history("PFSPEUKP"))

        #expect(flakiness.count == FailureCount(failures: 2, of: 6))
        #expect(flakiness.flips == 4)
        #expect(flakiness.flipRate == 0.8)
        #expect(flakiness.flakyPasses == 1)
        #expect(flakiness.flakyPassShare == 1.0 / 6)
    }

    @Test func `commits that both passed and failed are a share of those tried twice`() {
        let flakiness = Flakiness(Self.history("PFPPPFFS", commits: "aabbcddc"))

        #expect(flakiness.repeatedCommits == 3)
        #expect(flakiness.mixedCommits == 1)
        #expect(flakiness.mixedCommitShare == 1.0 / 3)
    }

    @Test func `streaks are counted from the end`() {
        #expect(Flakiness(Self.history("PFPFFSE")).failingStreak == 3)
        #expect(Flakiness(Self.history("FPPKPP")).cleanStreak == 2)
        #expect(Flakiness(Self.history("FPPKPP")).failingStreak == 0)
    }

    @Test(arguments: [
        ("", Flakiness.Word.tooFewRuns), ("FFFF", .tooFewRuns), ("SSSSSSS", .tooFewRuns), ("PPPP", .tooFewRuns),
        ("PPPPP", .stable), ("FFFFF", .broken), ("PPPFFF", .broken), ("PPPPPPPPFFF", .broken), ("PPPPPEFE", .broken),
        ("PPFPFPPFPFFF", .flaky), ("PFPPFPPFPP", .flaky), ("PPPPPKPP", .flaky), ("PPPFFFPPP", .fixed),
        ("PPPFFFPP", .tooFewRuns), ("PPPPPPPFF", .tooFewRuns), ("PPPPPFPPPPP", .tooFewRuns),
    ])
    func `a word for a history`(letters: String, expected: Flakiness.Word) {
        #expect(Flakiness(Self.history(letters)).word == expected)
    }

    @Test func `one failure on a commit that also passes is flaky`() {
        #expect(Flakiness(Self.history("PPPPPFPPPPP", commits: "abcdeeefghi")).word == .flaky)
    }

    @Test func `a single failure is forgiven once the rate is certainly low`() {
        let passes = String(repeating: "P", count: 60)

        #expect(Flakiness(Self.history(passes + "F" + passes)).word == .stable)
        #expect(Flakiness(Self.history(passes + "F")).word == .tooFewRuns)
    }

    @Test func `a flaky test is fixed after as many clean runs as its rate asks for`() throws {
        let flaky = "PFPPFPPPKPPFPPPPF"
        let needed = try #require(CleanRuns.needed(failures: 5, trials: 16))

        let clean = { String(repeating: "P", count: $0) }
        #expect(Flakiness(Self.history(flaky + clean(needed - 1))).word == .flaky)
        #expect(Flakiness(Self.history(flaky + clean(needed))).word == .fixed)
    }

    /// 300 tests of each kind with 60 runs: how often is the word right?
    @Test func `the words are mostly right`() {
        var random = SeededGenerator(state: 60)
        func words(_ stretches: (count: Int, rate: Double)...) -> [Flakiness.Word: Int] {
            (0..<300).reduce(into: [:]) { words, _ in
                let trials = stretches.flatMap { count, rate in
                    (0..<count).map { _ in Flakiness.Trial(random.chance() < rate ? .failed : .passed) }
                }
                words[Flakiness(trials).word, default: 0] += 1
            }
        }

        let flaky = words((60, 0.25))
        let broken = words((52, 0.02), (8, 1))
        let fixed = words((20, 0), (10, 0.9), (30, 0))
        #expect(flaky[.flaky, default: 0] >= 270, "\(flaky)")
        #expect(broken[.broken, default: 0] >= 290, "\(broken)")
        #expect(fixed[.fixed, default: 0] >= 295, "\(fixed)")
    }
}
