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

    /// How many texts there are, and the rows of those whose body no longer has its digest.
    package func textProblems(
        digest: (UnsafeBufferPointer<UInt8>) -> [UInt8]
    ) throws -> (count: Int, damaged: [Int64]) {
        var damaged: [Int64] = []
        var count = 0
        _ = try connection.query("SELECT id, digest, body FROM text ORDER BY id") { row in
            count += 1
            if row.withBytes(2, digest) != row.withBytes(1, { Array($0) }) { damaged.append(row.integer(0)) }
        }
        return (count, damaged)
    }
}
