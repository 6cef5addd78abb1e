// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Crypto
package import TestPhase

/// Writes what audits found that differs from an approved baseline, and reads it again; nothing in it is ever changed.
package struct DriftRecords {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// What an audit found of one phase and configuration class.
    package struct Row: Sendable {
        package let id: Int64
        /// Of its incident; nil for documents that no incident was about.
        package let number: Int64?
        package let phase: String
        package let configuration: ConfigurationClass
        /// Row of the configuration class.
        package let classID: Int64
        /// Row of the baseline.
        package let baseline: Int64
        /// Number of the baseline within its phase.
        package let baselineNumber: Int
        /// Row of the snapshot that was observed.
        package let snapshot: Int64
        package let run: Int64?
        /// Of the run.
        package let release: String?
        /// UTC ms.
        package let at: Int64
        /// Differences as JSON; nil for none.
        package let deltas: String?
    }

    package struct New: Sendable {
        /// Of its incident; nil for none.
        package var number: Int64?
        package var phase: String
        /// Row of the configuration class.
        package var classID: Int64
        /// Row of the baseline.
        package var baseline: Int64
        /// Row of the snapshot that was observed.
        package var snapshot: Int64
        package var run: Int64?
        /// UTC ms.
        package var at: Int64
        /// Differences as JSON; nil for none.
        package var deltas: String?

        package init(
            number: Int64?, phase: String, classID: Int64, baseline: Int64, snapshot: Int64, run: Int64?, at: Int64,
            deltas: String?
        ) {
            self.number = number
            self.phase = phase
            self.classID = classID
            self.baseline = baseline
            self.snapshot = snapshot
            self.run = run
            self.at = at
            self.deltas = deltas
        }
    }

    /// Appends what an audit found; equal differences are stored once.
    package func append(_ new: New) throws {
        let set = try new.deltas.map(keep)
        try connection.execute(
            """
            INSERT INTO drift (id, incident_number, phase, class_id, baseline_id, snapshot_id, run_id, at, set_id)
            VALUES ((SELECT coalesce(max(id), 0) + 1 FROM drift), \(new.number), \(new.phase), \(new.classID), \(new.baseline),
                \(new.snapshot), \(new.run), \(new.at), \(set))
            """)
    }

    private func keep(_ deltas: String) throws -> Int64 {
        let digest = Hexadecimal.text(SHA256.hash(data: Array(deltas.utf8)))
        let known = try connection.first("SELECT id FROM drift_set WHERE digest = \(digest)") { $0.integer(0) }
        if let known { return known }
        return try connection.number(
            "INSERT INTO drift_set (digest, deltas) VALUES (\(digest), \(deltas)) RETURNING id")
    }

    /// What audits found, of a phase or of all, in the order of the audits.
    package func all(phase: String? = nil) throws -> [Row] {
        try connection.query(
            """
            SELECT d.id, d.incident_number, d.phase, c.text, d.class_id, d.baseline_id, b.number, d.snapshot_id, d.run_id,
                r.release, d.at, s.deltas
            FROM drift d
            JOIN configuration_class c ON c.id = d.class_id
            JOIN baseline b ON b.id = d.baseline_id
            LEFT JOIN run r ON r.id = d.run_id
            LEFT JOIN drift_set s ON s.id = d.set_id
            WHERE \(phase) IS NULL OR d.phase = \(phase)
            ORDER BY d.id
            """
        ) { row in
            Row(
                id: row.integer(0), number: row.optionalInteger(1), phase: row.text(2),
                configuration: ConfigurationClass(stored: row.text(3)), classID: row.integer(4),
                baseline: row.integer(5), baselineNumber: Int(row.integer(6)), snapshot: row.integer(7),
                run: row.optionalInteger(8), release: row.optionalText(9), at: row.integer(10),
                deltas: row.optionalText(11))
        }
    }

    /// The latest audit of the documents of a phase; nil where none was made.
    package func latestDocuments(phase: String) throws -> (snapshot: Int64, at: Int64)? {
        try connection.first(
            """
            SELECT snapshot_id, at
            FROM drift
            WHERE phase = \(phase) AND run_id IS NULL
            ORDER BY id DESC
            LIMIT 1
            """
        ) { ($0.integer(0), $0.integer(1)) }
    }

    /// What audits found of the documents of a phase, since a moment, UTC ms; the oldest first.
    package func documents(phase: String, since moment: Int64) throws -> [Int64] {
        try connection.query(
            """
            SELECT snapshot_id
            FROM drift
            WHERE phase = \(phase) AND run_id IS NULL AND at >= \(moment)
            ORDER BY id
            """
        ) { $0.integer(0) }
    }

    /// Whether a number is that of an incident of kind configuration.
    package func holds(number: Int64) throws -> Bool {
        try connection.first("SELECT id FROM drift WHERE incident_number = \(number) LIMIT 1") { $0.integer(0) } != nil
    }

    /// Numbers of incidents of kind configuration that tests have as well; ascending.
    package func doubledNumbers() throws -> [Int64] {
        try connection.query(
            """
            SELECT DISTINCT d.incident_number
            FROM drift d
            WHERE d.incident_number IN (SELECT number FROM incident)
                OR d.incident_number IN (SELECT number FROM incident_alias)
            ORDER BY d.incident_number
            """
        ) { $0.integer(0) }
    }

    /// Rows of differences whose digest is another one, ascending.
    package func damagedSets() throws -> [Int64] {
        try connection.query("SELECT id, digest, deltas FROM drift_set ORDER BY id") { row in
            Hexadecimal.text(SHA256.hash(data: Array(row.text(2).utf8))) == row.text(1) ? nil : row.integer(0)
        }.compactMap(\.self)
    }

    /// How many runs of a phase and class there are after a moment, and when the latest of them started, UTC ms.
    package func runs(phase: String, classID: Int64, after moment: Int64) throws -> (count: Int, latest: Int64) {
        try connection.first(
            """
            SELECT count(*), coalesce(max(started_at), 0)
            FROM run
            WHERE phase = \(phase) AND class_id = \(classID) AND started_at > \(moment)
            """
        ) { (Int($0.integer(0)), $0.integer(1)) } ?? (0, 0)
    }
}
