// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Keeps issues equal to what incidents and decisions say: which clusters recur.
struct IssueFold {
    /// Failing runs one after the other that make an issue.
    private static let streakNeeded = 3
    /// From so many on, those that cannot recur are sorted out first.
    private static let manyClusters = 64

    private let connection: any StoreConnection
    private let records: IssueRecords
    private let tags: CriticalTags

    init(_ connection: any StoreConnection) {
        self.connection = connection
        records = IssueRecords(connection)
        tags = CriticalTags(connection)
    }

    /// Looks at clusters whose incidents or signatures changed.
    ///
    /// - Complexity: O(incidents of each cluster).
    func update(clusters: Set<Int64>) throws {
        guard !clusters.isEmpty else { return }
        let decided = try decidedClusters()
        var clusters = clusters
        if clusters.count > Self.manyClusters {
            clusters.formIntersection(try records.suspects().union(decided).union(tags.candidates()))
        }
        for cluster in clusters.sorted() {
            let rule = try rule(of: cluster, isDecided: decided.contains(cluster))
            let known = try records.issues(of: cluster)
            if let first = known.first {
                if first.rule != rule { try records.update(first.number, rule: rule) }
            } else if let rule {
                _ = try records.insert(cluster: cluster, rule: rule)
            }
        }
        try followRecurrences(of: clusters)
    }

    /// Gives a number to each recurrence that is an issue of its own.
    ///
    /// Which commits hold a fix is told by what the store keeps here: it must say the same wherever it is read.
    private func followRecurrences(of clusters: Set<Int64>) throws {
        let isSaid = try DecisionRecords(connection).hasAny(of: [.fix, .close])
        guard try isSaid || FixClaims.isAny(connection) else { return }
        let history = try IssueHistory(connection, Viewpoint(now: .max))
        for cluster in clusters.intersection(history.clustersWithEnds()).sorted() {
            guard let first = try records.issues(of: cluster).first else { continue }
            try records.setRecurrences(
                of: cluster, after: first.number, at: history.recurrences(of: cluster).map(\.id))
        }
    }

    /// Lets each issue go with what stayed when a person moved the signature that it was born with.
    func anchor() throws {
        let decisions = try Decisions(connection).active.filter { !$0.stays.isEmpty }
        for issue in try records.anchors() {
            var signature = issue.born
            for decision in decisions where decision.id > issue.bornAfter && decision.moved.contains(signature) {
                signature = decision.stays[0]
            }
            if signature != issue.signature { try records.anchor(issue.number, to: signature) }
        }
    }

    /// The rule that makes an issue of a cluster; nil if it does not recur.
    func rule(of cluster: Int64, isDecided: Bool) throws -> RecurrenceRule? {
        let recurrence = try records.recurrence(of: cluster)
        guard recurrence.incidents > 0 else { return nil }
        if recurrence.onsets > 1, recurrence.commits > 1 { return .commits }
        if recurrence.configurations > 1 || recurrence.phases > 1 { return .places }
        if recurrence.longestStreak >= Self.streakNeeded { return .streak }
        if try recurrence.hasOutage || tags.areOf(cluster: cluster) { return .severity }
        return isDecided ? .person : nil
    }

    /// Clusters that a decision which holds names.
    func decidedClusters() throws -> Set<Int64> {
        let active = try Decisions(connection).active
        let named = Set(
            active.filter { $0.incident == nil }
                .flatMap { $0.target + ($0.kind == .merge || $0.kind == .split ? $0.moved : []) })
        return Set(try ClusterQueries(connection).clusters(of: named).values)
    }
}
