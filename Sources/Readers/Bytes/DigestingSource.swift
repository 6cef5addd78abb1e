// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Crypto
import TestPhase

/// Passes bytes on and keeps their SHA-256, so that a file is read from disk once.
package struct DigestingSource<Source: ByteSource & ~Copyable>: ByteSource, ~Copyable {
    private var source: Source
    private let digests: Bool
    private var hash = SHA256()
    /// Bytes handed out since the start.
    package private(set) var count = 0

    /// - Parameter digests: Whether the digest is wanted at all.
    package init(_ source: consuming Source, digests: Bool = true) {
        self.source = source
        self.digests = digests
    }

    package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        let length = try source.read(into: buffer)
        if digests {
            hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<length]))
        }
        count += length
        return length
    }

    package mutating func rewind() throws(SourceError) {
        try source.rewind()
        hash = SHA256()
        count = 0
    }

    /// Reads what is left and answers the digest of all bytes: 64 hexadecimal digits.
    package mutating func finish() throws(SourceError) -> String {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { buffer.deallocate() }
        while try read(into: buffer) > 0 {}
        return Hexadecimal.text(hash.finalize())
    }

    /// The source itself, for the next member of an archive.
    package consuming func release() -> Source { source }
}
