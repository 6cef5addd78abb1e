// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How reliable a test is in one phase and configuration class, or everywhere.
package struct TestReliability: Sendable, Equatable {
    /// A run from which on the test failed more, or less.
    package struct Change: Sendable, Equatable {
        /// The most probable first run with the new rate.
        package let run: Incident.RunReference
        /// Between these two runs it lies with a chance of 99 %.
        package let earliest: Incident.RunReference
        package let latest: Incident.RunReference
        /// Runs in which it failed in some attempt, and all runs, of the stretch before it and of the one from it on.
        package let before: (failed: Int, runs: Int)
        package let after: (failed: Int, runs: Int)
        /// How much better a change explains the runs than none, as a power of 10.
        package let evidence: Double

        package init(
            run: Incident.RunReference, earliest: Incident.RunReference, latest: Incident.RunReference,
            before: (failed: Int, runs: Int), after: (failed: Int, runs: Int), evidence: Double
        ) {
            self.run = run
            self.earliest = earliest
            self.latest = latest
            self.before = before
            self.after = after
            self.evidence = evidence
        }

        package static func == (left: Change, right: Change) -> Bool {
            left.run == right.run && left.earliest == right.earliest && left.latest == right.latest
                && left.before == right.before && left.after == right.after && left.evidence == right.evidence
        }
    }

    /// nil for all phases.
    package var phase: String?
    /// nil for all configuration classes.
    package var configuration: ConfigurationClass?
    /// How each run that tried it ended, oldest first.
    package var outcomes: [Outcome] = []
    /// In one word of several: stable, flaky, broken, fixed, too few runs.
    package var word = ""
    /// Runs that tried it, and those of them in which it failed in the end.
    package var runs = 0
    package var failed = 0
    /// Where its failure rate lies with a chance of 95 %, each from 0 to 1.
    package var rate: ClosedRange<Double> = 0...1
    /// Runs in which it passed only after a failed attempt.
    package var flakyPasses = 0
    /// Changes between passing and failing from one run to the next.
    package var flips = 0
    /// Commits that were tried at least twice, and those of them on which it both passed and failed.
    package var repeatedCommits = 0
    package var mixedCommits = 0
    /// Oldest first.
    package var changes: [Change] = []

    package init(phase: String?, configuration: ConfigurationClass?) {
        self.phase = phase
        self.configuration = configuration
    }
}
