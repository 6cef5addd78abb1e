// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage

/// Issues with a workaround that worked: an article about them says one, and more of those who followed it said that it helped
/// than that it did not.
///
/// A class, because the articles are read when an issue first asks, and all of them ask.
final class ProvenWorkarounds {
    private let connection: any StoreConnection
    /// UTC ms.
    private let now: Int64
    private lazy var clusters: Result<Set<Int64>, any Error> = Result {
        let signatures = try ArticleRecords(connection).signaturesWithProvenWorkaround(at: now)
        guard !signatures.isEmpty else { return [] }
        return Set(try ClusterQueries(connection).clusters(of: signatures).values)
    }

    init(_ connection: any StoreConnection, now: Int64) { (self.connection, self.now) = (connection, now) }

    /// - Parameter cluster: Of an issue.
    func holds(_ cluster: Int64) throws -> Bool { try clusters.get().contains(cluster) }
}
