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
        let uploads = Dictionary(grouping: try uploads(phase: phase, since: moment), by: \.run)
        return try connection.query(
            """
            SELECT r.id, r.started_at, r.commit_id, r.class_id, c.text, r.snapshot_id, r.release, r.expected_shards
            FROM run r
            JOIN configuration_class c ON c.id = r.class_id
            WHERE r.phase = \(phase) AND r.started_at >= \(moment)
            ORDER BY r.started_at, r.key
            """
        ) { row in
            let own = uploads[row.integer(0)] ?? []
            let times = own.compactMap(\.milliseconds)
            let isWhole = row.optionalInteger(7).map { $0 == Set(own.map(\.shard)).count } ?? true
            return Run(
                id: row.integer(0), startedAt: row.integer(1), commit: row.optionalText(2),
                configuration: row.integer(3), text: row.text(4), uploads: own.count,
                hasResults: own.contains(where: \.hasResults), hasFailures: own.contains(where: \.hasFailures),
                milliseconds: times.isEmpty ? nil : times.reduce(0, +), snapshot: row.optionalInteger(5),
                release: row.optionalText(6), isComplete: isWhole && !own.isEmpty && own.allSatisfy(\.isComplete),
                digest: own.map(\.digest).sorted().joined(separator: " "))
        }
    }

    /// An upload of a run, as a gate sees it.
    private struct Upload {
        let run: Int64
        let milliseconds: Int64?
        let isComplete: Bool
        let shard: Int64
        let digest: String
        let hasResults: Bool
        let hasFailures: Bool
    }

    private func uploads(phase: String, since moment: Int64) throws -> [Upload] {
        try connection.query(
            """
            SELECT u.run_id, u.test_milliseconds, u.is_complete, u.shard, u.digest,
                EXISTS (SELECT 1 FROM result_block b WHERE b.upload_id = u.id),
                EXISTS (SELECT 1 FROM occurrence o WHERE o.upload_id = u.id AND o.decides = 1)
            FROM run r
            JOIN upload u ON u.run_id = r.id
            WHERE r.phase = \(phase) AND r.started_at >= \(moment)
            ORDER BY u.id
            """
        ) { row in
            Upload(
                run: row.integer(0), milliseconds: row.optionalInteger(1), isComplete: row.integer(2) == 1,
                shard: row.integer(3), digest: row.text(4), hasResults: row.integer(5) == 1,
                hasFailures: row.integer(6) == 1)
        }
    }

    /// Whether an outage was ever seen in a phase.
    package func hasOutages(phase: String) throws -> Bool {
        // Through all rows: an index would first find those of the phase, and read each of them by itself.
        try connection.query("SELECT phase FROM incident WHERE is_major = 1 ORDER BY id") { $0.text(0) }.contains(phase)
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
