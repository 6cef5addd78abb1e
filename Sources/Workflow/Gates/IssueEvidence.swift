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
        let titles = try IssueQueries(connection).titles()
        guard !titles.isEmpty else { return }
        // What an earlier phase found and nobody solved is here as well.
        let place = question.phases.firstIndex(of: question.phase)
        let phases = place.map { Set(question.phases[...$0]) } ?? [question.phase]
        let history = try IssueHistory(connection, viewpoint)
        try history.readEverything()
        let weighing = IssueWeighing(history, nil)
        let earlier = try earlierPhases(question)
        let prevented = try preventedClusters()
        evidence.issues = try history.issues.compactMap { number, cluster, span in
            guard let title = titles[number] else { return nil }
            let incidents = try history.incidents(of: cluster, in: span)
            guard let first = incidents.first, incidents.contains(where: { phases.contains($0.phase) }) else {
                return nil
            }
            let life = try history.life(of: cluster, in: span)
            let failures = try history.failures(of: cluster, in: span)
            let severity = try weighing.severity(of: cluster, incidents, failures, life)
            var issue = GateEvidence.Issue(
                number: number, title: title, severity: severity.rawValue, state: life.state.rawValue,
                since: failures.first?.moment.at ?? first.opened.moment.at)
            issue.hasCause = life.cause != nil
            issue.solvedAt = life.solvedAt
            issue.rate = incidents.failureShare
            let found = incidents.min { $0.opened.moment < $1.opened.moment }
            if let found, found.phase == question.phase, !earlier.isEmpty {
                issue.isEscape = earlier.contains { $0.value <= found.opened.moment.at }
                issue.isCorrected =
                    prevented.contains(cluster)
                    || incidents.contains { earlier[$0.phase] != nil && $0.opened.moment > found.opened.moment }
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

    /// Phases before this one that ran anything, with when they did first, UTC ms.
    private func earlierPhases(_ question: CollectEvidence.Question) throws -> [String: Int64] {
        let begun = try GateQueries(connection).begun(before: question.at)
        return begun.filter { phase, _ in question.phases.prefix { $0 != question.phase }.contains(phase) }
    }
}
