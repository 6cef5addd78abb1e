// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Gathers what an auditor asks of a release.
struct WriteDossier {
    private let connection: any StoreConnection
    private let viewpoint: Viewpoint
    private let timeline: ReleaseTimeline

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) throws {
        self.connection = connection
        self.viewpoint = viewpoint
        timeline = try ReleaseTimeline(connection, viewpoint)
    }

    /// - Parameter waivers: Those of the release, with what they are now.
    /// - Complexity: O(issues × runs of their places + results of the last run of each place).
    func dossier(
        _ summary: ReleaseSummary, _ project: ReadReleases.Project, phases: [PhaseReport],
        waivers: [(waiver: Waiver, state: Waiver.State)]
    ) throws -> ReleaseDossier {
        let release = summary.name
        let own = timeline.runs.filter { $0.release == release }
        let uploads = try ReleaseQueries(connection).uploadDigests(of: release)
        return ReleaseDossier(
            notes: try WriteNotes(connection, viewpoint).notes(of: release, project: project.name, timeline),
            summary: summary, phases: phases, commits: Set(own.compactMap(\.commit)).count,
            environments: try ReleaseQueries(connection).environments(of: release),
            baselines: try ReleaseBaselines(connection, viewpoint, timeline).audited(summary, project),
            evidence: try evidence(summary, own),
            evidenceDigest: GateDocuments.digest(uploads.joined(separator: "\n")), uploads: uploads.count,
            waivers: waivers,
            decisions: try GateRecords(connection).all().filter { $0.release == release }.reversed().map(proven))
    }

    private func evidence(_ summary: ReleaseSummary, _ runs: [RunFact]) throws -> [ReleaseDossier.Evidence] {
        let counts = Dictionary(
            uniqueKeysWithValues: try ReleaseQueries(connection).counts().filter { $0.release == summary.name }
                .map { ($0.run, $0) })
        let texts = try IssueQueries(connection).configurationTexts()
        return try summary.phases.flatMap { phase in
            let places = Dictionary(grouping: runs.filter { $0.phase == phase.name }, by: \.configuration)
            return try places.map { configuration, runs in
                let latest = runs.last { (counts[$0.id]?.executions ?? 0) > 0 }
                let outcomes = try latest.map { run in
                    let ended = try ResultQueries(connection).outcomes(run: run.id).values.filter { !$0.isSuiteLevel }
                    return Dictionary(grouping: ended, by: \.outcome).mapValues(\.count)
                }
                return ReleaseDossier.Evidence(
                    phase: phase.name, configuration: ConfigurationClass(stored: texts[configuration] ?? ""),
                    runs: runs.count, failedRuns: runs.count { (counts[$0.id]?.failing ?? 0) > 0 },
                    wholeRuns: runs.count { counts[$0.id]?.isComplete == true }, latest: latest?.id,
                    commit: latest?.commit, outcomes: outcomes ?? [:])
            }.sorted { $0.configuration.text < $1.configuration.text }
        }
    }

    private func proven(_ stored: GateRecords.Evaluation) throws -> ReleaseDossier.ProvenDecision {
        let drawn = try? ReadGates.draw(stored, connection)
        let rules = drawn?.verdict.rules ?? []
        return ReleaseDossier.ProvenDecision(
            decision: GateDecision(stored), isProven: drawn?.isSame ?? false,
            stopping: rules.filter { $0.isBlocking && [.fail, .undecided].contains($0.outcome) }.map(\.id),
            waived: rules.filter { $0.outcome == .waived }.map(\.id))
    }
}
