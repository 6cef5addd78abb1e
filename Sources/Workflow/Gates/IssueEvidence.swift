// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// What a gate needs to know of the issues of its phase.
struct IssueEvidence {
    private let connection: any StoreConnection
    private let viewpoint: Viewpoint

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) {
        self.connection = connection
        self.viewpoint = viewpoint
    }

    func add(_ question: CollectEvidence.Question, _ evidence: inout GateEvidence) throws {
        let queries = IssueQueries(connection)
        let summaries = try queries.bareLines(IssueQueries.Filter())
        guard !summaries.isEmpty else { return }
        // What an earlier phase found and nobody solved is here as well.
        let place = question.phases.firstIndex(of: question.phase)
        let phases = place.map { Set(question.phases[...$0]) } ?? [question.phase]
        let history = try IssueHistory(connection, viewpoint)
        try history.readEverything()
        let weighing = IssueWeighing(history.trials, nil)
        let earlier = try earlierPhases(question)
        let prevented = try preventedClusters()
        evidence.issues = try summaries.sorted { $0.number < $1.number }.compactMap { summary in
            let span = history.spans(of: summary.cluster).first { $0.number == summary.number } ?? IssueSpan()
            let life = try history.life(of: summary.cluster, in: span)
            let incidents = try history.incidents(of: summary.cluster, in: span)
            guard incidents.contains(where: { phases.contains($0.phase) }) else { return nil }
            let failures = try history.failures(of: summary.cluster, in: span)
            let severity = try weighing.severity(of: incidents, life)
            var issue = GateEvidence.Issue(
                number: summary.number, title: summary.title, severity: severity.rawValue,
                state: life.state.rawValue,
                since: failures.first?.moment.at ?? summary.firstSeen)
            issue.hasCause = life.cause != nil
            issue.solvedAt = life.transitions.last { $0.to == .verified || $0.to == .closed }?.at
            issue.rate = incidents.failureShare
            let found = incidents.min { $0.opened.moment < $1.opened.moment }
            if let found, found.phase == question.phase, !earlier.isEmpty {
                issue.isEscape = earlier.contains { $0.value.first <= found.opened.moment.at }
                let tests = incidents.reduce(into: Set<Int64>()) { $0.formUnion($1.tests) }
                issue.isCorrected =
                    prevented.contains(summary.cluster)
                    || earlier.values.contains { $0.last > found.opened.moment.at && !$0.tests.isDisjoint(with: tests) }
            }
            return issue
        }
    }

    /// Clusters of which an article says how they are prevented.
    private func preventedClusters() throws -> Set<Int64> {
        let signatures = try ArticleRecords(connection).all().filter { $0.sections[.prevention] != nil }.compactMap(
            \.signature)
        let clusters = try ClusterQueries(connection).clusters(of: Set(signatures))
        return Set(signatures.map { clusters[$0] ?? $0 })
    }

    private struct Earlier {
        /// When the phase first ran anything, and when its latest run began, UTC ms.
        let first: Int64
        let last: Int64
        /// Tests of its latest runs.
        let tests: Set<Int64>
    }

    /// Phases before this one that ran anything.
    private func earlierPhases(_ question: CollectEvidence.Question) throws -> [String: Earlier] {
        let before = question.phases.prefix { $0 != question.phase }
        let ran = try GateQueries(connection).phases(before: question.at)
        var found: [String: Earlier] = [:]
        for phase in before where ran.contains(phase) {
            let runs = try GateQueries(connection).runs(phase: phase, since: .min)
            let latest = try TestInventory(connection).latestRuns(of: phase)
            let tests = try latest.reduce(into: Set<Int64>()) {
                $0.formUnion(try ResultQueries(connection).outcomes(run: $1.id).keys)
            }
            guard let first = runs.first, let last = runs.last else { continue }
            found[phase] = Earlier(first: first.startedAt, last: last.startedAt, tests: tests)
        }
        return found
    }
}
