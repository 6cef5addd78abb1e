// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Reads runs and uploads.
package struct RunQueries {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    private static let columns = """
        r.id, r.key, r.phase, r.release, r.environment, c.text, r.commit_id, r.branch, r.build_url, r.started_at,
        r.started_from, r.expected_shards
        """

    private func read(_ row: any StoreRow) -> StoredRun {
        StoredRun(
            id: row.integer(0),
            run: Run(
                key: row.text(1), phase: row.text(2), release: row.optionalText(3), environment: row.optionalText(4),
                configuration: ConfigurationClass(stored: row.text(5)), commit: row.optionalText(6),
                branch: row.optionalText(7), buildURL: row.optionalText(8), startedAt: row.integer(9),
                startedFrom: Run.StartSource(rawValue: row.text(10)) ?? .ingest,
                expectedShards: row.optionalInteger(11).map(Int.init)))
    }

    package func run(key: String) throws -> StoredRun? {
        try connection.first(
            """
            SELECT \(raw: Self.columns)
            FROM run r
            JOIN configuration_class c ON c.id = r.class_id
            WHERE r.key = \(key)
            """, read)
    }

    package func run(id: Int64) throws -> StoredRun? {
        try connection.first(
            """
            SELECT \(raw: Self.columns)
            FROM run r
            JOIN configuration_class c ON c.id = r.class_id
            WHERE r.id = \(id)
            """, read)
    }

    /// Which runs to list.
    package struct Filter: Sendable {
        package var phase: String?
        package var release: String?
        package var branch: String?
        package var limit = 1000

        package init() {}
    }

    /// Runs, the latest first.
    package func runs(_ filter: Filter) throws -> [StoredRun] {
        try connection.query(
            """
            SELECT \(raw: Self.columns)
            FROM run r
            JOIN configuration_class c ON c.id = r.class_id
            WHERE (\(filter.phase) IS NULL OR r.phase = \(filter.phase))
                AND (\(filter.release) IS NULL OR r.release = \(filter.release))
                AND (\(filter.branch) IS NULL OR r.branch = \(filter.branch))
            ORDER BY r.started_at DESC, r.key DESC
            LIMIT \(filter.limit)
            """, read)
    }

    /// Runs of a phase and class in the order in which they happened.
    package func timeline(phase: String, configuration: Int64) throws -> [Incident.RunReference] {
        try connection.query(
            """
            SELECT id, started_at
            FROM run
            WHERE phase = \(phase) AND class_id = \(configuration)
            ORDER BY started_at, key
            """
        ) { Incident.RunReference(id: $0.integer(0), startedAt: $0.integer(1)) }
    }

    /// The run after which another one of the same phase and class happened, if any.
    package func hasLaterRun(than run: StoredRun, configuration: Int64) throws -> Bool {
        try connection.number(
            """
            SELECT count(*)
            FROM (
                SELECT id
                FROM run
                WHERE phase = \(run.run.phase) AND class_id = \(configuration)
                    AND (started_at > \(run.run.startedAt) OR (started_at = \(run.run.startedAt) AND key > \(run.run.key)))
                LIMIT 1
            ) later
            """) > 0
    }

    /// Runs of a phase that were made with a snapshot, the latest first.
    package func runs(onSnapshot snapshot: Int64, phase: String) throws -> [Int64] {
        try connection.query(
            """
            SELECT id
            FROM run
            WHERE snapshot_id = \(snapshot) AND phase = \(phase)
            ORDER BY started_at DESC, key DESC
            """
        ) { $0.integer(0) }
    }

    /// When each phase tested each commit first, UTC ms.
    package func testedCommits() throws -> [(phase: String, commit: String, at: Int64)] {
        try connection.query(
            """
            SELECT phase, commit_id, min(started_at)
            FROM run
            WHERE commit_id IS NOT NULL
            GROUP BY phase, commit_id
            ORDER BY phase, commit_id
            """
        ) { ($0.text(0), $0.text(1), $0.integer(2)) }
    }

    package func uploads(run: Int64) throws -> [UploadSummary] {
        try connection.query(
            """
            SELECT id, shard, attempt, digest, received_at, is_complete, masks_secrets, results, rows_digest,
                queue_milliseconds
            FROM upload
            WHERE run_id = \(run)
            ORDER BY attempt, shard
            """
        ) { row in
            UploadSummary(
                id: row.integer(0), shard: Int(row.integer(1)), attempt: Int(row.integer(2)), digest: row.text(3),
                receivedAt: row.integer(4), isComplete: row.integer(5) == 1, masksSecrets: row.integer(6) == 1,
                results: Int(row.integer(7)), rowsDigest: row.text(8),
                queueMilliseconds: row.optionalInteger(9))
        }
    }

    /// Results of a run by outcome: the latest attempt of each part counts.
    package func outcomes(run: Int64) throws -> [Outcome: Int] {
        var letters = [Int](repeating: 0, count: 256)
        try connection.each(
            """
            SELECT b.outcomes
            FROM upload u
            JOIN result_block b ON b.upload_id = u.id
            WHERE u.run_id = \(run)
                AND u.attempt = (SELECT max(v.attempt) FROM upload v WHERE v.run_id = u.run_id AND v.shard = u.shard)
            """
        ) { row in
            row.withBytes(0) { for letter in $0 { letters[Int(letter)] += 1 } }
        }
        let counts = Outcome.allCases.map { ($0, letters[Int($0.letter)]) }
        return Dictionary(uniqueKeysWithValues: counts).filter { $0.value > 0 }
    }

    /// A run with its parts and counts: letters are counted where nothing was repeated, tests where something was.
    package func summary(of stored: StoredRun) throws -> RunSummary {
        let parts = try uploads(run: stored.id)
        var counts = try outcomes(run: stored.id)
        if parts.contains(where: { $0.attempt > 1 }) {
            let verdicts = try ResultQueries(connection).outcomes(run: stored.id).values.filter { !$0.isSuiteLevel }
            counts = Dictionary(grouping: verdicts, by: \.outcome).mapValues(\.count)
        }
        var summary = RunSummary(id: stored.id, run: stored.run, outcomes: counts, uploads: parts)
        summary.isTainted = try IssueQueries(connection).isSpoilt(
            run: stored.id, ofTests: ResultQueries(connection).testCount(run: stored.id))
        return summary
    }

    /// A run with its parts, without counts and whether it is tainted: for those that only ask what came.
    package func parts(of stored: StoredRun) throws -> RunSummary {
        RunSummary(id: stored.id, run: stored.run, outcomes: [:], uploads: try uploads(run: stored.id))
    }

    /// Every upload with its run, in the order of rows.
    package func allUploads() throws -> [(upload: Int64, run: Int64, rowsDigest: String)] {
        try connection.query("SELECT id, run_id, rows_digest FROM upload ORDER BY id") {
            ($0.integer(0), $0.integer(1), $0.text(2))
        }
    }

    package func files(upload: Int64) throws -> [RunRecords.SourceFile] {
        try connection.query(
            """
            SELECT path, digest, bytes, condition, cases
            FROM source_file
            WHERE upload_id = \(upload)
            ORDER BY ordinal
            """
        ) { row in
            RunRecords.SourceFile(
                path: row.text(0), digest: row.optionalText(1), bytes: Int(row.integer(2)), condition: row.text(3),
                cases: Int(row.integer(4)))
        }
    }

    package func diagnostics(upload: Int64) throws -> [Diagnostic] {
        try connection.query(
            """
            SELECT severity, code, file, line, path, message, count
            FROM diagnostic
            WHERE upload_id = \(upload)
            ORDER BY ordinal
            """
        ) { row in
            Diagnostic(
                row.text(0) == "error" ? .error : .warning, row.text(1), row.text(5), file: row.text(2),
                line: row.optionalInteger(3).map(Int.init), path: row.optionalText(4), count: Int(row.integer(6)))
        }
    }

    /// Counts of rows, for `store verify` and `status`.
    package func count(of table: String) throws -> Int64 {
        try connection.number("SELECT count(*) FROM \(raw: table)")
    }
}
