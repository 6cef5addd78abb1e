// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Triage

/// Finds the issues whose failures are most like those of a cluster: what helped there may help here.
///
/// A class, because what is read once serves all that is asked.
final class SimilarIssues {
    private static let limit = 3
    /// More neighbours are asked for, because not every cluster is an issue.
    private static let reach = 12
    /// In larger stores looking would take seconds.
    private static let signatureLimit = 50_000

    private let connection: any StoreConnection
    private let viewpoint: Viewpoint
    private var read: (clusters: [Int64: Int64], history: IssueHistory, articles: [KnowledgeArticle])?

    init(_ connection: any StoreConnection, viewpoint: Viewpoint) {
        self.connection = connection
        self.viewpoint = viewpoint
    }

    /// At most three, the most alike first.
    ///
    /// - Complexity: O(n) for n signatures of the store.
    func find(of cluster: Int64) throws -> [SimilarIssue] {
        let clusters = try background().clusters
        guard clusters.count <= Self.signatureLimit, let body = try EvidenceRecords(connection).body(of: cluster),
            let evidence = body.withUnsafeBufferPointer({ SignatureEvidence(packed: $0) })
        else { return [] }
        var replay = try ClusterAssignment(connection).replay(settled: true).replay
        let queries = IssueQueries(connection)
        var found: [SimilarIssue] = []
        var seen: Set<Int64> = [cluster]
        for neighbour in replay.nearest(to: cluster, evidence, limit: Self.reach) where found.count < Self.limit {
            guard let other = clusters[neighbour.row], seen.insert(other).inserted,
                let issue = try issue(of: other, score: neighbour.score, queries)
            else { continue }
            found.append(issue)
        }
        return found
    }

    /// What is known of the issue that a cluster is; nil for one that is none.
    func own(of cluster: Int64) throws -> SimilarIssue? {
        try issue(of: cluster, score: 0, IssueQueries(connection))
    }

    private func background() throws -> (
        clusters: [Int64: Int64], history: IssueHistory, articles: [KnowledgeArticle]
    ) {
        if let read { return read }
        let found = (
            clusters: try ClusterQueries(connection).allClusters(), history: try IssueHistory(connection, viewpoint),
            articles: try ArticleRecords(connection).all().filter { $0.state != .retired }
        )
        read = found
        return found
    }

    private func issue(of cluster: Int64, score: Int, _ queries: IssueQueries) throws -> SimilarIssue? {
        guard let number = try queries.number(ofCluster: cluster) else { return nil }
        let (clusters, history, all) = try background()
        let life = try history.life(of: cluster)
        let articles = all.filter { $0.signature.flatMap { clusters[$0] } == cluster }
        return SimilarIssue(
            name: "ISS-\(number)", title: try queries.members(of: cluster).first?.title ?? "", score: score,
            state: life.state, cause: life.cause, workaround: life.workaround, commit: life.fix?.commit,
            daysToFix: try daysToFix(life, cluster, queries), hasRegressed: life.isRegression,
            articles: articles.map(\.number))
    }

    private func daysToFix(_ life: IssueLife, _ cluster: Int64, _ queries: IssueQueries) throws -> Int? {
        guard let verified = life.transitions.last(where: { $0.to == .verified }),
            let first = try queries.failedRuns(of: cluster).first
        else { return nil }
        return Int(max(0, verified.at - first.moment.at) / 86_400_000)
    }
}
