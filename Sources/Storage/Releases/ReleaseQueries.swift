// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Reads which releases were tested in which phases, and what they came to.
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

    /// A cluster in a run in which it failed.
    package struct Failing: Sendable {
        package let cluster: Int64
        package let run: Int64
        /// Failing tests, and how long they ran together.
        package let tests: Int
        package let microseconds: Int64
    }

    /// Every failing run of every cluster.
    package func failings() throws -> [Failing] {
        try connection.query(
            """
            SELECT m.cluster_id, u.run_id, count(DISTINCT o.test_id), coalesce(sum(o.microseconds), 0)
            FROM membership m
            JOIN occurrence o ON o.signature_id = m.signature_id
            JOIN upload u ON u.id = o.upload_id
            GROUP BY m.cluster_id, u.run_id
            ORDER BY m.cluster_id, u.run_id
            """
        ) { row in
            Failing(
                cluster: row.integer(0), run: row.integer(1), tests: Int(row.integer(2)),
                microseconds: row.integer(3))
        }
    }

    /// What a run of a release came to.
    package struct Counts: Sendable {
        package let run: Int64
        package let release: String
        package let phase: String
        package let hasCommit: Bool
        package let hasSnapshot: Bool
        /// Whether every part came, and every file of it was read to its end.
        package let isComplete: Bool
        /// Of all its tests together; nil unknown.
        package let milliseconds: Int64?
        /// The longest time that the job of one of its uploads was queued; nil unknown.
        package let queueMilliseconds: Int64?
        /// Tests that ended, those that passed only in a later attempt, and those that failed.
        package let executions: Int
        package let flaky: Int
        package let failing: Int
    }

    /// The runs of all releases, by row.
    ///
    /// A test that several attempts repeat counts in each.
    package func counts() throws -> [Counts] {
        try connection.query(
            """
            SELECT r.id, r.release, r.phase, r.commit_id IS NOT NULL, r.snapshot_id IS NOT NULL,
                min(u.is_complete) = 1
                    AND (r.expected_shards IS NULL OR r.expected_shards = count(DISTINCT u.shard)),
                (SELECT sum(t.test_milliseconds) FROM upload t WHERE t.run_id = r.id),
                max(u.queue_milliseconds),
                coalesce(sum(length(b.outcomes) - length(replace(replace(b.outcomes, 'S', ''), 's', ''))), 0),
                coalesce(sum(length(b.outcomes)), 0),
                coalesce(sum(length(b.outcomes) - length(replace(b.outcomes, 'K', ''))), 0),
                (
                    SELECT count(DISTINCT o.test_id)
                    FROM upload v
                    JOIN occurrence o ON o.upload_id = v.id
                    WHERE v.run_id = r.id AND o.decides = 1
                )
            FROM run r
            JOIN upload u ON u.run_id = r.id
            LEFT JOIN result_block b ON b.upload_id = u.id
            WHERE r.release IS NOT NULL
            GROUP BY r.id, r.release, r.phase, r.commit_id, r.snapshot_id, r.expected_shards
            ORDER BY r.id
            """
        ) { row in
            Counts(
                run: row.integer(0), release: row.text(1), phase: row.text(2), hasCommit: row.integer(3) == 1,
                hasSnapshot: row.integer(4) == 1, isComplete: row.integer(5) == 1,
                milliseconds: row.optionalInteger(6), queueMilliseconds: row.optionalInteger(7),
                executions: Int(row.integer(9) - row.integer(8)), flaky: Int(row.integer(10)),
                failing: Int(row.integer(11)))
        }
    }

    /// When something happened to an incident.
    package struct Course: Sendable {
        package let number: Int64
        package let phase: String
        package let state: Incident.State
        package let opened: Int64
        /// UTC ms of the run that opened it, of the last one before in which an affected test passed, and of the one that
        /// restored it.
        package let openedAt: Int64
        package let goodAt: Int64?
        package let restoredAt: Int64?
        package let reopenCount: Int
        package let isMajor: Bool
    }

    /// The course of every incident that a release opened, by number.
    package func courses(of release: String) throws -> [Course] {
        try connection.query(
            """
            SELECT i.number, i.phase, i.state, o.id, o.started_at, g.started_at, i.restored_at, i.reopen_count, i.is_major
            FROM incident i
            JOIN run o ON o.id = i.opened_run_id
            LEFT JOIN run g ON g.id = i.last_good_run_id
            WHERE o.release = \(release)
            ORDER BY i.number
            """
        ) { row in
            Course(
                number: row.integer(0), phase: row.text(1), state: Incident.State(rawValue: row.text(2)) ?? .open,
                opened: row.integer(3), openedAt: row.integer(4), goodAt: row.optionalInteger(5),
                restoredAt: row.optionalInteger(6), reopenCount: Int(row.integer(7)), isMajor: row.integer(8) == 1)
        }
    }

    /// Digests of all uploads of a release, sorted.
    package func uploadDigests(of release: String) throws -> [String] {
        try connection.query(
            """
            SELECT u.digest
            FROM run r
            JOIN upload u ON u.run_id = r.id
            WHERE r.release = \(release)
            ORDER BY u.digest
            """
        ) { $0.text(0) }
    }

    /// Names of environments in which a release was tested, sorted.
    package func environments(of release: String) throws -> [String] {
        try connection.query(
            """
            SELECT DISTINCT environment
            FROM run
            WHERE release = \(release) AND environment IS NOT NULL
            ORDER BY environment
            """
        ) { $0.text(0) }
    }
}
