// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Crypto
package import TestPhase

/// One result on its way to the store or from it; 12 bytes, because an upload may hold millions.
package struct StoredResult: Sendable, Equatable {
    private let row: UInt32
    package let duration: PackedDuration
    package let outcome: Outcome
    /// Whether it stands for a suite that failed as a whole, and is no result of a test.
    package let isSuiteLevel: Bool

    package init(test: Int64, outcome: Outcome, duration: PackedDuration, isSuiteLevel: Bool = false) {
        row = UInt32(truncatingIfNeeded: test)
        self.isSuiteLevel = isSuiteLevel
        self.outcome = outcome
        self.duration = duration
    }

    /// Row of the test.
    package var test: Int64 { Int64(row) }
}

/// Writes results in blocks of 4,096 neighbouring tests: a letter and a number a result, the list of tests shared.
package struct ResultRecords {
    /// Tests of one block lie between multiples of 2 to the power of this.
    package static let blockBits: Int64 = 12

    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// Writes the results of an upload.
    ///
    /// - Parameter results: ascending by test.
    /// - Returns: SHA-256 of what was written, 64 hexadecimal digits, as `digest(upload:)` finds it again.
    package func insert(_ results: [StoredResult], upload: Int64) throws -> String {
        var hash = SHA256()
        var start = 0
        while start < results.count {
            let block = results[start].test >> Self.blockBits
            var end = start
            while end < results.count, results[end].test >> Self.blockBits == block { end += 1 }
            let text = ResultBlockText(results[start..<end])
            text.update(&hash, block: block)
            try insert(text, block: block, upload: upload)
            start = end
        }
        return Hexadecimal.text(hash.finalize())
    }

    private func insert(_ text: ResultBlockText, block: Int64, upload: Int64) throws {
        let digest = Hexadecimal.text(SHA256.hash(data: text.tests))
        var set = try connection.first("SELECT id FROM test_set WHERE digest = \(digest)") { $0.integer(0) }
        if set == nil {
            set = try connection.number(
                """
                INSERT INTO test_set (digest, tests)
                VALUES (\(digest), \(String(decoding: text.tests, as: UTF8.self)))
                RETURNING id
                """)
        }
        guard let set else { return }
        let columns = ["block", "upload_id", "test_set_id", "outcomes", "durations"]
        try connection.insert(into: "result_block", columns: columns, count: 1) { _, row in
            row.integer(block)
            row.integer(upload)
            row.integer(set)
            text.outcomes.withUnsafeBufferPointer { row.text($0) }
            text.durations.withUnsafeBufferPointer { row.blob($0) }
        }
    }
}

/// The columns of a block.
struct ResultBlockText {
    /// JSON array of test ids.
    private(set) var tests: [UInt8]
    /// A letter a test.
    private(set) var outcomes: [UInt8]
    /// Four bytes a test, big endian.
    private(set) var durations: [UInt8]

    init(_ results: ArraySlice<StoredResult>) {
        tests = Array(unsafeUninitializedCapacity: results.count * (JSONBytes.digits + 1) + 2) { bytes, count in
            let start = bytes.baseAddress!  // Never empty.
            start[0] = UInt8(ascii: "[")
            count = 1
            for result in results {
                if count > 1 {
                    start[count] = UInt8(ascii: ",")
                    count += 1
                }
                count += JSONBytes.write(UInt64(result.test), at: start + count)
            }
            start[count] = UInt8(ascii: "]")
            count += 1
        }
        outcomes = results.map { $0.isSuiteLevel ? $0.outcome.letter | 0x20 : $0.outcome.letter }
        durations = Array(unsafeUninitializedCapacity: results.count * 4) { bytes, count in
            let raw = UnsafeMutableRawBufferPointer(bytes)
            for result in results {
                raw.storeBytes(of: result.duration.code.bigEndian, toByteOffset: count, as: UInt32.self)
                count += 4
            }
        }
    }

    init(tests: [UInt8], outcomes: [UInt8], durations: [UInt8]) {
        self.tests = tests
        self.outcomes = outcomes
        self.durations = durations
    }

    func update(_ hash: inout SHA256, block: Int64) {
        withUnsafeBytes(of: block.littleEndian) { hash.update(bufferPointer: $0) }
        hash.update(data: tests)
        hash.update(data: outcomes)
        hash.update(data: durations)
    }

    /// The durations of a blob.
    static func durations(_ bytes: UnsafeBufferPointer<UInt8>) -> [PackedDuration] {
        stride(from: 0, to: bytes.count - 3, by: 4).map { offset in
            PackedDuration(code: (0..<4).reduce(0) { $0 << 8 | UInt32(bytes[offset + $1]) })
        }
    }
}
