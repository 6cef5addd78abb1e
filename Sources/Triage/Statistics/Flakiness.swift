// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// How reliably one test told passing from failing code over its history.
///
/// Only trials count: what was skipped or never ended proves nothing.
package struct Flakiness: Sendable, Equatable {
    /// One result of the test in one run.
    package struct Trial: Sendable, Hashable {
        package let outcome: Outcome
        /// The version of the code, if known.
        package let commit: String?

        package init(_ outcome: Outcome, commit: String? = nil) {
            self.outcome = outcome
            self.commit = commit
        }
    }

    /// Trials, and those that failed in the end.
    package let count: FailureCount
    /// Trials that passed only after a failed attempt.
    package let flakyPasses: Int
    /// Changes between passing and failing in the end, from one trial to the next.
    package let flips: Int
    /// Commits that were tried at least twice.
    package let repeatedCommits: Int
    /// Those of them that both passed and failed: the code was the same, so that the test or its surroundings were not.
    package let mixedCommits: Int
    /// Trials at the end that failed, one after the other.
    package let failingStreak: Int
    /// Trials at the end without any failed attempt.
    package let cleanStreak: Int
    /// What a person reads.
    package let word: Word

    /// - Parameter history: Oldest first.
    /// - Complexity: O(n).
    package init(_ history: [Trial]) {
        let trials = history.filter { $0.outcome.isFailure || $0.outcome == .passed || $0.outcome == .flaky }
        count = FailureCount(failures: trials.count { $0.outcome.isFailure }, of: trials.count)
        flakyPasses = trials.count { $0.outcome == .flaky }
        flips = zip(trials, trials.dropFirst()).count { $0.outcome.isFailure != $1.outcome.isFailure }
        var commits: [String: FailureCount] = [:]
        for trial in trials {
            guard let commit = trial.commit else { continue }
            let one = FailureCount(failures: trial.outcome.isFailure ? 1 : 0, of: 1)
            commits[commit] = commits[commit].map { $0 + one } ?? one
        }
        repeatedCommits = commits.values.count { $0.trials > 1 }
        mixedCommits = commits.values.count { $0.failures > 0 && $0.passes > 0 }
        failingStreak = trials.reversed().prefix { $0.outcome.isFailure }.count
        cleanStreak = trials.reversed().prefix { $0.outcome == .passed }.count
        let span = Span(trials.map { $0.outcome != .passed })
        word = Word(
            count, span, failingStreak: failingStreak, cleanStreak: cleanStreak,
            isProven: flakyPasses > 0 || mixedCommits > 0, flips: flips)
    }

    /// Flips of those that were possible, from 0 to 1.
    package var flipRate: Double { FailureCount(failures: flips, of: count.trials - 1).share }

    /// The share of trials that passed only after a failed attempt, from 0 to 1.
    package var flakyPassShare: Double { FailureCount(failures: flakyPasses, of: count.trials).share }

    /// The share of repeated commits that both passed and failed, from 0 to 1.
    package var mixedCommitShare: Double { FailureCount(failures: mixedCommits, of: repeatedCommits).share }
}
