// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A release in one phase, as pages show it: the verdict, and all that it was made of.
package struct ReleaseReport: Sendable {
    /// Incidents that opened or failed last in a release.
    package struct Incidents: Sendable {
        /// Live ones first, then the latest.
        package let listed: [IncidentSummary]
        /// How many there are, with those that are not listed.
        package let count: Int
        package let live: Int

        package init(listed: [IncidentSummary], count: Int, live: Int) {
            self.listed = listed
            self.count = count
            self.live = live
        }
    }

    package let project: String
    package let phase: String
    /// Drawn at the moment of the report by the policy of the phase, and not kept.
    package let verdict: GateVerdict
    /// Kept decisions of all phases of the release, the latest first.
    package let decisions: [GateDecision]
    package let review: ReleaseReview
    /// Those to come as well.
    package let phases: [PhaseReport]
    package let incidents: Incidents
    package let changes: [ChangeReport]
    package let baselines: [AuditedBaseline]
    package let waivers: [(waiver: Waiver, state: Waiver.State)]
    package let charts: ReleaseCharts

    package init(
        project: String, phase: String, verdict: GateVerdict, decisions: [GateDecision], review: ReleaseReview,
        phases: [PhaseReport], incidents: Incidents, changes: [ChangeReport], baselines: [AuditedBaseline],
        waivers: [(waiver: Waiver, state: Waiver.State)], charts: ReleaseCharts
    ) {
        self.project = project
        self.phase = phase
        self.verdict = verdict
        self.decisions = decisions
        self.review = review
        self.phases = phases
        self.incidents = incidents
        self.changes = changes
        self.baselines = baselines
        self.waivers = waivers
        self.charts = charts
    }

    package var release: String { review.release }
    /// Whether the settings say what the project is called.
    package var isNamed: Bool { !project.isEmpty && project != "unnamed" }
    /// What people call it, such as `shop 2.4`.
    package var title: String { isNamed ? "\(project) \(release)" : "Release \(release)" }
    /// UTC ms.
    package var at: Int64 { review.at }
}

/// Everything about an issue that failed in a release.
package struct ReportedIssue: Sendable {
    /// The runs of one phase and configuration class that exercised its tests.
    package struct Strip: Sendable, Equatable {
        package struct Run: Sendable, Equatable {
            package let id: Int64
            /// UTC ms.
            package let at: Int64
            package let commit: String?
            package let hasFailed: Bool

            package init(id: Int64, at: Int64, commit: String?, hasFailed: Bool) {
                self.id = id
                self.at = at
                self.commit = commit
                self.hasFailed = hasFailed
            }
        }

        package let phase: String
        package let configuration: ConfigurationClass
        /// The latest ones, in the order in which they happened.
        package let runs: [Run]
        /// Earlier runs, of which nothing is shown.
        package let earlier: Int

        package init(phase: String, configuration: ConfigurationClass, runs: [Run], earlier: Int) {
            self.phase = phase
            self.configuration = configuration
            self.runs = runs
            self.earlier = earlier
        }
    }

    package let detail: IssueDetail
    package let recurring: ReleaseReview.Recurring
    package let strips: [Strip]
    /// Changes of the release that are to fix it.
    package let changes: [ChangeLine]
    /// Articles about it that are not retired.
    package let articles: [KnowledgeArticle]
    package let waivers: [(waiver: Waiver, state: Waiver.State)]

    package init(
        detail: IssueDetail, recurring: ReleaseReview.Recurring, strips: [Strip], changes: [ChangeLine],
        articles: [KnowledgeArticle], waivers: [(waiver: Waiver, state: Waiver.State)]
    ) {
        self.detail = detail
        self.recurring = recurring
        self.strips = strips
        self.changes = changes
        self.articles = articles
        self.waivers = waivers
    }
}
