// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The recurring defects of a release, and how the release went beside the one before it.
package struct ReleaseReview: Sendable {
    /// An issue that failed in the release.
    package struct Recurring: Sendable {
        package let line: IssueLine
        package let cause: CauseClass
        /// Parts of the project that its tests lie in; empty where nobody says.
        package let components: [String]
        /// Within the release.
        package let extent: Extent
        /// What is to be done next, as a command or in words.
        package let next: String

        package init(line: IssueLine, cause: CauseClass, components: [String], extent: Extent, next: String) {
            self.line = line
            self.cause = cause
            self.components = components
            self.extent = extent
            self.next = next
        }
    }

    /// How much of something there was in a release.
    package struct Extent: Sendable, Equatable {
        /// Failing tests summed over runs.
        package var occurrences = 0
        package var failedRuns = 0
        /// Incidents that failed in it.
        package var incidents = 0
        package var tests = 0
        package var configurations = 0
        /// UTC ms of its first and last failing run.
        package var first: Int64 = 0
        package var last: Int64 = 0
        /// Time of people and machines that was lost.
        package var minutes = 0.0

        package init() {}
    }

    /// A share of what was lost.
    package struct Share: Sendable {
        package let name: String
        package let issues: Int
        package let occurrences: Int
        package let minutes: Double

        package init(name: String, issues: Int, occurrences: Int, minutes: Double) {
            self.name = name
            self.issues = issues
            self.occurrences = occurrences
            self.minutes = minutes
        }
    }

    /// Issues by what became of them in the release, each list by number.
    package struct Turnover: Sendable {
        /// Failed in no release before.
        package var new: [IssueLine] = []
        package var verified: [IssueLine] = []
        package var back: [IssueLine] = []
        /// Failed in a release before, fail in this one, and are not solved.
        package var carried: [IssueLine] = []
        package var waived: [IssueLine] = []

        package init() {}
    }

    package struct Configuration: Sendable {
        package let phase: String
        /// nil where none was ever approved.
        package let baseline: Baseline?
        package let verdict: BaselineAudit.Verdict?
        /// What differs although no approved change speaks of it, and what does because one says so.
        package let drift: Int
        package let accounted: Int
        package let unpinned: Int
        package let outdated: Int

        package init(
            phase: String, baseline: Baseline?, verdict: BaselineAudit.Verdict?, drift: Int, accounted: Int,
            unpinned: Int, outdated: Int
        ) {
            self.phase = phase
            self.baseline = baseline
            self.verdict = verdict
            self.drift = drift
            self.accounted = accounted
            self.unpinned = unpinned
            self.outdated = outdated
        }
    }

    /// What people wrote down about the issues of the release.
    package struct Knowledge: Sendable {
        /// Of ``recurring``: those with an article, and open ones without.
        package let covered: Int
        package let missing: [Int64]
        package let uses: Int
        package let successes: Int

        package init(covered: Int, missing: [Int64], uses: Int, successes: Int) {
            self.covered = covered
            self.missing = missing
            self.uses = uses
            self.successes = successes
        }
    }

    package let release: String
    /// The one before it; nil for the first.
    package let previous: String?
    /// UTC ms.
    package let at: Int64
    package let summary: ReleaseSummary
    /// By occurrences in the release, the most first.
    package let recurring: [Recurring]
    /// By time, the most first.
    package let byCause: [Share]
    package let byComponent: [Share]
    package let turnover: Turnover
    package let escapes: [Escape]
    package let containment: [Containment]
    package let measures: [Measure]
    package let changes: [ChangeLine]
    package let changeStatistics: ChangeStatistics
    package let configuration: [Configuration]
    package let knowledge: Knowledge
    package let capacity: [Capacity]
    package let quality: Quality
    /// Of the last releases up to this one, from the first to the last.
    package let trend: [Trend]

    package init(
        release: String, previous: String?, at: Int64, summary: ReleaseSummary, recurring: [Recurring],
        byCause: [Share], byComponent: [Share], turnover: Turnover, escapes: [Escape], containment: [Containment],
        measures: [Measure], changes: [ChangeLine], changeStatistics: ChangeStatistics,
        configuration: [Configuration], knowledge: Knowledge, capacity: [Capacity], quality: Quality, trend: [Trend]
    ) {
        self.release = release
        self.previous = previous
        self.at = at
        self.summary = summary
        self.recurring = recurring
        self.byCause = byCause
        self.byComponent = byComponent
        self.turnover = turnover
        self.escapes = escapes
        self.containment = containment
        self.measures = measures
        self.changes = changes
        self.changeStatistics = changeStatistics
        self.configuration = configuration
        self.knowledge = knowledge
        self.capacity = capacity
        self.quality = quality
        self.trend = trend
    }
}
