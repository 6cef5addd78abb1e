// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Keeps which commits the tested ones held.
package struct LineageRecords {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// Writes what an upload of a run knows; of several the longest stays, whatever came first.
    package func keep(_ lineage: Lineage, ofRun run: Int64) throws {
        try connection.execute(
            """
            INSERT INTO lineage (run_id, commits)
            VALUES (\(run), \(lineage.bytes))
            ON CONFLICT (run_id) DO UPDATE
            SET commits = excluded.commits
            WHERE length(excluded.commits) > length(lineage.commits)
                OR length(excluded.commits) = length(lineage.commits) AND excluded.commits < lineage.commits
            """)
    }

    /// What a run was of.
    package struct Source: Sendable {
        package let branch: String?
        package let commit: String?
        /// nil where no git said it.
        package let lineage: Lineage?
    }

    package func source(ofRun run: Int64) throws -> Source? {
        try connection.first(
            """
            SELECT r.branch, r.commit_id, l.commits
            FROM run r
            LEFT JOIN lineage l ON l.run_id = r.id
            WHERE r.id = \(run)
            """
        ) { row in
            let bytes = row.withBytes(2) { Array($0) }
            return Source(
                branch: row.optionalText(0), commit: row.optionalText(1),
                lineage: bytes.isEmpty ? nil : Lineage(bytes: bytes))
        }
    }
}
