// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// What people said about clusters, in words, with what each is about now.
struct PrintedDecisions {
    private struct Entry {
        let printed: IssueDetail.Decision
        let at: Int64
        /// Whether it is about the issue that was current when it was said, and not about the cluster as a whole.
        let isWord: Bool
        /// Clusters that it names.
        let clusters: Set<Int64>
    }

    private let entries: [Entry]

    /// - Parameters:
    ///   - now: UTC ms; a deferral up to then has ended.
    ///   - life: What became of an issue.
    /// - Complexity: O(decisions + signatures that they name + incidents that they are about).
    init(
        _ connection: any StoreConnection, now: Int64,
        life: (_ cluster: Int64, _ span: IssueSpan) throws -> IssueLife
    ) throws {
        let records = DecisionRecords(connection)
        let all = try records.all()
        guard !all.isEmpty else {
            entries = []
            return
        }
        let undone = Decisions.undone(all)
        let matches = try records.matches()
        let resolver = IssueResolver(connection)
        let spans = try IssueRecords(connection).spans()
        let clusters = try ClusterQueries(connection).allClusters()
        let decisions = try Decisions(connection)
        let words = decisions.active.compactMap { decision -> WordEndings.Word? in
            guard decision.incident == nil, IssueVerb(rawValue: decision.kind.rawValue) != nil,
                let cluster = decisions.anchor(of: decision).flatMap({ clusters[$0] })
            else { return nil }
            let span = spans[cluster]?.first { $0.holds(time: decision.at) }
            return WordEndings.Word(decision: decision, cluster: cluster, span: span ?? IssueSpan())
        }
        let endings = try IncidentMarks.endings(of: decisions.active, connection)
            .merging(WordEndings.endings(of: words, life: life)) { own, _ in own }
        entries = try all.map { decision in
            let count = decision.kind == .rule ? matches[decision.id]?.count ?? 0 : decision.moved.count
            let isWord = decision.incident == nil && IssueVerb(rawValue: decision.kind.rawValue) != nil
            let anchor = decisions.anchor(of: decision) ?? 0
            let subjects =
                isWord
                ? [anchor]
                : decision.kind == .split ? decision.moved + decision.stays : decision.target + decision.moved
            let about = Set(subjects.compactMap { clusters[$0] }).sorted()
            let names =
                try decision.incident.map { ["INC-\($0)"] }
                ?? about.map { cluster in
                    let span = isWord ? spans[cluster]?.first { $0.holds(time: decision.at) } : nil
                    return try span?.number.map { "ISS-\($0)" } ?? resolver.name(of: cluster)
                }
            let named = isWord ? [anchor] : decision.target + decision.moved
            let isOver = decision.until.map { $0 <= now } ?? false
            let ended = undone.contains(decision.id) ? nil : endings[decision.id] ?? (isOver ? "its day came" : nil)
            return Entry(
                printed: IssueDetail.Decision(
                    number: decision.id, at: decision.at, actor: decision.actor, kind: decision.kind.rawValue,
                    reason: decision.reason, value: decision.incident == nil ? decision.value : nil,
                    until: decision.until, subjects: names, undoes: decision.undoes,
                    isActive: !undone.contains(decision.id), ended: ended, signatures: count),
                at: decision.at, isWord: isWord, clusters: Set(named.compactMap { clusters[$0] }))
        }
    }

    /// The oldest first.
    var all: [IssueDetail.Decision] { entries.map(\.printed) }

    /// Decisions that name a signature of a cluster, or took one to it.
    ///
    /// - Parameter span: Words of other times are about other issues.
    func about(_ cluster: Int64, in span: IssueSpan = IssueSpan()) -> [IssueDetail.Decision] {
        entries.filter { $0.clusters.contains(cluster) && (!$0.isWord || span.holds(time: $0.at)) }.map(\.printed)
    }
}
