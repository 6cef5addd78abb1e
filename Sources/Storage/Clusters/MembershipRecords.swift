// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Writes where signatures are.
package struct MembershipRecords {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// Writes the place of signatures that have none.
    package func insert(_ memberships: [(signature: Int64, membership: StoredMembership)]) throws {
        let columns = ["signature_id", "match_id", "score", "cluster_id"]
        try connection.insert(into: "membership", columns: columns, count: memberships.count) { index, row in
            let (signature, membership) = memberships[index]
            row.integer(signature)
            row.optional(membership.match)
            row.optional(membership.score)
            row.integer(membership.cluster)
        }
    }

    /// Moves a signature.
    package func update(_ signature: Int64, _ membership: StoredMembership) throws {
        try connection.execute(
            """
            UPDATE membership
            SET match_id = \(membership.match), score = \(membership.score), cluster_id = \(membership.cluster)
            WHERE signature_id = \(signature)
            """)
    }
}
