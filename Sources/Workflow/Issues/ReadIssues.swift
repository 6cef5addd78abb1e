// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
package import TestPhase
import Triage

/// Answers about issues, each in one read transaction.
package struct ReadIssues {
    /// Signatures of one issue whose tests are looked up.
    private static let memberLimit = 200

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
        try store.read { connection in
            let queries = IssueQueries(connection)
            let told = try ToldIssues(connection, viewpoint)
            let lines = try queries.bareLines(filter.store).map { try told.tell($0).line }.filter(filter.accepts)
            return Listing(
                lines: try filter.sorted(lines).prefix(filter.limit).map { line in
                    IssueLine(
                        summary: try queries.complete(line.summary), state: line.state, isRegression: line.isRegression,
                        owner: line.owner, weight: line.weight)
                },
                lostMinutes: lines.map(\.weight.cost.lostMinutes).sorted(by: >))
        }
    }

    /// Everything about the issue that a reference leads to.
    ///
    /// - Throws: `ReadEvidence.Unknown`, `StorageError`.
    package func show(_ reference: IssueReference) throws -> IssueDetail {
        try store.read { try show(reference, $0) }
    }

    /// As above, within a transaction.
    func show(_ reference: IssueReference, _ connection: any StoreConnection) throws -> IssueDetail {
        let queries = IssueQueries(connection)
        let cluster = try IssueResolver(connection).cluster(reference)
        let history = try IssueHistory(connection, viewpoint)
        let numbers = try IssueRecords(connection).issues(of: cluster).map(\.number)
        let span = try span(reference, history.spans(of: cluster), connection)
        guard let number = span.number, let summary = try queries.lines(Self.only(number)).first else {
            throw ReadEvidence.Unknown(
                message: "it happened once, and is no issue yet",
                hint: "exitgate incident list shows incidents; issue merge makes an issue of two")
        }
        var filter = IncidentQueries.Filter()
        filter.cluster = cluster
        let marks = try IncidentMarks(connection)
        let incidents = try IncidentQueries(connection).lines(filter).map(marks.marked)
        let latest = incidents.max {
            ($0.lastFailed.startedAt, $0.number) < ($1.lastFailed.startedAt, $1.number)
        }
        let failures = StoredFailures(connection)
        let life = try history.life(of: cluster, in: span)
        let facts = try history.incidents(of: cluster, in: span)
        let costing = try IssueCosting(queries, viewpoint.costs, cluster: cluster, lives: history.repairedLives())
        let weight = try IssueWeighing(history.trials, costing)
            .weigh(cluster, in: span, facts, history.failures(of: cluster, in: span), life)
        let members = try members(of: cluster, connection, failures)
        let sample = try latest.flatMap { try IncidentQueries(connection).sample(of: $0) }
        return IssueDetail(
            summary: summary.counting(facts), life: life, weight: weight, aliases: Array(numbers.dropFirst()),
            incidents: incidents.filter { $0.issue == nil || $0.issue == number },
            recurredAs: history.spans(of: cluster).first { $0.recurrenceOf == number }?.number,
            suggestedOwner: try OwnerSuggestion(viewpoint, failures)?.owner(of: facts), members: members,
            tests: try failures.names(of: facts.reduce(into: []) { $0.formUnion($1.tests) }),
            companions: try Companions(connection).find(of: cluster),
            comparison: try IssueComparison(connection).compare(cluster),
            decisions: try decisions(about: cluster, connection, in: span),
            suggestedRule: try RuleSuggestion(failures).rule(for: try queries.members(of: cluster).map(\.row)),
            sample: sample, suspects: try suspects(incidents, number, sample, connection))
    }

    /// What may have caused the first incident of an issue that counts.
    private func suspects(
        _ incidents: [IncidentSummary], _ number: Int64, _ sample: OccurrenceSample?, _ connection: any StoreConnection
    ) throws -> SuspectReport? {
        let own = incidents.filter { !$0.isVoid && ($0.issue == nil || $0.issue == number) }
        guard let first = own.min(by: { ($0.opened.startedAt, $0.number) < ($1.opened.startedAt, $1.number) })
        else { return nil }
        let tests = try TestQueries(connection).tests(IncidentQueries(connection).tests(incident: first.id).map(\.test))
        return try FindSuspects(connection, viewpoint).find(of: first, sample: sample, tests: tests)
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
        try store.read { try Self.printed($0).map(\.printed) }
    }

    /// Why the signatures of a cluster are together: every link with every term.
    ///
    /// - Complexity: O(n) for all n signatures of the store: everything is scored again.
    package func explain(_ reference: IssueReference) throws -> ClusterExplanation {
        try store.read { connection in
            let queries = IssueQueries(connection)
            let resolver = IssueResolver(connection)
            let cluster = try resolver.cluster(reference)
            let rows = try queries.members(of: cluster)
            let members = try members(of: cluster, connection, StoredFailures(connection))
            let replay = try ClusterAssignment(connection).replay(from: nil).replay
            let keys = Dictionary(uniqueKeysWithValues: zip(rows.map(\.row), members))
            let links = try rows.compactMap { try link($0, keys, replay, resolver) }
            return ClusterExplanation(
                name: try resolver.name(of: cluster),
                title: try title(of: cluster, connection) ?? rows.first?.title ?? "", members: members, links: links,
                decisions: try decisions(about: cluster, connection), algorithm: "\(ClusterIdentity.algorithm)")
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

    private func members(
        of cluster: Int64, _ connection: any StoreConnection, _ failures: StoredFailures
    ) throws -> [IssueDetail.Member] {
        try IssueQueries(connection).members(of: cluster).enumerated().map { index, member in
            let leader = index < Self.memberLimit ? try failures.leader(of: member.row) : nil
            return IssueDetail.Member(
                signature: member.key, title: member.title, test: leader?.test.display ?? "",
                occurrences: member.occurrences)
        }
    }

    /// Decisions that name a signature of the cluster, or took one to it.
    ///
    /// - Parameter span: Words of other times are about other issues.
    private func decisions(
        about cluster: Int64, _ connection: any StoreConnection, in span: IssueSpan = IssueSpan()
    ) throws -> [IssueDetail.Decision] {
        let clusters = try ClusterQueries(connection).allClusters()
        let anchors = try Decisions(connection)
        return try Self.printed(connection).filter { entry in
            let isWord = IssueVerb(rawValue: entry.stored.kind.rawValue) != nil
            if isWord, !span.holds(time: entry.stored.at) { return false }
            let named = isWord ? [anchors.anchor(of: entry.stored) ?? 0] : entry.stored.target + entry.stored.moved
            return named.contains { clusters[$0] == cluster }
        }.map(\.printed)
    }

    private static func printed(
        _ connection: any StoreConnection
    ) throws -> [(stored: StoredDecision, printed: IssueDetail.Decision)] {
        let records = DecisionRecords(connection)
        let all = try records.all()
        let undone = Decisions.undone(all)
        let matches = try records.matches()
        let resolver = IssueResolver(connection)
        let spans = try IssueRecords(connection).spans()
        let clusters = try ClusterQueries(connection).allClusters()
        let decisions = try Decisions(connection)
        let anchors = Dictionary(uniqueKeysWithValues: all.map { ($0.id, decisions.anchor(of: $0) ?? 0) })
        return try all.map { decision in
            let count = decision.kind == .rule ? matches[decision.id]?.count ?? 0 : decision.moved.count
            let isWord = IssueVerb(rawValue: decision.kind.rawValue) != nil
            let named =
                isWord
                ? anchors[decision.id].map { [$0] } ?? []
                : decision.kind == .split ? decision.moved + decision.stays : decision.target + decision.moved
            let about = Set(named.compactMap { clusters[$0] }).sorted()
            let subjects =
                try decision.incident.map { ["INC-\($0)"] }
                ?? about.map { cluster in
                    // A word is about the issue that was current when it was said.
                    let span = isWord ? spans[cluster]?.first { $0.holds(time: decision.at) } : nil
                    return try span?.number.map { "ISS-\($0)" } ?? resolver.name(of: cluster)
                }
            return (
                decision,
                IssueDetail.Decision(
                    number: decision.id, at: decision.at, actor: decision.actor, kind: decision.kind.rawValue,
                    reason: decision.reason, value: decision.value, until: decision.until, subjects: subjects,
                    undoes: decision.undoes, isActive: !undone.contains(decision.id), signatures: count)
            )
        }
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
