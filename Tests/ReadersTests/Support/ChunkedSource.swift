// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers

/// Bytes in memory, at most `size` of them a call.
struct ChunkedSource: ByteSource {
    private let bytes: [UInt8]
    private let size: Int
    private var position = 0

    init(_ bytes: [UInt8], size: Int) {
        self.bytes = bytes
        self.size = size
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(size, buffer.count, bytes.count - position)
        buffer.copyBytes(from: bytes[position..<position + count])
        position += count
        return count
    }

    mutating func rewind() {
        position = 0
    }
}
