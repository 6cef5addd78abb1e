// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Triage

/// Finds the issues whose failures are most like those of a cluster: what helped there may help here.
struct SimilarIssues {
    private static let limit = 3
    /// More neighbours are asked for, because not every cluster is an issue.
    private static let reach = 12
    /// In larger stores looking would take seconds.
    private static let signatureLimit = 50_000

    private let connection: any StoreConnection
    private let viewpoint: Viewpoint

    init(_ connection: any StoreConnection, viewpoint: Viewpoint) {
        self.connection = connection
        self.viewpoint = viewpoint
    }

    /// At most three, the most alike first.
    ///
    /// - Complexity: O(n) for n signatures of the store.
    func find(of cluster: Int64) throws -> [SimilarIssue] {
        let clusters = try ClusterQueries(connection).allClusters()
        guard clusters.count <= Self.signatureLimit, let body = try EvidenceRecords(connection).body(of: cluster),
            let evidence = body.withUnsafeBufferPointer({ SignatureEvidence(packed: $0) })
        else { return [] }
        var replay = try ClusterAssignment(connection).replay(settled: true).replay
        let queries = IssueQueries(connection)
        let history = try IssueHistory(connection, viewpoint)
        let articles = try ArticleRecords(connection).all().filter { $0.state != .retired }
        var found: [SimilarIssue] = []
        var seen: Set<Int64> = [cluster]
        for neighbour in replay.nearest(to: cluster, evidence, limit: Self.reach) where found.count < Self.limit {
            guard let other = clusters[neighbour.row], seen.insert(other).inserted,
                let number = try queries.number(ofCluster: other)
            else { continue }
            let life = try history.life(of: other)
            found.append(
                SimilarIssue(
                    name: "ISS-\(number)", title: try queries.members(of: other).first?.title ?? "",
                    score: neighbour.score, state: life.state, cause: life.cause, workaround: life.workaround,
                    commit: life.fix?.commit, daysToFix: try daysToFix(life, other, queries),
                    hasRegressed: life.isRegression,
                    articles: articles.filter { $0.signature.flatMap { clusters[$0] } == other }.map(\.number)))
        }
        return found
    }

    private func daysToFix(_ life: IssueLife, _ cluster: Int64, _ queries: IssueQueries) throws -> Int? {
        guard let verified = life.transitions.last(where: { $0.to == .verified }),
            let first = try queries.failedRuns(of: cluster).first
        else { return nil }
        return Int(max(0, verified.at - first.moment.at) / 86_400_000)
    }
}
