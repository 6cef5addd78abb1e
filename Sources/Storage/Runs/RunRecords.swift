// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// A run as the store keeps it.
package struct StoredRun: Sendable {
    package let id: Int64
    package let run: Run

    package init(id: Int64, run: Run) {
        self.id = id
        self.run = run
    }

    package var reference: Incident.RunReference { Incident.RunReference(id: id, startedAt: run.startedAt) }
}

/// Writes runs and uploads, and finds them again.
package struct RunRecords {
    let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// Row of a configuration class, made when it is new.
    package func configurationClass(_ configuration: ConfigurationClass) throws -> Int64 {
        let found = try connection.first("SELECT id FROM configuration_class WHERE text = \(configuration.text)") {
            $0.integer(0)
        }
        if let found { return found }
        return try connection.number(
            "INSERT INTO configuration_class (text) VALUES (\(configuration.text)) RETURNING id")
    }

    /// Writes a new run; answers its row.
    package func insert(_ run: Run) throws -> Int64 {
        let configuration = try configurationClass(run.configuration)
        return try connection.number(
            """
            INSERT INTO run (id, key, phase, release, environment, class_id, commit_id, branch, build_url, started_at, started_from,
                expected_shards)
            VALUES ((SELECT coalesce(max(id), 0) + 1 FROM run), \(run.key), \(run.phase), \(run.release), \(run.environment), \(configuration), \(run.commit), \(run.branch),
                \(run.buildURL), \(run.startedAt), \(run.startedFrom.rawValue), \(run.expectedShards))
            RETURNING id
            """)
    }

    /// Writes what another upload of a run knows in addition.
    package func update(_ id: Int64, _ run: Run) throws {
        try connection.execute(
            """
            UPDATE run
            SET release = \(run.release), commit_id = \(run.commit), branch = \(run.branch), build_url = \(run.buildURL),
                started_at = \(run.startedAt), started_from = \(run.startedFrom.rawValue), expected_shards = \(run.expectedShards)
            WHERE id = \(id)
            """)
    }

    package struct NewUpload {
        package let run: Int64
        package let shard: Int
        package let attempt: Int
        package let digest: String
        package let receivedAt: Int64
        package let isComplete: Bool
        package let masksSecrets: Bool
        package let results: Int
        /// Time that all its tests took together; nil unknown.
        package let testMilliseconds: Int64?
        /// From when its job was queued to when it started; nil unknown.
        package let queueMilliseconds: Int64?

        package init(
            run: Int64, shard: Int, attempt: Int, digest: String, receivedAt: Int64, isComplete: Bool,
            masksSecrets: Bool, results: Int, testMilliseconds: Int64? = nil, queueMilliseconds: Int64? = nil
        ) {
            self.testMilliseconds = testMilliseconds
            self.queueMilliseconds = queueMilliseconds
            self.run = run
            self.shard = shard
            self.attempt = attempt
            self.digest = digest
            self.receivedAt = receivedAt
            self.isComplete = isComplete
            self.masksSecrets = masksSecrets
            self.results = results
        }
    }

    /// Writes a new upload; the digest of its rows follows with `seal`.
    package func insert(_ upload: NewUpload) throws -> Int64 {
        try connection.number(
            """
            INSERT INTO upload (run_id, shard, attempt, digest, received_at, is_complete, masks_secrets, results, rows_digest,
                program, test_milliseconds, queue_milliseconds)
            VALUES (\(upload.run), \(upload.shard), \(upload.attempt), \(upload.digest), \(upload.receivedAt),
                \(upload.isComplete), \(upload.masksSecrets), \(upload.results), '', \(TestPhaseModule.version),
                \(upload.testMilliseconds), \(upload.queueMilliseconds))
            RETURNING id
            """)
    }

    package func seal(_ upload: Int64, rowsDigest: String) throws {
        try connection.execute("UPDATE upload SET rows_digest = \(rowsDigest) WHERE id = \(upload)")
    }

    package struct SourceFile {
        package let path: String
        package let digest: String?
        package let bytes: Int
        package let condition: String
        package let cases: Int

        package init(path: String, digest: String?, bytes: Int, condition: String, cases: Int) {
            self.path = path
            self.digest = digest
            self.bytes = bytes
            self.condition = condition
            self.cases = cases
        }
    }

    package func insert(_ files: [SourceFile], upload: Int64) throws {
        let columns = ["upload_id", "ordinal", "path", "digest", "bytes", "condition", "cases"]
        try connection.insert(into: "source_file", columns: columns, count: files.count) { index, row in
            row.integer(upload)
            row.integer(Int64(index))
            row.text(files[index].path)
            if let digest = files[index].digest { row.text(digest) } else { row.null() }
            row.integer(Int64(files[index].bytes))
            row.text(files[index].condition)
            row.integer(Int64(files[index].cases))
        }
    }

    package func insert(_ diagnostics: [Diagnostic], upload: Int64) throws {
        let columns = ["upload_id", "ordinal", "severity", "code", "file", "line", "path", "message", "count"]
        try connection.insert(into: "diagnostic", columns: columns, count: diagnostics.count) { index, row in
            let diagnostic = diagnostics[index]
            row.integer(upload)
            row.integer(Int64(index))
            row.text(diagnostic.severity.rawValue)
            row.text(diagnostic.code)
            row.text(diagnostic.file)
            row.optional(diagnostic.line.map(Int64.init))
            if let path = diagnostic.path { row.text(path) } else { row.null() }
            row.text(diagnostic.message)
            row.integer(Int64(diagnostic.count))
        }
    }

    package func insert(_ properties: [(suite: String, name: String, value: String)], upload: Int64) throws {
        let columns = ["upload_id", "suite", "name", "value"]
        try connection.insert(into: "property", columns: columns, count: properties.count) { index, row in
            row.integer(upload)
            row.text(properties[index].suite)
            row.text(properties[index].name)
            row.text(properties[index].value)
        }
    }
}
