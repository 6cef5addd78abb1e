// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// What a signature is compared by, as the store keeps it: bytes that triage reads.
package struct StoredEvidence: Sendable {
    /// Token of the class, 8 bytes, the high byte first.
    package let className: [UInt8]
    /// Token of the test, alike.
    package let test: [UInt8]
    /// Hash of the failure, alike.
    package let said: [UInt8]
    package let body: [UInt8]

    package init(className: [UInt8], test: [UInt8], said: [UInt8], body: [UInt8]) {
        self.className = className
        self.test = test
        self.said = said
        self.body = body
    }
}

/// A test that showed a signature.
package struct StoredSighting: Sendable {
    package let signature: Int64
    /// Tokens of the test and its class, 8 bytes each, the high byte first.
    package let test: [UInt8]
    package let className: [UInt8]

    package init(signature: Int64, test: [UInt8], className: [UInt8]) {
        self.signature = signature
        self.test = test
        self.className = className
    }
}

/// Writes the evidence of signatures, each from the first run that saw it.
package struct EvidenceRecords {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// Writes evidence of signatures that have none.
    package func insert(_ evidence: [(signature: Int64, evidence: StoredEvidence)], run: Int64) throws {
        let columns = ["signature_id", "run_id", "class", "test", "said", "body"]
        try connection.insert(into: "evidence", columns: columns, count: evidence.count) { index, row in
            row.integer(evidence[index].signature)
            row.integer(run)
            row.blob(evidence[index].evidence.className)
            row.blob(evidence[index].evidence.test)
            row.blob(evidence[index].evidence.said)
            row.blob(evidence[index].evidence.body)
        }
    }

    /// Writes evidence of each signature unless that which is there is from an earlier run, or from a smaller test of the same
    /// one.
    ///
    /// - Returns: signatures whose evidence was taken, in the order given.
    package func lead(_ evidence: [(signature: Int64, evidence: StoredEvidence)], run: StoredRun) throws -> [Int64] {
        var taken: [Int64] = []
        try connection.run(
            """
            INSERT INTO evidence (signature_id, run_id, class, test, said, body)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (signature_id) DO UPDATE
            SET run_id = excluded.run_id, class = excluded.class, test = excluded.test, said = excluded.said,
                body = excluded.body
            WHERE (evidence.run_id = excluded.run_id AND (evidence.test, evidence.said) > (excluded.test, excluded.said))
                OR EXISTS (
                    SELECT 1
                    FROM run r
                    WHERE r.id = evidence.run_id AND (r.started_at, r.key) > ($7, $8)
                )
            RETURNING signature_id
            """,
            count: evidence.count
        ) { index, row in
            row.integer(evidence[index].signature)
            row.integer(run.id)
            row.blob(evidence[index].evidence.className)
            row.blob(evidence[index].evidence.test)
            row.blob(evidence[index].evidence.said)
            row.blob(evidence[index].evidence.body)
            row.integer(run.run.startedAt)
            row.text(run.run.key)
        } _: { _, row in
            taken.append(row.integer(0))
        }
        return taken
    }

    /// Writes sightings of signatures that have none.
    package func insert(_ sightings: [StoredSighting], run: Int64) throws {
        let columns = ["signature_id", "test", "class", "run_id"]
        try connection.insert(into: "sighting", columns: columns, count: sightings.count) { index, row in
            row.integer(sightings[index].signature)
            row.blob(sightings[index].test)
            row.blob(sightings[index].className)
            row.integer(run)
        }
    }

    /// Writes sightings unless an earlier run has them.
    ///
    /// - Returns: whether any was taken.
    package func see(_ sightings: [StoredSighting], run: StoredRun) throws -> Bool {
        let known = try runs(of: sightings)
        let later = try runs(among: Set(known.compactMap(\.self)), after: run)
        let first = zip(sightings, known).filter { $1.map(later.contains) ?? true }.map(\.0)
        try replace(first, run: run.id)
        return !first.isEmpty
    }

    /// The run that each sighting is of; nil for one that nobody has.
    private func runs(of sightings: [StoredSighting]) throws -> [Int64?] {
        var runs = [Int64?](repeating: nil, count: sightings.count)
        try connection.run(
            "SELECT run_id FROM sighting WHERE signature_id = $1 AND test = $2", count: sightings.count
        ) { index, row in
            row.integer(sightings[index].signature)
            row.blob(sightings[index].test)
        } _: { index, row in
            runs[index] = row.integer(0)
        }
        return runs
    }

    /// Those of some runs that happened after one.
    private func runs(among runs: Set<Int64>, after run: StoredRun) throws -> Set<Int64> {
        let runs = runs.sorted()
        var later: Set<Int64> = []
        try connection.run(
            "SELECT id FROM run WHERE id = $1 AND (started_at, key) > ($2, $3)", count: runs.count
        ) { index, row in
            row.integer(runs[index])
            row.integer(run.run.startedAt)
            row.text(run.run.key)
        } _: { _, row in
            later.insert(row.integer(0))
        }
        return later
    }

    private func replace(_ sightings: [StoredSighting], run: Int64) throws {
        try connection.run(
            """
            INSERT INTO sighting (signature_id, test, class, run_id)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (signature_id, test) DO UPDATE SET run_id = excluded.run_id
            """,
            count: sightings.count
        ) { index, row in
            row.integer(sightings[index].signature)
            row.blob(sightings[index].test)
            row.blob(sightings[index].className)
            row.integer(run)
        }
    }
}

extension EvidenceRecords {
    /// The run, the test and the hash of the failure that the evidence of a signature is from.
    package func source(of signature: Int64) throws -> (run: Int64, test: [UInt8], said: [UInt8])? {
        try connection.first("SELECT run_id, test, said FROM evidence WHERE signature_id = \(signature)") { row in
            (row.integer(0), row.withBytes(1) { Array($0) }, row.withBytes(2) { Array($0) })
        }
    }

    /// The packed evidence of a signature.
    package func body(of signature: Int64) throws -> [UInt8]? {
        try connection.first("SELECT body FROM evidence WHERE signature_id = \(signature)") { row in
            row.withBytes(0) { Array($0) }
        }
    }

    package func setBody(_ body: [UInt8], of signature: Int64) throws {
        try connection.execute("UPDATE evidence SET body = \(body) WHERE signature_id = \(signature)")
    }

    /// Signatures that occurred and have no evidence: those of a store that an older program wrote.
    package func signaturesWithout() throws -> [Int64] {
        try connection.query(
            """
            SELECT s.id
            FROM signature s
            LEFT JOIN evidence e ON e.signature_id = s.id
            WHERE e.signature_id IS NULL
            ORDER BY s.id
            """
        ) { $0.integer(0) }
    }

    /// Forgets the evidence and the sightings of a signature, to be gathered anew.
    package func remove(_ signature: Int64) throws {
        try connection.execute("DELETE FROM evidence WHERE signature_id = \(signature)")
        try connection.execute("DELETE FROM sighting WHERE signature_id = \(signature)")
    }
}
