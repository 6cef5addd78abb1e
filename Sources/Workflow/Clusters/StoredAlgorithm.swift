// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import Triage

/// The rules that the clusters of a store are made by: those that they were first made by, until other ones are accepted.
struct StoredAlgorithm {
    private let connection: any StoreConnection

    init(_ connection: any StoreConnection) { self.connection = connection }

    /// - Throws: `StorageError` where a newer program made the clusters.
    func current() throws -> ClusterAlgorithm {
        guard let name = try StoreInfo(connection).clustering() else {
            // Programs that did not note it knew only the first.
            return try ClusterQueries(connection).hasMemberships() ? .first : .current
        }
        guard let known = ClusterAlgorithm(name: name) else {
            throw StorageError(
                .newer, "the clusters of the store are made by \(name), which this program does not know",
                hint: "use the newer exitgate that made them")
        }
        return known
    }

    /// Notes the rules before the first clusters are made; nothing where they are noted.
    func note() throws {
        guard try StoreInfo(connection).clustering() == nil else { return }
        try set(current())
    }

    func set(_ algorithm: ClusterAlgorithm) throws { try StoreInfo(connection).setClustering("\(algorithm.name)") }
}
