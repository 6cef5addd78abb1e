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

    /// What an earlier run of the same commit knew, where there is no more to know.
    ///
    /// - Parameter moment: UTC ms, before which the run began.
    package func full(of commit: String, before moment: Int64) throws -> Lineage? {
        try connection.first(
            """
            SELECT l.commits
            FROM run r
            JOIN lineage l ON l.run_id = r.id
            WHERE r.commit_id = \(commit) AND r.started_at < \(moment) AND length(l.commits) = \(Lineage.fullBytes)
            ORDER BY r.id
            LIMIT 1
            """
        ) { row in row.withBytes(0) { Lineage(bytes: Array($0)) } }
    }

    /// What a run was of.
    package struct Source: Sendable {
        package let branch: String?
        package let commit: String?
        /// The commit read as a hash; nil for what is none, or too short to name one commit.
        package let name: CommitName?
        /// nil where no git said it.
        package let lineage: Lineage?

        fileprivate init(_ row: any StoreRow, from first: Int) {
            branch = row.optionalText(first)
            commit = row.optionalText(first + 1)
            name = commit.flatMap { CommitName($0) }
            let bytes = row.withBytes(first + 2) { Array($0) }
            lineage = bytes.isEmpty ? nil : Lineage(bytes: bytes)
        }
    }

    package func source(ofRun run: Int64) throws -> Source? {
        try connection.first(
            """
            SELECT r.branch, r.commit_id, l.commits
            FROM run r
            LEFT JOIN lineage l ON l.run_id = r.id
            WHERE r.id = \(run)
            """
        ) { Source($0, from: 0) }
    }

    /// What the runs whose rows are in a range were of, by the row.
    package func sources(ofRuns runs: Range<Int64>) throws -> [Int64: Source] {
        Dictionary(
            uniqueKeysWithValues: try connection.query(
                """
                SELECT r.id, r.branch, r.commit_id, l.commits
                FROM run r
                LEFT JOIN lineage l ON l.run_id = r.id
                WHERE r.id >= \(runs.lowerBound) AND r.id < \(runs.upperBound)
                ORDER BY r.id
                """
            ) { ($0.integer(0), Source($0, from: 1)) })
    }

    /// Whether any part of a run is known to have been made with changes that no commit holds.
    package func isDirty(run: Int64) throws -> Bool {
        try connection.first(
            """
            SELECT i.value
            FROM (
                SELECT snapshot_id
                FROM run
                WHERE id = \(run)
                UNION
                SELECT snapshot_id
                FROM upload
                WHERE run_id = \(run)
            ) s
            JOIN snapshot_group g ON g.snapshot_id = s.snapshot_id
            JOIN item i ON i.group_id = g.group_id
            WHERE i.kind = 'source' AND i.key = 'dirty' AND i.value = 'yes'
            ORDER BY i.value
            LIMIT 1
            """
        ) { $0.text(0) } != nil
    }
}
