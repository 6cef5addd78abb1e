// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
package import TestPhase

/// The issues that failed in a release, each with everything about it, read one after the other.
package final class ReportedIssues {
    /// Runs of one place that are shown.
    private static let stripLength = 120

    private let placed: [Int64: ReleaseIssues.Placed]
    private let review: ReleaseReview
    private let waivers: [(waiver: Waiver, state: Waiver.State)]
    private let details: IssueDetails
    private let trials: TrialHistory
    private let articles: [Int64: [KnowledgeArticle]]
    private let classes: [Int64: String]

    init(
        _ connection: any StoreConnection, _ viewpoint: Viewpoint, _ issues: ReleaseIssues, _ review: ReleaseReview,
        _ waivers: [(waiver: Waiver, state: Waiver.State)], _ marks: IncidentMarks
    ) throws {
        placed = Dictionary(uniqueKeysWithValues: issues.all.map { ($0.issue.number, $0) })
        self.review = review
        self.waivers = waivers
        details = try IssueDetails(connection, viewpoint, issues.told.history, issues.told.weighing, marks: marks)
        trials = issues.told.history.trials
        classes = try IssueQueries(connection).configurationTexts()
        let written = try ArticleRecords(connection).all().filter { $0.state != .retired }
        let clusters = try ClusterQueries(connection).clusters(of: Set(written.compactMap(\.signature)))
        articles = Dictionary(grouping: written) { article in article.signature.map { clusters[$0] ?? $0 } ?? 0 }
    }

    package var count: Int { review.recurring.count }

    /// In the order of the review: the most frequent first.
    package func forEach(_ body: (ReportedIssue) throws -> Void) throws {
        for recurring in review.recurring {
            guard let issue = placed[recurring.line.summary.number]?.issue,
                let detail = try details.detail(of: issue.line.summary.cluster, in: issue.span)
            else { continue }
            let name = "ISS-\(issue.number)"
            try body(
                ReportedIssue(
                    detail: detail, recurring: recurring, strips: try strips(of: issue),
                    changes: review.changes.filter { $0.request.effect == .issue(issue.number) },
                    articles: articles[issue.line.summary.cluster] ?? [],
                    waivers: waivers.filter { $0.waiver.subject == name }))
        }
    }

    /// One for each place in which it failed, by phase and class.
    private func strips(of issue: ToldIssue) throws -> [ReportedIssue.Strip] {
        struct Place: Hashable {
            let phase: String
            let configuration: Int64
        }
        let places = Set(issue.incidents.map { Place(phase: $0.phase, configuration: $0.configuration) })
        return try places.map { place in
            let runs = try trials.trials(
                phase: place.phase, configuration: place.configuration, cluster: issue.line.summary.cluster
            ).filter { issue.span.holds($0.run.moment) }
            return ReportedIssue.Strip(
                phase: place.phase, configuration: ConfigurationClass(stored: classes[place.configuration] ?? ""),
                runs: runs.suffix(Self.stripLength).map { trial in
                    ReportedIssue.Strip.Run(
                        id: trial.run.id, at: trial.run.moment.at, commit: trial.run.commit, hasFailed: trial.hasFailed)
                }, earlier: max(0, runs.count - Self.stripLength))
        }.sorted { ($0.phase, $0.configuration.text) < ($1.phase, $1.configuration.text) }
    }
}
