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
        let keys = [UInt8](unsafeUninitializedCapacity: tests.count * 12) { bytes, count in
            let raw = UnsafeMutableRawBufferPointer(bytes)
            for test in tests {
                raw.storeBytes(of: test.key.hash.littleEndian, toByteOffset: count, as: UInt64.self)
                raw.storeBytes(of: test.key.check.littleEndian, toByteOffset: count + 8, as: UInt32.self)
                count += 12
            }
        }
        let room = tests.reduce(1) { $0 + JSONBytes.room(forString: $1.name.count) + JSONBytes.digits + 4 }
        let text = [UInt8](unsafeUninitializedCapacity: room) { bytes, count in
            let start = bytes.baseAddress!  // Never empty.
            for test in tests {
                start[count] = count == 0 ? UInt8(ascii: "[") : UInt8(ascii: ",")
                start[count + 1] = UInt8(ascii: "[")
                count += 2
                count += JSONBytes.write(UInt64(test.group), at: start + count)
                start[count] = UInt8(ascii: ",")
                count += 1
                count += JSONBytes.write(UnsafeBufferPointer(rebasing: names[test.name]), at: start + count)
                start[count] = UInt8(ascii: "]")
                count += 1
            }
            start[count] = UInt8(ascii: "]")
            count += 1
        }
        try connection.insert(into: "test_block", columns: ["first_test_id", "keys", "tests"], count: 1) { _, row in
            row.integer(first)
            keys.withUnsafeBufferPointer { row.blob($0) }
            text.withUnsafeBufferPointer { row.text($0) }
        }
    }
}
