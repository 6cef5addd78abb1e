// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
package import TestPhase

/// Answers about releases.
package struct ReadReleases {
    private let store: any StoreDriver
    private let viewpoint: Viewpoint

    package init(_ store: any StoreDriver, viewpoint: Viewpoint) {
        self.store = store
        self.viewpoint = viewpoint
    }

    /// Releases by version, never by when they were uploaded.
    ///
    /// - Parameter phases: All phases, from the first to the last.
    package func list(phases: [String]) throws -> [ReleaseSummary] {
        try store.read { try summaries($0, phases) }
    }

    func summaries(_ connection: any StoreConnection, _ phases: [String]) throws -> [ReleaseSummary] {
        let decisions = try GateRecords(connection).all().map(GateDecision.init)
        let tested = Dictionary(grouping: try ReleaseQueries(connection).tested(), by: \.release)
        return tested.map { release, parts in
            ReleaseSummary(
                name: release,
                phases: parts.sorted { left, right in
                    let places = [left, right].map { phases.firstIndex(of: $0.phase) ?? phases.count }
                    return (places[0], left.phase) < (places[1], right.phase)
                }.map { part in
                    ReleaseSummary.Phase(
                        name: part.phase, runs: part.runs, first: part.first, last: part.last, live: part.live,
                        gate: decisions.first { $0.phase == part.phase && $0.release == release })
                })
        }.sorted { viewpoint.releases.comesBefore(($0.name, $0.first), ($1.name, $1.first)) }
    }

    /// What became of each issue in each release.
    ///
    /// - Parameter only: Releases to show; empty for all.
    /// - Throws: `ReadEvidence.Unknown`, `StorageError`.
    /// - Complexity: O(issues × runs of their places).
    package func matrix(only: [String]) throws -> ReleaseMatrix {
        try store.read { connection in
            let timeline = try ReleaseTimeline(connection, viewpoint)
            if let unknown = only.first(where: { !timeline.releases.contains($0) }) {
                throw Self.unknown(unknown, timeline.releases)
            }
            let releases = only.isEmpty ? timeline.releases : timeline.releases.filter(only.contains)
            let issues = try ReleaseIssues(connection, viewpoint, timeline)
            let rows = try issues.all.compactMap { placed -> (Int, ReleaseMatrix.Row)? in
                let cells = placed.cells
                guard releases.contains(where: { cells[$0].map { $0.failed > 0 || !$0.marks.isEmpty } ?? false }) else {
                    return nil
                }
                let first = timeline.releases.firstIndex { cells[$0]?.isIntroduced == true } ?? timeline.releases.count
                return (
                    first,
                    ReleaseMatrix.Row(
                        line: try issues.complete(placed.issue.line), cells: releases.map { cells[$0] ?? .init() })
                )
            }
            return ReleaseMatrix(
                releases: releases,
                rows: rows.sorted { ($0.0, $0.1.line.summary.number) < ($1.0, $1.1.line.summary.number) }.map(\.1))
        }
    }

    /// What the settings say that reports about releases need.
    package struct Project: Sendable {
        package var name = "unnamed"
        /// All phases, from the first to the last.
        package var phases: [String] = []
        /// When the support of items ends, UTC ms, by their keys.
        package var supportEnds: [String: Int64] = [:]
        /// Phases that a person must sign off.
        package var signedOff: Set<String> = []

        package init(name: String = "unnamed", phases: [String] = []) {
            self.name = name
            self.phases = phases
        }
    }

    /// The recurring defects of a release, and how it went beside the one before.
    ///
    /// - Throws: `ReadEvidence.Unknown`, `StorageError`.
    package func review(_ name: String, _ project: Project) throws -> ReleaseReview {
        try store.read { connection in
            let summary = try summary(name, project.phases, connection)
            let timeline = try ReleaseTimeline(connection, viewpoint)
            let issues = try ReleaseIssues(connection, viewpoint, timeline)
            return try ReviewRelease(connection, viewpoint, project, timeline, issues).review(summary)
        }
    }

    /// What a release brings, for those who use it.
    ///
    /// - Throws: `ReadEvidence.Unknown`, `StorageError`.
    package func notes(_ name: String, _ project: Project) throws -> ReleaseNotes {
        try store.read { connection in
            _ = try summary(name, project.phases, connection)
            let timeline = try ReleaseTimeline(connection, viewpoint)
            return try WriteNotes(connection, viewpoint).notes(of: name, project: project.name, timeline)
        }
    }

    /// Everything that an auditor asks of a release.
    ///
    /// - Throws: `ReadEvidence.Unknown`, `StorageError`.
    package func dossier(_ name: String, _ project: Project) throws -> ReleaseDossier {
        try store.read { connection in
            try WriteDossier(connection, viewpoint)
                .dossier(
                    summary(name, project.phases, connection), project, phases: phases(of: name, project, connection),
                    waivers: waivers(of: name, connection))
        }
    }

    private func summary(
        _ name: String, _ phases: [String], _ connection: any StoreConnection
    ) throws -> ReleaseSummary {
        let all = try summaries(connection, phases)
        guard let summary = all.first(where: { $0.name == name }) else { throw Self.unknown(name, all.map(\.name)) }
        return summary
    }

    /// A release that no run names.
    static func unknown(_ name: String, _ releases: [String]) -> ReadEvidence.Unknown {
        let nearest = NearestName.of(name, in: releases)
        return ReadEvidence.Unknown(
            message: "there is no release \(name)",
            hint: nearest.map { "did you mean \($0)?" } ?? "exitgate release list shows them")
    }

    /// - Throws: `ReadEvidence.Unknown`, `StorageError`.
    package func show(_ name: String, _ project: Project) throws -> ReleasePage {
        try store.read { connection in
            let summary = try summary(name, project.phases, connection)
            let issues = try ReleaseIssues(connection, viewpoint, ReleaseTimeline(connection, viewpoint))
            let failed = try issues.all.compactMap { placed -> ReleasePage.Entry? in
                guard let cell = placed.cells[name], cell.failed > 0 else { return nil }
                return ReleasePage.Entry(line: try issues.complete(placed.issue.line), failedRuns: cell.failed)
            }.sorted {
                ($0.line.weight.priority, $0.line.weight.severity, $0.line.summary.number)
                    < ($1.line.weight.priority, $1.line.weight.severity, $1.line.summary.number)
            }
            let tested = Set(summary.phases.map(\.name))
            return ReleasePage(
                summary: summary, open: failed.filter { $0.line.state.isUnresolved },
                solved: failed.filter { !$0.line.state.isUnresolved },
                phases: try phases(of: name, project, connection),
                waivers: try waivers(of: name, connection),
                baselines: try BaselineRecords(connection).all().map(\.baseline).filter {
                    $0.state.isCurrent && tested.contains($0.phase)
                })
        }
    }

    func waivers(
        of release: String, _ connection: any StoreConnection
    ) throws -> [(waiver: Waiver, state: Waiver.State)] {
        let own = try WaiverRecords(connection).all().map(\.waiver).filter { $0.release == release }
        return try WaiverStates(connection, viewpoint).states(of: own, at: viewpoint.now)
    }

    /// The phases of a release, those to come as well.
    func phases(
        of release: String, _ project: Project, _ connection: any StoreConnection
    ) throws -> [PhaseReport] {
        try KeepPhases(store, viewpoint: viewpoint, plan: .init(phases: project.phases, signedOff: project.signedOff))
            .reports(release, connection)
    }
}
