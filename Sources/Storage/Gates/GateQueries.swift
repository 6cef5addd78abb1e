// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Answers that only gates ask for.
package struct GateQueries {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// A run of a phase without a look at each of its results.
    package struct Run: Sendable {
        package let id: Int64
        /// UTC ms.
        package let startedAt: Int64
        package let commit: String?
        package let configuration: Int64
        package let text: String
        package let uploads: Int
        package let hasResults: Bool
        /// Whether a failure decided in any attempt.
        package let hasFailures: Bool
        /// Of all its tests together; nil unknown.
        package let milliseconds: Int64?
        /// Row of what it was made with.
        package let snapshot: Int64?
        package let release: String?
        /// Whether every part came, and every file of it was read to its end.
        package let isComplete: Bool
        /// Digests of its uploads, sorted.
        package let digest: String
    }

    /// Runs of a phase from a moment on, in the order in which they happened.
    ///
    package func runs(phase: String, since moment: Int64) throws -> [Run] {
        try connection.query(
            """
            SELECT r.id, r.started_at, r.commit_id, r.class_id, c.text,
                (SELECT count(*) FROM upload u WHERE u.run_id = r.id),
                EXISTS (SELECT 1 FROM upload u JOIN result_block b ON b.upload_id = u.id WHERE u.run_id = r.id),
                EXISTS (
                    SELECT 1
                    FROM upload u
                    JOIN occurrence o ON o.upload_id = u.id
                    WHERE u.run_id = r.id AND o.decides = 1
                ),
                (SELECT sum(u.test_milliseconds) FROM upload u WHERE u.run_id = r.id), r.snapshot_id, r.release,
                (SELECT min(u.is_complete) FROM upload u WHERE u.run_id = r.id) = 1
                    AND (r.expected_shards IS NULL OR r.expected_shards = (
                        SELECT count(DISTINCT u.shard) FROM upload u WHERE u.run_id = r.id
                    )),
                (SELECT \(raw: connection.dialect.joined("d.digest", "' '")) FROM (
                    SELECT u.digest AS digest FROM upload u WHERE u.run_id = r.id ORDER BY u.digest
                ) d)
            FROM run r
            JOIN configuration_class c ON c.id = r.class_id
            WHERE r.phase = \(phase) AND r.started_at >= \(moment)
            ORDER BY r.started_at, r.key
            """
        ) { row in
            Run(
                id: row.integer(0), startedAt: row.integer(1), commit: row.optionalText(2),
                configuration: row.integer(3), text: row.text(4), uploads: Int(row.integer(5)),
                hasResults: row.integer(6) == 1, hasFailures: row.integer(7) == 1, milliseconds: row.optionalInteger(8),
                snapshot: row.optionalInteger(9), release: row.optionalText(10), isComplete: row.integer(11) == 1,
                digest: row.optionalText(12) ?? "")
        }
    }

    /// Whether an outage was ever seen in a phase.
    package func hasOutages(phase: String) throws -> Bool {
        try connection.number("SELECT count(*) FROM incident WHERE phase = \(phase) AND is_major = 1") > 0
    }

    /// When each phase ran first, UTC ms, of those that ran before a moment.
    package func begun(before moment: Int64) throws -> [String: Int64] {
        Dictionary(
            uniqueKeysWithValues: try connection.query(
                "SELECT phase, min(started_at) FROM run WHERE started_at < \(moment) GROUP BY phase ORDER BY phase"
            ) { ($0.text(0), $0.integer(1)) })
    }

    /// Requirements that suites of a run name, with the name of the suite.
    package func requirements(run: Int64) throws -> [(suite: String, value: String)] {
        try connection.query(
            """
            SELECT DISTINCT p.suite, p.value
            FROM upload u
            JOIN property p ON p.upload_id = u.id
            WHERE u.run_id = \(run) AND lower(p.name) IN ('requirement', 'requirements')
            ORDER BY p.suite, p.value
            """
        ) { ($0.text(0), $0.text(1)) }
    }

    /// Failing observations of a run that speak of a time-out.
    package func timeouts(run: Int64) throws -> Int {
        Int(
            try connection.number(
                """
                SELECT count(DISTINCT o.test_id)
                FROM upload u
                JOIN occurrence o ON o.upload_id = u.id
                JOIN signature s ON s.id = o.signature_id
                WHERE u.run_id = \(run) AND (
                    lower(s.title) LIKE '%timeout%' OR lower(s.title) LIKE '%timed out%'
                    OR lower(s.title) LIKE '%deadline exceeded%' OR lower(o.type) LIKE '%timeout%'
                )
                """))
    }

    /// Whether a run was made of what no commit holds; nil where nobody knows.
    package func isDirty(snapshot: Int64) throws -> Bool? {
        let values = try connection.query(
            """
            SELECT i.value
            FROM snapshot_group g
            JOIN item i ON i.group_id = g.group_id
            WHERE g.snapshot_id = \(snapshot) AND i.kind = 'source' AND i.key = 'dirty'
            ORDER BY i.value
            """
        ) { $0.optionalText(0) }
        return values.last.map { $0 == "yes" }
    }
}
