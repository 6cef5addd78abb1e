// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
package import TestPhase
import Triage

/// Answers about issues, each in one read transaction.
package struct ReadIssues {
    private let store: any StoreDriver
    private let viewpoint: Viewpoint

    package init(_ store: any StoreDriver, viewpoint: Viewpoint) {
        self.store = store
        self.viewpoint = viewpoint
    }

    /// Which issues to list, beyond what the store filters.
    package struct Filter: Sendable {
        package var store = IssueQueries.Filter()
        package var states: [IssueState] = []
        package var severities: [Severity] = []
        package var owner: String?
        /// One in which it failed.
        package var release: String?
        package var order = Order.activity
        package var limit = 1000

        package init() {}
    }

    package enum Order: String, Sendable, CaseIterable {
        /// Live ones first, then by the number of failures.
        case activity
        /// Priority, then severity, then cost.
        case priority
        /// Time that was lost, the most first.
        case cost
        /// Time that will be lost by the time that a repair takes, the highest first.
        case fixFirst = "fix-first"
    }

    /// Issues, and the cost of all that the filter accepts, in minutes, the largest first, whatever the limit.
    package struct Listing: Sendable {
        package let lines: [IssueLine]
        package let lostMinutes: [Double]
    }

    package func list(_ filter: Filter) throws -> Listing {
        try store.read { try list(filter, $0) }
    }

    /// As above, within a transaction.
    func list(_ filter: Filter, _ connection: any StoreConnection) throws -> Listing {
        let queries = IssueQueries(connection)
        let told = try ToldIssues(connection, viewpoint)
        let lines = try queries.bareLines(filter.store).map(told.tell).filter { issue in
            filter.release.map { release in issue.failures.contains { $0.release == release } } ?? true
        }.map(\.line).filter(filter.accepts)
        let shown = Array(filter.sorted(lines).prefix(filter.limit))
        return Listing(
            lines: zip(shown, try queries.complete(shown.map(\.summary))).map { line, summary in
                IssueLine(
                    summary: summary, state: line.state, isRegression: line.isRegression, owner: line.owner,
                    weight: line.weight)
            },
            lostMinutes: lines.map(\.weight.cost.lostMinutes).sorted(by: >))
    }

    /// Everything about the issue that a reference leads to.
    ///
    /// - Throws: `ReadEvidence.Unknown`, `StorageError`.
    package func show(_ reference: IssueReference) throws -> IssueDetail {
        try store.read { try show(reference, $0) }
    }

    /// As above, within a transaction.
    func show(_ reference: IssueReference, _ connection: any StoreConnection) throws -> IssueDetail {
        let cluster = try IssueResolver(connection).cluster(reference)
        let history = try IssueHistory(connection, viewpoint)
        let span = try span(reference, history.spans(of: cluster), connection)
        let costing = try IssueCosting(
            IssueQueries(connection), viewpoint.costs, cluster: cluster, lives: history.repairedLives())
        let details = try IssueDetails(connection, viewpoint, history, IssueWeighing(history, costing))
        guard let detail = try details.detail(of: cluster, in: span) else {
            throw ReadEvidence.Unknown(
                message: "it happened once, and is no issue yet",
                hint: "exitgate incident list shows incidents; issue merge makes an issue of two")
        }
        return detail
    }

    /// The span of the issue that a reference means: of one that was named, or saw an incident, or else the latest.
    private func span(
        _ reference: IssueReference, _ spans: [IssueSpan], _ connection: any StoreConnection
    ) throws -> IssueSpan {
        let latest = spans.last ?? IssueSpan()
        switch reference {
        case .issue(let number): return spans.first { $0.number == number } ?? latest
        case .signature: return latest
        case .incident(let number):
            var filter = IncidentQueries.Filter()
            filter.number = number
            let issue = try IncidentQueries(connection).lines(filter).first?.issue
            return spans.first { $0.number == issue } ?? latest
        }
    }

    /// The rule that describes a cluster.
    ///
    /// - Throws: `ReadEvidence.Unknown` where nothing about it is sure as well.
    package func suggestRule(_ reference: IssueReference) throws -> String {
        try store.read { connection in
            let cluster = try IssueResolver(connection).cluster(reference)
            let rows = try IssueQueries(connection).members(of: cluster).map(\.row)
            guard let rule = try RuleSuggestion(StoredFailures(connection)).rule(for: rows) else {
                throw Refusal(
                    message: "its failures have nothing in common that a rule could name",
                    hint: "exitgate issue show lists its signatures; pin those that belong to it")
            }
            return rule
        }
    }

    /// All decisions, the oldest first.
    package func decisions() throws -> [IssueDetail.Decision] {
        try store.read { try printed($0).all }
    }

    private func printed(_ connection: any StoreConnection) throws -> PrintedDecisions {
        var known: IssueHistory?
        return try PrintedDecisions(connection, now: viewpoint.now) { cluster, span in
            let history = try known ?? IssueHistory(connection, viewpoint)
            known = history
            return try history.life(of: cluster, in: span)
        }
    }

    /// Why the signatures of a cluster are together, every link with every term, and what may have caused them.
    ///
    /// - Complexity: O(n) for all n signatures of the store: everything is scored again.
    package func explain(_ reference: IssueReference) throws -> ClusterExplanation {
        try store.read { connection in
            let queries = IssueQueries(connection)
            let resolver = IssueResolver(connection)
            let cluster = try resolver.cluster(reference)
            let rows = try queries.members(of: cluster)
            let members = try IssueDetails.members(rows, StoredFailures(connection))
            let replay = try ClusterAssignment(connection).replay(from: nil).replay
            let keys = Dictionary(uniqueKeysWithValues: zip(rows.map(\.row), members))
            let links = try rows.compactMap { try link($0, keys, replay, resolver) }
            let detail = try detail(reference, connection)
            let algorithm = try StoredAlgorithm(connection).current()
            return ClusterExplanation(
                name: try resolver.name(of: cluster),
                title: try title(of: cluster, connection) ?? rows.first?.title ?? "", members: members, links: links,
                decisions: try printed(connection).about(cluster),
                algorithm: "\(algorithm.name)",
                suspects: detail?.suspects, weight: detail?.weight)
        }
    }

    /// Everything about an issue; nil where it is none.
    private func detail(
        _ reference: IssueReference, _ connection: any StoreConnection
    ) throws -> IssueDetail? {
        do {
            return try show(reference, connection)
        } catch is ReadEvidence.Unknown {
            return nil
        }
    }

    private func title(of cluster: Int64, _ connection: any StoreConnection) throws -> String? {
        let queries = IssueQueries(connection)
        guard let number = try queries.number(ofCluster: cluster) else { return nil }
        return try queries.lines(Self.only(number)).first?.title
    }

    private static func only(_ number: Int64) -> IssueQueries.Filter {
        var filter = IssueQueries.Filter()
        filter.number = number
        return filter
    }

    /// Why one signature hangs where it does; nil for the first of a cluster.
    private func link(
        _ member: IssueQueries.Member, _ members: [Int64: IssueDetail.Member], _ replay: ClusterReplay,
        _ resolver: IssueResolver
    ) throws -> TriageReport.Link? {
        let content = replay.clusterer.content
        guard let number = replay.number(of: member.row), let reason = content.reasons[Int(number)] else { return nil }
        let match = members[replay.rows[Int(reason.match)]]
        guard let match, let own = members[member.row] else { return nil }
        let why: TriageReport.Link.Reason
        switch reason {
        case .sentence(_, let wildcards): why = .sentence(wildcards: wildcards)
        case .evidence(let reason):
            var names: [Int32: String] = [:]
            for candidate in reason.runnersUp {
                let cluster = content.current(candidate.cluster)
                guard cluster != content.clusters[Int(number)] else { continue }
                names[candidate.cluster] = try resolver.name(
                    of: replay.rows[Int(content.members[Int(cluster)][0])])
            }
            why = .evidence(reason.evidence { names[$0] })
        }
        return TriageReport.Link(
            signature: own.signature, match: match.signature, test: own.test, matchTest: match.test, reason: why)
    }
}

extension ReadIssues.Filter {
    fileprivate func accepts(_ line: IssueLine) -> Bool {
        (store.activities.isEmpty || store.activities.contains(line.summary.activity))
            // An issue may be one span of a cluster that goes on.
            && (store.since.map { $0 <= line.summary.lastSeen } ?? true)
            && (states.isEmpty || states.contains(line.state))
            && (severities.isEmpty || severities.contains(line.weight.severity))
            && (owner.map { $0 == line.owner } ?? true)
    }

    fileprivate func sorted(_ lines: [IssueLine]) -> [IssueLine] {
        switch order {
        case .activity: lines.sorted { IssueQueries.comesFirst($0.summary, $1.summary) }
        case .priority: lines.sorted { Self.rank($0) < Self.rank($1) }
        case .cost:
            lines.sorted {
                ($1.weight.cost.lostMinutes, $0.summary.number) < ($0.weight.cost.lostMinutes, $1.summary.number)
            }
        case .fixFirst:
            lines.sorted {
                ($1.weight.cost.fixFirst, $0.summary.number) < ($0.weight.cost.fixFirst, $1.summary.number)
            }
        }
    }

    private static func rank(_ line: IssueLine) -> (Int, Int, Double, Int64) {
        (line.weight.priority, line.weight.severity.rawValue, -line.weight.cost.lostMinutes, line.summary.number)
    }
}
