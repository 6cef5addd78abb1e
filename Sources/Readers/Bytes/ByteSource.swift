// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Where the bytes of a report come from: a file, a member of an archive, or memory.
package protocol ByteSource: ~Copyable {
    /// Fills a part of `buffer`, from its start, and answers how many bytes; 0 only at the end.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int

    /// Starts again at the first byte; a malformed report is read twice.
    mutating func rewind() throws(SourceError)
}

extension ByteSource where Self: ~Copyable {
    /// Answers a question about the first bytes, at most 4 KiB of them, and goes back to the start.
    package mutating func begins<Answer>(with test: (Bytes) -> Answer) throws(SourceError) -> Answer {
        let head = UnsafeMutableRawBufferPointer.allocate(byteCount: 4 << 10, alignment: 16)
        defer { head.deallocate() }
        // A pipe hands out what it has.
        var count = 0
        while count < head.count {
            let more = try read(into: UnsafeMutableRawBufferPointer(rebasing: head[count...]))
            if more == 0 { break }
            count += more
        }
        let answer = test(Bytes(rebasing: UnsafeRawBufferPointer(head).bindMemory(to: UInt8.self)[..<count]))
        try rewind()
        return answer
    }
}

/// Why bytes cannot be had.
package struct SourceError: Error, Sendable, Equatable {
    /// Stable diagnostic code, such as `unreadable`.
    package let code: String
    /// Lower-case sentence without a full stop.
    package let message: String
    package let hint: String?

    package init(_ code: String, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}

/// Bytes in memory, for tests and for requests that were received whole.
package struct MemorySource: ByteSource {
    private let bytes: [UInt8]
    private var position = 0

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - position)
        bytes.withUnsafeBytes { all in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[position..<position + count]))
        }
        position += count
        return count
    }

    package mutating func rewind() {
        position = 0
    }
}
