// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Reviews a release: its recurring defects, what they cost, and how it went beside the release before it.
struct ReviewRelease {
    /// Releases that the trend looks back at.
    private static let trendLength = 8

    private let connection: any StoreConnection
    private let viewpoint: Viewpoint
    private let project: ReadReleases.Project
    private let timeline: ReleaseTimeline
    private let issues: ReleaseIssues

    init(
        _ connection: any StoreConnection, _ viewpoint: Viewpoint, _ project: ReadReleases.Project,
        _ timeline: ReleaseTimeline, _ issues: ReleaseIssues
    ) {
        self.connection = connection
        self.viewpoint = viewpoint
        self.project = project
        self.timeline = timeline
        self.issues = issues
    }

    /// - Parameter summary: The release with what its phases came to.
    /// - Complexity: O(issues × runs of their places + changes × runs of their windows).
    func review(_ summary: ReleaseSummary) throws -> ReleaseReview {
        let release = summary.name
        let runs = try ReleaseRuns(connection)
        let previous = timeline.predecessor(of: release)
        let recurring = try issues.recurring(in: release)
        let escapes = try FindEscapes(connection, timeline, phases: project.phases).find(
            issues.introduced(in: release), in: release)
        let changes = try ReleaseChanges(connection, viewpoint, timeline).changes(of: release)
        let measures = try ReleaseMeasures(connection, viewpoint, timeline, issues, runs)
        return ReleaseReview(
            release: release, previous: previous, at: viewpoint.now, summary: summary, recurring: recurring,
            byCause: issues.shares(recurring) { [$0.cause.rawValue] },
            byComponent: issues.shares(recurring) { $0.components.isEmpty ? ["unknown"] : $0.components },
            turnover: try issues.turnover(of: release), escapes: escapes.escapes, containment: escapes.containment,
            measures: try measures.measures(of: release, besides: previous, changes), changes: changes,
            changeStatistics: ReadChanges.statistics(changes),
            configuration: try configuration(summary), knowledge: try knowledge(recurring),
            capacity: runs.capacity(summary, previous), quality: try runs.quality(of: release, connection),
            trend: trend(runs, upTo: release))
    }

    private func trend(_ runs: ReleaseRuns, upTo release: String) -> [ReleaseReview.Trend] {
        let place = timeline.releases.firstIndex(of: release) ?? 0
        return timeline.releases[...place].suffix(Self.trendLength).map(runs.trend)
    }

    // MARK: Configuration and knowledge

    /// The current baseline of each phase beside the last runs of the release.
    private func configuration(_ summary: ReleaseSummary) throws -> [ReleaseReview.Configuration] {
        try summary.phases.map { phase in
            let stored = try BaselineRecords(connection).all(phase: phase.name).last { $0.baseline.state.isCurrent }
            let audit = try stored.map {
                try ReleaseAudit(connection, viewpoint).audit(
                    $0, of: summary.name, timeline, supportEnds: project.supportEnds)
            }
            return ReleaseReview.Configuration(
                phase: phase.name, baseline: stored?.baseline, verdict: audit?.verdict,
                drift: audit?.unaccounted.count ?? 0, accounted: audit?.accounted.count ?? 0,
                unpinned: audit?.unpinned.count ?? 0, outdated: audit?.outdated.count ?? 0)
        }
    }

    private func knowledge(_ recurring: [ReleaseReview.Recurring]) throws -> ReleaseReview.Knowledge {
        let articles = try ArticleRecords(connection).all().filter { $0.state == .published }
        let clusters = try ClusterQueries(connection).clusters(of: Set(articles.compactMap(\.signature)))
        let written = Dictionary(grouping: articles) { article in article.signature.flatMap { clusters[$0] ?? $0 } ?? 0
        }
        let covered = recurring.filter { written[$0.line.summary.cluster] != nil }
        let used = covered.flatMap { written[$0.line.summary.cluster] ?? [] }
        return ReleaseReview.Knowledge(
            covered: covered.count,
            missing: recurring.filter { written[$0.line.summary.cluster] == nil && $0.line.state.isUnresolved }
                .map(\.line.summary.number).sorted(),
            uses: used.reduce(0) { $0 + $1.uses }, successes: used.reduce(0) { $0 + $1.successes })
    }
}
