// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Everything that an auditor asks of a release, in one document.
package struct ReleaseDossier: Sendable {
    /// The runs of a release in a phase and configuration class.
    package struct Evidence: Sendable {
        package let phase: String
        package let configuration: ConfigurationClass
        package let runs: Int
        package let failedRuns: Int
        /// Of runs whose parts all came and could be read.
        package let wholeRuns: Int
        /// The latest run with results, and how its tests ended.
        package let latest: Int64?
        package let commit: String?
        package let outcomes: [Outcome: Int]

        package init(
            phase: String, configuration: ConfigurationClass, runs: Int, failedRuns: Int, wholeRuns: Int,
            latest: Int64?, commit: String?, outcomes: [Outcome: Int]
        ) {
            self.phase = phase
            self.configuration = configuration
            self.runs = runs
            self.failedRuns = failedRuns
            self.wholeRuns = wholeRuns
            self.latest = latest
            self.commit = commit
            self.outcomes = outcomes
        }
    }

    /// A decision of a gate, drawn once more.
    package struct ProvenDecision: Sendable {
        package let decision: GateDecision
        /// Whether what it was made of is unchanged, and gives the same verdict again.
        package let isProven: Bool
        /// Rules that failed or were undecided, and those that a waiver excused.
        package let stopping: [String]
        package let waived: [String]

        package init(decision: GateDecision, isProven: Bool, stopping: [String], waived: [String]) {
            self.decision = decision
            self.isProven = isProven
            self.stopping = stopping
            self.waived = waived
        }
    }

    package let notes: ReleaseNotes
    package let summary: ReleaseSummary
    package let phases: [PhaseReport]
    package let commits: Int
    package let environments: [String]
    package let baselines: [AuditedBaseline]
    package let evidence: [Evidence]
    /// SHA-256 over the sorted digests of all uploads of the release, 64 hexadecimal digits.
    package let evidenceDigest: String
    package let uploads: Int
    package let waivers: [(waiver: Waiver, state: Waiver.State)]
    /// The oldest first.
    package let decisions: [ProvenDecision]

    package init(
        notes: ReleaseNotes, summary: ReleaseSummary, phases: [PhaseReport], commits: Int, environments: [String],
        baselines: [AuditedBaseline], evidence: [Evidence], evidenceDigest: String, uploads: Int,
        waivers: [(waiver: Waiver, state: Waiver.State)], decisions: [ProvenDecision]
    ) {
        self.notes = notes
        self.summary = summary
        self.phases = phases
        self.commits = commits
        self.environments = environments
        self.baselines = baselines
        self.evidence = evidence
        self.evidenceDigest = evidenceDigest
        self.uploads = uploads
        self.waivers = waivers
        self.decisions = decisions
    }
}
