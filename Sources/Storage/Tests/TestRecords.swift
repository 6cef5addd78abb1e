// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Writes tests and what they belong to.
package struct TestRecords {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// Reads what the index lacks; 12 bytes a test.
    package func load(into index: inout TestIndex) throws {
        let known = index.count
        let pieces = try connection.query(
            "SELECT first_test_id, keys FROM test_block WHERE first_test_id > \(known) ORDER BY first_test_id"
        ) { row in
            row.withBytes(1) { Array($0) }
        }
        index.reserve(known + pieces.reduce(0) { $0 + $1.count / 12 })
        for piece in pieces {
            piece.withUnsafeBytes { bytes in
                for offset in stride(from: 0, to: bytes.count - 11, by: 12) {
                    let hash = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                    let check = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt32.self))
                    _ = index.add(TestKey(hash: hash, check: check))
                }
            }
        }
    }

    /// A test that the store has not seen.
    package struct NewTest {
        package let key: TestKey
        package let group: Int64
        /// Its name: a range of the arena given to `insert`.
        package let name: Range<Int>

        package init(key: TestKey, group: Int64, name: Range<Int>) {
            self.key = key
            self.group = group
            self.name = name
        }
    }

    /// Writes new tests as one block, in the order of their rows.
    ///
    /// - Parameter first: row of the first one.
    package func insert(_ tests: [NewTest], first: Int64, names: UnsafeBufferPointer<UInt8>) throws {
        guard !tests.isEmpty else { return }
        var keys: [UInt8] = []
        var text: [UInt8] = []
        keys.reserveCapacity(tests.count * 12)
        for test in tests {
            withUnsafeBytes(of: test.key.hash.littleEndian) { keys.append(contentsOf: $0) }
            withUnsafeBytes(of: test.key.check.littleEndian) { keys.append(contentsOf: $0) }
            text.append(contentsOf: text.isEmpty ? "[[".utf8 : ",[".utf8)
            JSONBytes.append(UInt64(test.group), to: &text)
            text.append(UInt8(ascii: ","))
            JSONBytes.append(UnsafeBufferPointer(rebasing: names[test.name]), to: &text)
            text.append(UInt8(ascii: "]"))
        }
        text.append(UInt8(ascii: "]"))
        try connection.insert(into: "test_block", columns: ["first_test_id", "tests", "keys"], count: 1) { _, row in
            row.integer(first)
            text.withUnsafeBufferPointer { row.text($0) }
            keys.withUnsafeBufferPointer { row.blob($0) }
        }
    }
}
