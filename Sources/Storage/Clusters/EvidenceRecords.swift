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

    /// Writes evidence unless that which is there is from an earlier run, or from a smaller test of the same one.
    ///
    /// - Returns: whether it was taken.
    package func lead(_ signature: Int64, with evidence: StoredEvidence, run: StoredRun) throws -> Bool {
        try connection.first(
            """
            INSERT INTO evidence (signature_id, run_id, class, test, said, body)
            VALUES (\(signature), \(run.id), \(evidence.className), \(evidence.test), \(evidence.said),
                \(evidence.body))
            ON CONFLICT (signature_id) DO UPDATE
            SET run_id = excluded.run_id, class = excluded.class, test = excluded.test, said = excluded.said,
                body = excluded.body
            WHERE (evidence.run_id = excluded.run_id AND (evidence.test, evidence.said) > (excluded.test, excluded.said))
                OR EXISTS (
                    SELECT 1
                    FROM run r
                    WHERE r.id = evidence.run_id AND \(raw: Self.isLater) (\(run.run.startedAt), \(run.run.key))
                )
            RETURNING signature_id
            """
        ) { $0.integer(0) } != nil
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

    /// Writes a sighting unless an earlier run has it.
    ///
    /// - Returns: whether it was taken.
    package func see(_ sighting: StoredSighting, run: StoredRun) throws -> Bool {
        try connection.first(
            """
            INSERT INTO sighting (signature_id, test, class, run_id)
            VALUES (\(sighting.signature), \(sighting.test), \(sighting.className), \(run.id))
            ON CONFLICT (signature_id, test) DO UPDATE SET run_id = excluded.run_id
            WHERE EXISTS (
                SELECT 1
                FROM run r
                WHERE r.id = sighting.run_id AND \(raw: Self.isLater) (\(run.run.startedAt), \(run.run.key))
            )
            RETURNING signature_id
            """
        ) { $0.integer(0) } != nil
    }

    private static let isLater = "(r.started_at, r.key) >"
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
