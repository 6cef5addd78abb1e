// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Writes occurrences, their signatures and texts; equal texts are stored once.
package struct OccurrenceRecords {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// From so many signatures on, and where they are a good part of the store's, all of an algorithm are read at once.
    private static let manySignatures = 50
    private static let goodPart: Int64 = 16

    /// Rows of signatures, new ones made at once.
    ///
    /// - Parameters:
    ///   - keys: All different.
    ///   - title: Of the new signature at a place.
    package func signatures(
        _ keys: [String], algorithm: String, title: (_ place: Int) -> String
    ) throws -> [(row: Int64, isNew: Bool)] {
        guard !keys.isEmpty else { return [] }
        var known: [String: Int64] = [:]
        let first = try connection.number("SELECT coalesce(max(id), 0) + 1 FROM signature")
        if keys.count >= Self.manySignatures, Int64(keys.count) * Self.goodPart >= first {
            try connection.each("SELECT id, key FROM signature WHERE algorithm = \(algorithm)") {
                known[$0.text(1)] = $0.integer(0)
            }
        } else {
            for key in keys {
                known[key] = try connection.first(
                    "SELECT id FROM signature WHERE key = \(key) AND algorithm = \(algorithm)"
                ) { $0.integer(0) }
            }
        }
        let new = keys.indices.filter { known[keys[$0]] == nil }
        guard !new.isEmpty else { return keys.map { (known[$0] ?? 0, false) } }
        let columns = ["id", "key", "algorithm", "title"]
        try connection.insert(into: "signature", columns: columns, count: new.count) { index, row in
            row.integer(first + Int64(index))
            row.text(keys[new[index]])
            row.text(algorithm)
            row.text(title(new[index]))
        }
        var rows = keys.map { (row: known[$0] ?? 0, isNew: false) }
        for (index, place) in new.enumerated() { rows[place] = (first + Int64(index), true) }
        return rows
    }

    /// Rows of texts by their digests; 0 for those that are new.
    package func texts(digests: [[UInt8]]) throws -> [Int64] {
        var rows = [Int64](repeating: 0, count: digests.count)
        try connection.find(
            in: "text", by: "digest", count: digests.count,
            bind: { index, row in digests[index].withUnsafeBufferPointer { row.blob($0) } },
            found: { rows[$0] = $1 })
        return rows
    }

    /// The row that the next text gets.
    package func nextText() throws -> Int64 {
        try connection.number("SELECT coalesce(max(id), 0) + 1 FROM text")
    }

    /// Writes texts under rows of their own.
    ///
    /// - Parameter body: calls its argument with the text `index`.
    package func insert(
        texts digests: [[UInt8]], first: Int64, body: (_ index: Int, (UnsafeBufferPointer<UInt8>) -> Void) -> Void
    ) throws {
        try connection.insert(into: "text", columns: ["id", "digest", "body"], count: digests.count) { index, row in
            row.integer(first + Int64(index))
            digests[index].withUnsafeBufferPointer { row.blob($0) }
            body(index) { row.text($0) }
        }
    }

    package struct NewOccurrence {
        package var test: Int64
        package var ordinal: Int
        package var kind: String
        package var decides: Bool
        package var signature: Int64
        package var type: String
        package var message: Int64?
        package var details: Int64?
        package var output: Int64?
        package var line: Int?
        /// How long the test ran, on its first observation; nil unknown.
        package var microseconds: Int64?

        package init(
            test: Int64, ordinal: Int, kind: String, decides: Bool, signature: Int64, type: String, message: Int64?,
            details: Int64?, output: Int64?, line: Int?, microseconds: Int64? = nil
        ) {
            self.test = test
            self.ordinal = ordinal
            self.kind = kind
            self.decides = decides
            self.signature = signature
            self.type = type
            self.message = message
            self.details = details
            self.output = output
            self.line = line
            self.microseconds = microseconds
        }
    }

    package func insert(_ occurrences: [NewOccurrence], upload: Int64) throws {
        let columns = [
            "upload_id", "test_id", "ordinal", "kind", "decides", "signature_id", "type", "message_id", "details_id",
            "output_id", "line", "microseconds",
        ]
        try connection.insert(into: "occurrence", columns: columns, count: occurrences.count) { index, row in
            let occurrence = occurrences[index]
            row.integer(upload)
            row.integer(occurrence.test)
            row.integer(Int64(occurrence.ordinal))
            row.text(occurrence.kind)
            row.integer(occurrence.decides ? 1 : 0)
            row.integer(occurrence.signature)
            row.text(occurrence.type)
            row.optional(occurrence.message)
            row.optional(occurrence.details)
            row.optional(occurrence.output)
            row.optional(occurrence.line.map(Int64.init))
            row.optional(occurrence.microseconds)
        }
    }

    /// Uploads with failing observations, none of which says how long its test ran.
    package func uploadsWithoutTimes() throws -> [Int64] {
        try connection.query(
            "SELECT upload_id FROM occurrence GROUP BY upload_id HAVING count(microseconds) = 0 ORDER BY upload_id"
        ) { $0.integer(0) }
    }

    /// Notes how long failing tests of an upload ran, in microseconds.
    package func setTimes(_ times: [Int64: Int64], upload: Int64) throws {
        let tests = try connection.query(
            "SELECT test_id FROM occurrence WHERE upload_id = \(upload) AND ordinal = 0 ORDER BY test_id"
        ) { $0.integer(0) }
        for test in tests {
            guard let time = times[test] else { continue }
            try connection.execute(
                """
                UPDATE occurrence
                SET microseconds = \(time)
                WHERE upload_id = \(upload) AND test_id = \(test) AND ordinal = 0
                """)
        }
    }
}
