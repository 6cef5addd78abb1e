// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Finds the clusters that fail when another one does: most often one cause behind both.
///
/// A class, because the runs of clusters that were read are shared by all questions.
final class Companions {
    /// Latest runs of the cluster that are looked at.
    private static let runLimit = 40
    /// Clusters with fewer common runs count only if both began in the same one.
    private static let commonNeeded = 3
    private static let limit = 5

    private let queries: IssueQueries
    private let resolver: IssueResolver
    private var runs: [Int64: [Int64]] = [:]
    private var clusters: [Int64: [Int64]] = [:]

    init(_ connection: any StoreConnection) {
        queries = IssueQueries(connection)
        resolver = IssueResolver(connection)
    }

    /// At most five, those that share most of their runs first.
    ///
    /// - Complexity: O(clusters of the last 40 runs, and their runs).
    func find(of cluster: Int64) throws -> [IssueDetail.Companion] {
        let own = try runs(of: cluster)
        var counts: [Int64: Int] = [:]
        for run in Set(own.suffix(Self.runLimit) + own.prefix(1)) {
            for other in try clusters(inRun: run) where other != cluster { counts[other, default: 0] += 1 }
        }
        var found: [(cluster: Int64, common: Int, either: Int, began: Bool)] = []
        for other in counts.keys.sorted() {
            let runs = try runs(of: other)
            let common = Set(own).intersection(runs).count
            let either = own.count + runs.count - common
            let began = own.first == runs.first
            guard began || common >= Self.commonNeeded, common * 2 >= either else { continue }
            found.append((other, common, either, began))
        }
        found.sort { left, right in
            let (first, second) = (left.common * right.either, right.common * left.either)
            return first != second ? first > second : (right.common, left.cluster) < (left.common, right.cluster)
        }
        return try found.prefix(Self.limit).map { entry in
            IssueDetail.Companion(
                name: try resolver.name(of: entry.cluster),
                title: try queries.members(of: entry.cluster).first?.title ?? "", common: entry.common,
                either: entry.either, beganTogether: entry.began)
        }
    }

    private func runs(of cluster: Int64) throws -> [Int64] {
        if let known = runs[cluster] { return known }
        let read = try queries.runs(of: cluster)
        runs[cluster] = read
        return read
    }

    private func clusters(inRun run: Int64) throws -> [Int64] {
        if let known = clusters[run] { return known }
        let read = try queries.clusters(inRun: run)
        clusters[run] = read
        return read
    }
}
