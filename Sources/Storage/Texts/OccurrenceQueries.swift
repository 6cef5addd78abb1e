// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Reads occurrences and texts as they were written.
package struct OccurrenceQueries {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    package struct Row: Sendable {
        package let test: Int64
        package let ordinal: Int
        package let kind: String
        package let type: String
        /// Of message, details and output, 16 bytes each; empty for none.
        package let textDigests: [[UInt8]]
        package let signature: String
        package let decides: Bool
        package let line: Int?
    }

    /// The occurrences of an upload, in the order in which they were written.
    package func rows(upload: Int64) throws -> [Row] {
        try connection.query(
            """
            SELECT o.test_id, o.ordinal, o.kind, o.type, m.digest, d.digest, p.digest, s.key, o.decides, o.line
            FROM occurrence o
            JOIN signature s ON s.id = o.signature_id
            LEFT JOIN text m ON m.id = o.message_id
            LEFT JOIN text d ON d.id = o.details_id
            LEFT JOIN text p ON p.id = o.output_id
            WHERE o.upload_id = \(upload)
            ORDER BY o.id
            """
        ) { row in
            Row(
                test: row.integer(0), ordinal: Int(row.integer(1)), kind: row.text(2), type: row.text(3),
                textDigests: [4, 5, 6].map { row.withBytes($0) { Array($0) } }, signature: row.text(7),
                decides: row.integer(8) == 1, line: row.optionalInteger(9).map(Int.init))
        }
    }

    /// Clusters of failures that decided in some runs.
    package func decidingClusters(inRuns runs: [Int64]) throws -> Set<Int64> {
        var clusters: Set<Int64> = []
        for run in runs {
            clusters.formUnion(
                try connection.query(
                    """
                    SELECT DISTINCT m.cluster_id
                    FROM upload u
                    JOIN occurrence o ON o.upload_id = u.id
                    JOIN membership m ON m.signature_id = o.signature_id
                    WHERE u.run_id = \(run) AND o.decides = 1
                    ORDER BY m.cluster_id
                    """
                ) { $0.integer(0) })
        }
        return clusters
    }

    /// Clusters of failures that decided in a run, by test.
    package func decidingClusters(ofTestsIn run: Int64) throws -> [Int64: Set<Int64>] {
        try connection.query(
            """
            SELECT DISTINCT o.test_id, m.cluster_id
            FROM upload u
            JOIN occurrence o ON o.upload_id = u.id
            JOIN membership m ON m.signature_id = o.signature_id
            WHERE u.run_id = \(run) AND o.decides = 1
            ORDER BY o.test_id, m.cluster_id
            """
        ) { ($0.integer(0), $0.integer(1)) }.reduce(into: [:]) { $0[$1.0, default: []].insert($1.1) }
    }

    /// Tests that failed in the end in each of some runs, by run.
    ///
    /// - Parameter cluster: Whose failures are left out; nil for none.
    package func failingTests(inRuns runs: Set<Int64>, besides cluster: Int64?) throws -> [Int64: Set<Int64>] {
        let excluded = Set(
            try cluster.map { cluster in
                try connection.query(
                    "SELECT signature_id FROM membership WHERE cluster_id = \(cluster) ORDER BY signature_id"
                ) { $0.integer(0) }
            } ?? [])
        var tests: [Int64: Set<Int64>] = [:]
        for run in runs.sorted() {
            var own: Set<Int64> = []
            // In the order of the indices, so that nothing is sorted.
            try connection.each(
                """
                SELECT o.test_id, o.signature_id
                FROM upload u
                JOIN occurrence o ON o.upload_id = u.id
                WHERE u.run_id = \(run) AND o.decides = 1
                ORDER BY u.shard, u.attempt, o.id
                """
            ) { row in
                if !excluded.contains(row.integer(1)) { own.insert(row.integer(0)) }
            }
            tests[run] = own
        }
        return tests
    }

    /// A failing observation with everything that it was signed by.
    package struct Text: Sendable {
        package let test: Int64
        package let type: String
        package let message: String
        package let details: String
        /// Of its test; empty unless message and details are.
        package let output: String

        package init(test: Int64, type: String, message: String, details: String, output: String) {
            (self.test, self.type, self.message, self.details, self.output) = (test, type, message, details, output)
        }
    }

    /// The occurrences of a signature in a run, by test; equal ones once.
    package func texts(of signature: Int64, run: Int64) throws -> [Text] {
        try connection.query(
            """
            SELECT DISTINCT o.test_id, o.type, coalesce(m.body, ''), coalesce(d.body, ''),
                CASE WHEN o.message_id IS NULL AND trim(coalesce(d.body, ''), \(Self.blanks)) = '' THEN coalesce(p.body, '') ELSE '' END
            FROM upload u
            JOIN occurrence o ON o.upload_id = u.id
            LEFT JOIN occurrence f ON f.upload_id = o.upload_id AND f.test_id = o.test_id AND f.ordinal = 0
            LEFT JOIN text m ON m.id = o.message_id
            LEFT JOIN text d ON d.id = o.details_id
            LEFT JOIN text p ON p.id = f.output_id
            WHERE u.run_id = \(run) AND o.signature_id = \(signature)
            ORDER BY 1, 2, 3, 4, 5
            """
        ) { Text(test: $0.integer(0), type: $0.text(1), message: $0.text(2), details: $0.text(3), output: $0.text(4)) }
    }

    /// What may stand in a text that says nothing.
    private static let blanks = " \t\n\r"

    /// When the last run with one of some signatures began, UTC ms; nil for none.
    package func lastSeen(of signatures: [Int64]) throws -> Int64? {
        try signatures.compactMap { signature in
            try connection.first(
                """
                SELECT max(r.started_at)
                FROM occurrence o
                JOIN upload u ON u.id = o.upload_id
                JOIN run r ON r.id = u.run_id
                WHERE o.signature_id = \(signature)
                """
            ) { $0.optionalInteger(0) } ?? nil
        }.max()
    }

    /// Tests that showed a signature, with the first run of each, the earliest run first.
    package func firstRuns(of signature: Int64) throws -> [(test: Int64, run: Int64)] {
        var seen: Set<Int64> = []
        return try connection.query(
            """
            SELECT DISTINCT r.started_at, r.key, o.test_id, r.id
            FROM occurrence o
            JOIN upload u ON u.id = o.upload_id
            JOIN run r ON r.id = u.run_id
            WHERE o.signature_id = \(signature)
            ORDER BY r.started_at, r.key, o.test_id
            """
        ) { ($0.integer(2), $0.integer(3)) }.filter { seen.insert($0.0).inserted }
    }

    /// How many texts there are, and the rows of those whose body no longer has its digest.
    package func textProblems(
        digest: (UnsafeBufferPointer<UInt8>) -> [UInt8]
    ) throws -> (count: Int, damaged: [Int64]) {
        var damaged: [Int64] = []
        var count = 0
        try connection.each("SELECT id, digest, body, pruned_at FROM text ORDER BY id") { row in
            count += 1
            // What was taken out has only its digest left.
            guard row.optionalInteger(3) == nil else { return }
            if row.withBytes(2, digest) != row.withBytes(1, { Array($0) }) { damaged.append(row.integer(0)) }
        }
        return (count, damaged)
    }
}
