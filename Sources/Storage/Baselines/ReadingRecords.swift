// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Remembers what files and commands told, by all that this follows from.
package struct ReadingRecords {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// The items of a reading; nil for one that is not known, or that another version of this program made.
    ///
    /// - Parameter since: UTC ms; what a command told before is not believed.
    package func items(of evidence: String, key: String, since: Int64) throws -> [ConfigurationItem]? {
        let group = try connection.first(
            """
            SELECT group_id
            FROM reading
            WHERE evidence = \(evidence) AND key = \(key) AND program = \(TestPhaseModule.version)
                AND (read_at >= \(since) OR evidence NOT LIKE '% %')
            """
        ) { $0.integer(0) }
        return try group.map { try SnapshotRecords(connection).items(ofGroup: $0) }
    }

    /// Whether a reading is known already, and not for so long that it has to be noted again.
    ///
    /// - Parameter since: UTC ms.
    package func holds(_ evidence: String, key: String, since: Int64) throws -> Bool {
        try connection.first(
            """
            SELECT group_id
            FROM reading
            WHERE evidence = \(evidence) AND key = \(key) AND program = \(TestPhaseModule.version) AND read_at >= \(since)
            """
        ) { $0.integer(0) } != nil
    }

    /// Notes what a file or command told; the latest of an evidence stays.
    ///
    /// - Parameter group: Row of its items.
    package func put(_ evidence: String, key: String, group: Int64, at: Int64) throws {
        try connection.execute(
            """
            INSERT INTO reading (evidence, key, group_id, read_at, program)
            VALUES (\(evidence), \(key), \(group), \(at), \(TestPhaseModule.version))
            ON CONFLICT (evidence) DO UPDATE
            SET key = excluded.key, group_id = excluded.group_id, read_at = excluded.read_at, program = excluded.program
            """)
    }
}
