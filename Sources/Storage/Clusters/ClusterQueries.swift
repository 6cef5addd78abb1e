// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Where a signature is among the others, as it was stored.
package struct StoredMembership: Sendable, Equatable {
    /// Row of the signature that it hangs on; nil for the first of a cluster.
    package var match: Int64?
    /// Thousandths; nil where no score decided.
    package var score: Int64?
    /// Row of the first signature of its cluster, decisions applied.
    package var cluster: Int64

    package init(match: Int64?, score: Int64?, cluster: Int64) {
        self.match = match
        self.score = score
        self.cluster = cluster
    }
}

/// Reads signatures with their evidence in the order in which runs happened; that order decides what clusters there are.
package struct ClusterQueries {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    private static let order = "r.started_at, r.key, e.class, s.key"

    /// Whether a signature was first seen by this run or one after it.
    package func hasEvidence(since run: StoredRun) throws -> Bool {
        try connection.first(
            """
            SELECT e.signature_id
            FROM run r
            JOIN evidence e ON e.run_id = r.id
            WHERE (r.started_at, r.key) >= (\(run.run.startedAt), \(run.run.key))
            LIMIT 1
            """
        ) { $0.integer(0) } != nil
    }

    /// A signature with its evidence, as it is stored.
    package struct EvidenceRow {
        package let signature: Int64
        package let run: Int64
        /// Token of the class, 8 bytes; valid during the call that hands it out, as the body is.
        package let className: UnsafeBufferPointer<UInt8>
        package let key: UnsafeBufferPointer<UInt8>
        package let body: UnsafeBufferPointer<UInt8>
        package let membership: StoredMembership?
    }

    /// Whether the run in a column happened at a moment or later; always for nil.
    private static func isRun(_ column: String, since moment: Run.Moment?) -> SQLText {
        guard let moment else { return "1 = 1" }
        return "\(raw: column) IN (SELECT id FROM run WHERE (started_at, key) >= (\(moment.at), \(moment.key)))"
    }

    /// Calls `body` with every signature that has evidence, by row: sorting is cheaper without the evidence.
    ///
    /// - Parameter moment: Only those that were first seen by a run of that moment or a later one.
    package func forEachSignature(since moment: Run.Moment?, _ body: (EvidenceRow) throws -> Void) throws {
        try connection.each(
            """
            SELECT e.signature_id, e.run_id, e.class, s.key, e.body, m.cluster_id, m.match_id, m.score
            FROM evidence e
            JOIN signature s ON s.id = e.signature_id
            LEFT JOIN membership m ON m.signature_id = e.signature_id
            WHERE \(Self.isRun("e.run_id", since: moment))
            ORDER BY e.signature_id
            """
        ) { row in
            let membership = row.optionalInteger(5).map {
                StoredMembership(match: row.optionalInteger(6), score: row.optionalInteger(7), cluster: $0)
            }
            try row.withBytes(2) { className in
                try row.withBytes(3) { key in
                    try row.withBytes(4) { evidence in
                        try body(
                            EvidenceRow(
                                signature: row.integer(0), run: row.integer(1), className: className, key: key,
                                body: evidence, membership: membership))
                    }
                }
            }
        }
    }

    /// A signature in a test, as it is stored. The bytes are valid during the call that hands it out.
    package struct SightingRow {
        package let signature: Int64
        /// The first run of the two.
        package let run: Int64
        /// Tokens of the test and its class, 8 bytes each.
        package let test: UnsafeBufferPointer<UInt8>
        package let className: UnsafeBufferPointer<UInt8>
        /// Token of the class, and the key, that the signature stands in the order by.
        package let ownClass: UnsafeBufferPointer<UInt8>
        package let key: UnsafeBufferPointer<UInt8>
    }

    /// Calls `body` with every signature in each of its tests but the one that stands for it.
    ///
    /// - Parameter moment: Only those of a run of that moment or a later one.
    package func forEachSighting(since moment: Run.Moment?, _ body: (SightingRow) -> Void) throws {
        try connection.each(
            """
            SELECT g.signature_id, g.run_id, g.test, g.class, e.class, s.key
            FROM sighting g
            JOIN evidence e ON e.signature_id = g.signature_id
            JOIN signature s ON s.id = g.signature_id
            WHERE g.test <> e.test AND \(Self.isRun("g.run_id", since: moment))
            ORDER BY g.signature_id, g.test
            """
        ) { row in
            row.withBytes(2) { test in
                row.withBytes(3) { className in
                    row.withBytes(4) { ownClass in
                        row.withBytes(5) { key in
                            body(
                                SightingRow(
                                    signature: row.integer(0), run: row.integer(1), test: test, className: className,
                                    ownClass: ownClass, key: key))
                        }
                    }
                }
            }
        }
    }

    /// Every run in the order in which they happened.
    package func runs() throws -> [(run: Int64, moment: Run.Moment)] {
        try connection.query("SELECT id, started_at, key FROM run ORDER BY started_at, key") {
            ($0.integer(0), Run.Moment(at: $0.integer(1), key: $0.text(2)))
        }
    }

    /// Where each signature is, whatever the order.
    package func allMemberships() throws -> [Int64: StoredMembership] {
        Dictionary(
            uniqueKeysWithValues: try connection.query(
                "SELECT signature_id, match_id, score, cluster_id FROM membership ORDER BY signature_id"
            ) { row in
                let membership = StoredMembership(
                    match: row.optionalInteger(1), score: row.optionalInteger(2), cluster: row.integer(3))
                return (row.integer(0), membership)
            })
    }

    /// Every signature that has evidence, in order, with where it is.
    package func memberships() throws -> [(signature: Int64, membership: StoredMembership)] {
        try connection.query(
            """
            SELECT e.signature_id, m.match_id, m.score, m.cluster_id
            FROM evidence e
            JOIN run r ON r.id = e.run_id
            JOIN signature s ON s.id = e.signature_id
            JOIN membership m ON m.signature_id = e.signature_id
            ORDER BY \(raw: Self.order)
            """
        ) { row in
            let membership = StoredMembership(
                match: row.optionalInteger(1), score: row.optionalInteger(2), cluster: row.integer(3))
            return (row.integer(0), membership)
        }
    }

    /// Every signature that has evidence by its key, with the keys of the first of its cluster and of what it hangs on.
    package func keys() throws -> [(signature: String, cluster: String, match: String?)] {
        try connection.query(
            """
            SELECT s.key, c.key, p.key
            FROM membership m
            JOIN signature s ON s.id = m.signature_id
            JOIN signature c ON c.id = m.cluster_id
            LEFT JOIN signature p ON p.id = m.match_id
            ORDER BY s.key
            """
        ) { ($0.text(0), $0.text(1), $0.optionalText(2)) }
    }

    /// How many signatures have no evidence of the first run that saw them, or no sightings of it.
    package func misdatedSignatures() throws -> Int64 {
        try connection.number(
            """
            WITH first (signature_id, started_at, key) AS (
                SELECT signature_id, started_at, key
                FROM (
                    SELECT o.signature_id, r.started_at, r.key,
                        row_number() OVER (PARTITION BY o.signature_id ORDER BY r.started_at, r.key) AS place
                    FROM occurrence o
                    JOIN upload u ON u.id = o.upload_id
                    JOIN run r ON r.id = u.run_id
                ) ranked
                WHERE place = 1
            )
            SELECT count(*)
            FROM first f
            JOIN run r ON r.key = f.key
            WHERE NOT EXISTS (SELECT 1 FROM evidence e WHERE e.signature_id = f.signature_id AND e.run_id = r.id)
                OR NOT EXISTS (SELECT 1 FROM sighting g WHERE g.signature_id = f.signature_id AND g.run_id = r.id)
            """)
    }

    /// Whether any signature has a cluster.
    package func hasMemberships() throws -> Bool {
        try connection.first("SELECT 1 FROM membership LIMIT 1") { _ in true } ?? false
    }

    /// The cluster of every signature.
    package func allClusters() throws -> [Int64: Int64] {
        Dictionary(
            uniqueKeysWithValues: try connection.query(
                "SELECT signature_id, cluster_id FROM membership ORDER BY signature_id"
            ) { ($0.integer(0), $0.integer(1)) })
    }

    /// The clusters of signatures; those without any are left out.
    package func clusters(of signatures: some Sequence<Int64>) throws -> [Int64: Int64] {
        let signatures = Set(signatures)
        // One pass is cheaper than many questions.
        if signatures.count > 256 { return try allClusters().filter { signatures.contains($0.key) } }
        var clusters: [Int64: Int64] = [:]
        for signature in signatures {
            clusters[signature] = try connection.first(
                "SELECT cluster_id FROM membership WHERE signature_id = \(signature)"
            ) { $0.integer(0) }
        }
        return clusters
    }
}
