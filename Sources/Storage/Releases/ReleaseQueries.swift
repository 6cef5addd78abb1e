// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Reads which releases were tested in which phases.
package struct ReleaseQueries {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    package struct Tested: Sendable {
        package let release: String
        package let phase: String
        package let runs: Int
        /// UTC ms of its first and its latest run.
        package let first: Int64
        package let last: Int64
        /// Live incidents that opened or failed last in it.
        package let live: Int
    }

    /// Each release in each of its phases, by release and phase.
    package func tested() throws -> [Tested] {
        try connection.query(
            """
            SELECT r.release, r.phase, count(*), min(r.started_at), max(r.started_at), (
                SELECT count(*)
                FROM incident i
                JOIN run o ON o.id = i.opened_run_id
                JOIN run f ON f.id = i.last_failed_run_id
                WHERE i.phase = r.phase AND i.state IN ('open', 'intermittent')
                    AND (o.release = r.release OR f.release = r.release)
            )
            FROM run r
            WHERE r.release IS NOT NULL
            GROUP BY r.release, r.phase
            ORDER BY r.release, r.phase
            """
        ) { row in
            Tested(
                release: row.text(0), phase: row.text(1), runs: Int(row.integer(2)), first: row.integer(3),
                last: row.integer(4), live: Int(row.integer(5)))
        }
    }
}
