// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Gathers everything about issues, one or many: what all of them need is read once.
final class IssueDetails {
    /// Signatures of one issue whose tests are looked up.
    private static let memberLimit = 200

    private let history: IssueHistory
    private let weighing: IssueWeighing
    private let queries: IssueQueries
    private let incidents: IncidentQueries
    private let tests: TestQueries
    private let marks: IncidentMarks
    private let failures: StoredFailures
    private let owners: OwnerSuggestion?
    private let companions: Companions
    private let comparison: IssueComparison
    private let suspects: FindSuspects
    private let rules: RuleSuggestion
    private let decisions: PrintedDecisions
    private let records: IssueRecords

    /// - Parameter marks: What another question has read already; nil to read it.
    init(
        _ connection: any StoreConnection, _ viewpoint: Viewpoint, _ history: IssueHistory, _ weighing: IssueWeighing,
        marks: IncidentMarks? = nil
    ) throws {
        self.history = history
        self.weighing = weighing
        queries = IssueQueries(connection)
        incidents = IncidentQueries(connection)
        tests = TestQueries(connection)
        self.marks = try marks ?? IncidentMarks(connection)
        failures = StoredFailures(connection)
        owners = OwnerSuggestion(viewpoint, failures)
        companions = Companions(connection)
        comparison = IssueComparison(connection, history.trials)
        suspects = FindSuspects(connection, viewpoint, trials: history.trials)
        rules = RuleSuggestion(failures)
        decisions = try PrintedDecisions(connection, now: viewpoint.now, life: history.life)
        records = IssueRecords(connection)
    }

    /// Everything about the issue that tells a span of the history of a cluster; nil where that is none.
    ///
    /// - Complexity: O(latest 400 runs + runs of its places).
    func detail(of cluster: Int64, in span: IssueSpan) throws -> IssueDetail? {
        guard let number = span.number else { return nil }
        var only = IssueQueries.Filter()
        only.number = number
        guard let summary = try queries.lines(only).first else { return nil }
        var filter = IncidentQueries.Filter()
        filter.cluster = cluster
        let found = try incidents.lines(filter).map(marks.marked)
        let latest = found.max { ($0.lastFailed.startedAt, $0.number) < ($1.lastFailed.startedAt, $1.number) }
        let life = try history.life(of: cluster, in: span)
        let facts = try history.incidents(of: cluster, in: span)
        let weight = try weighing.weigh(cluster, in: span, facts, history.failures(of: cluster, in: span), life)
        let signatures = try queries.members(of: cluster)
        let sample = try latest.flatMap(incidents.sample)
        let own = found.filter { $0.issue == nil || $0.issue == number }
        return IssueDetail(
            summary: summary.counting(facts), life: life, weight: weight,
            aliases: Array(try records.issues(of: cluster).map(\.number).dropFirst()), incidents: own,
            recurredAs: history.spans(of: cluster).first { $0.recurrenceOf == number }?.number,
            suggestedOwner: try owners?.owner(of: facts), members: try Self.members(signatures, failures),
            tests: try failures.names(of: facts.tests),
            companions: try companions.find(of: cluster), comparison: try comparison.compare(cluster),
            decisions: decisions.about(cluster, in: span), suggestedRule: try rules.rule(for: signatures.map(\.row)),
            sample: sample, suspects: try suspects(own.filter { !$0.isVoid }, sample))
    }

    /// What may have caused the first incident of an issue that counts.
    private func suspects(_ own: [IncidentSummary], _ sample: OccurrenceSample?) throws -> SuspectReport? {
        guard let first = own.min(by: { ($0.opened.startedAt, $0.number) < ($1.opened.startedAt, $1.number) })
        else { return nil }
        let affected = try tests.tests(incidents.tests(incident: first.id).map(\.test))
        return try suspects.find(of: first, sample: sample, tests: affected)
    }

    /// Signatures with the test of the failure that stands for each.
    static func members(
        _ signatures: [IssueQueries.Member], _ failures: StoredFailures
    ) throws -> [IssueDetail.Member] {
        try signatures.enumerated().map { index, member in
            let leader = index < memberLimit ? try failures.leader(of: member.row) : nil
            return IssueDetail.Member(
                signature: member.key, title: member.title, test: leader?.test.display ?? "",
                occurrences: member.occurrences)
        }
    }
}
