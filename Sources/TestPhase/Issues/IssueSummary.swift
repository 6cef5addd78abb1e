// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Why a cluster is an issue: it recurs, or a person said so.
package enum RecurrenceRule: String, Sendable, CaseIterable {
    /// It began, or began again, at different commits.
    case commits = "R1"
    /// Incidents in two configuration classes or two phases.
    case places = "R2"
    /// One incident that failed in three runs one after the other.
    case streak = "R3"
    /// S1 at once: an outage broke a fifth of a run, or a test that is tagged critical failed.
    case severity = "R4"
    /// A decision of a person.
    case person = "R5"

    /// In words.
    package var reason: String {
        switch self {
        case .commits: "began again at another commit, or at an unknown one"
        case .places: "fails in more than one configuration or phase"
        case .streak: "failed three runs in a row"
        case .severity: "is S1 at once: it broke a fifth of a run, or a test that is tagged critical"
        case .person: "a person decided"
        }
    }
}

/// What recurs: the cluster of one probable cause, with all its incidents.
package struct IssueSummary: Sendable, Equatable {
    /// Whether it is over, by its incidents.
    package enum Activity: String, Sendable, CaseIterable {
        /// An incident is open or intermittent.
        case live
        /// Every incident is restored, and one not for long enough to be closed.
        case quiet
        /// Every incident is closed.
        case closed
    }

    /// Printed as ISS-number.
    package let number: Int64
    /// nil when evidence that came later no longer says that it recurs.
    package let rule: RecurrenceRule?
    package let activity: Activity
    /// What it said last; not yet made safe for a terminal.
    package let title: String
    /// Row of the signature that its cluster began with.
    package let cluster: Int64
    /// Key of that signature, 32 hexadecimal digits.
    package let signature: String
    package let incidents: Int
    package let liveIncidents: Int
    package let tests: Int
    package let signatures: Int
    /// Failing tests summed over all runs.
    package let occurrences: Int
    package let failedRuns: Int
    /// UTC milliseconds since 1970 of the first and the last run that failed.
    package let firstSeen: Int64
    package let lastSeen: Int64
    package let phases: Int
    package let configurations: Int
    /// The issue that came again as this one, after the proof of its fix.
    package let recurrenceOf: Int64?

    package init(
        number: Int64, rule: RecurrenceRule?, activity: Activity, title: String, cluster: Int64, signature: String,
        incidents: Int, liveIncidents: Int, tests: Int, signatures: Int, occurrences: Int, failedRuns: Int,
        firstSeen: Int64, lastSeen: Int64, phases: Int, configurations: Int, recurrenceOf: Int64? = nil
    ) {
        self.number = number
        self.rule = rule
        self.activity = activity
        self.title = title
        self.cluster = cluster
        self.signature = signature
        self.incidents = incidents
        self.liveIncidents = liveIncidents
        self.tests = tests
        self.signatures = signatures
        self.occurrences = occurrences
        self.failedRuns = failedRuns
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.phases = phases
        self.configurations = configurations
        self.recurrenceOf = recurrenceOf
    }
}
