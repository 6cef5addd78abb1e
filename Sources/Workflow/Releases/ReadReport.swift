// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Gating
package import Storage
package import TestPhase

/// Gathers what the pages of a release show.
package struct ReadReport {
    package struct Request: Sendable {
        /// nil for the one that was tested last.
        package var release: String?
        /// nil for the last phase in which it was tested.
        package var phase: String?
        package var project: ReadReleases.Project
        /// The policies of all phases that the settings speak of.
        package var policies: [GatePolicy] = []

        package init(release: String?, phase: String?, project: ReadReleases.Project) {
            self.release = release
            self.phase = phase
            self.project = project
        }
    }

    /// Incidents that are listed; more than people read.
    private static let incidentLimit = 1_000

    private let store: any StoreDriver
    private let viewpoint: Viewpoint

    package init(_ store: any StoreDriver, viewpoint: Viewpoint) {
        self.store = store
        self.viewpoint = viewpoint
    }

    /// Calls `body` once with the report, and with its issues, which are read one after the other.
    ///
    /// - Throws: `ReadEvidence.Unknown` for a release or a phase that was not tested, `StorageError`, and what `body` throws.
    /// - Complexity: O(issues × runs of their places); pages are read one at a time.
    package func perform<Value>(
        _ request: Request, _ body: (ReleaseReport, ReportedIssues) throws -> Value
    ) throws -> Value {
        try store.read { connection in
            let reading = ReadReleases(store, viewpoint: viewpoint)
            let timeline = try ReleaseTimeline(connection, viewpoint)
            let summary = try summary(request, reading, timeline, connection)
            let phase = try phase(request, summary)
            let issues = try ReleaseIssues(connection, viewpoint, timeline)
            let review = try ReviewRelease(connection, viewpoint, request.project, timeline, issues).review(summary)
            let marks = try IncidentMarks(connection)
            let baselines = try ReleaseBaselines(connection, viewpoint, timeline).audited(
                summary, request.project, isCompared: true)
            let waivers = try reading.waivers(of: summary.name, connection)
            let report = ReleaseReport(
                project: request.project.name, phase: phase,
                verdict: try verdict(request, phase, summary.name, connection),
                decisions: try GateRecords(connection).all().map(GateDecision.init).filter {
                    $0.release == summary.name
                },
                review: review, phases: try reading.phases(of: summary.name, request.project, connection),
                incidents: try incidents(of: summary.name, marks, connection),
                changes: try changes(review.changes, baselines, connection), baselines: baselines,
                waivers: waivers, charts: try DrawCharts(connection, issues).charts(of: review))
            return try body(
                report, try ReportedIssues(connection, viewpoint, issues, review, waivers, marks))
        }
    }

    private func summary(
        _ request: Request, _ reading: ReadReleases, _ timeline: ReleaseTimeline, _ connection: any StoreConnection
    ) throws -> ReleaseSummary {
        let all = try reading.summaries(connection, request.project.phases)
        guard let name = request.release ?? timeline.runs.last(where: { $0.release != nil })?.release else {
            throw ReadEvidence.Unknown(
                message: "no run names a release, so there is none to report about",
                hint: "exitgate ingest --release NAME, or set release in exitgate.yml")
        }
        guard let summary = all.first(where: { $0.name == name }) else {
            throw ReadReleases.unknown(name, all.map(\.name))
        }
        return summary
    }

    private func phase(_ request: Request, _ summary: ReleaseSummary) throws -> String {
        let tested = summary.phases.map(\.name)
        guard let name = request.phase else { return tested.last ?? "" }
        guard tested.contains(name) else {
            throw ReadEvidence.Unknown(
                message: "\(summary.name) was not tested in \(name)",
                hint: "it was tested in \(tested.joined(separator: ", "))")
        }
        return name
    }

    private func verdict(
        _ request: Request, _ phase: String, _ release: String, _ connection: any StoreConnection
    ) throws -> GateVerdict {
        let policy = request.policies.last { $0.phase == phase } ?? GatePolicy(phase: phase)
        var question = DecideGate.Request(phase: phase, now: viewpoint.now, actor: "", policy: policy)
        (question.release, question.project) = (release, request.project.name)
        (question.phases, question.supportEnds) = (request.project.phases, request.project.supportEnds)
        return try DrawnGate(question, connection, viewpoint).verdict
    }

    private func incidents(
        of release: String, _ marks: IncidentMarks, _ connection: any StoreConnection
    ) throws -> ReleaseReport.Incidents {
        var filter = IncidentQueries.Filter()
        (filter.release, filter.limit) = (release, Int(Int32.max))
        let drifts = try ConfigurationIncidents(connection).lines(filter)
        let all = try (IncidentQueries(connection).lines(filter) + drifts).map(marks.marked)
        func rank(_ incident: IncidentSummary) -> (Int, Int64, Int64) {
            (incident.standing.isLive ? 0 : 1, -incident.lastFailed.startedAt, incident.number)
        }
        return ReleaseReport.Incidents(
            listed: Array(all.sorted { rank($0) < rank($1) }.prefix(Self.incidentLimit)), count: all.count,
            live: all.count { $0.standing.isLive })
    }

    /// Changes that were seen in the release, and those that explain how it differs from a baseline.
    private func changes(
        _ lines: [ChangeLine], _ baselines: [AuditedBaseline], _ connection: any StoreConnection
    ) throws -> [ChangeReport] {
        let accounted = baselines.flatMap { $0.audit?.accounted ?? [] }.map(\.change)
        let numbers = Set(lines.map(\.number)).union(accounted).sorted()
        guard !numbers.isEmpty else { return [] }
        let history = try ChangeHistory(connection, viewpoint)
        let reading = ReadChanges(store, viewpoint: viewpoint)
        return try numbers.map { try reading.report(history.change($0), history, connection) }
    }
}
