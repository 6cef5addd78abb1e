// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Keeps texts until they are written: in memory up to a mebibyte, then in an unlinked temporary file.
///
/// Equal texts are kept once.
final class TextSpool {
    /// Names a text of one spool: its place in the order in which they came.
    struct Reference: Hashable {
        fileprivate(set) var position: Int
    }

    /// What two texts have in common when they are equal.
    private struct Identity: Hashable {
        let high: UInt64
        let low: UInt64

        /// Equal in all stores, so that a text can be moved between them.
        private static let seed: UInt64 = 0x4578_6974_6761_7465

        init(_ text: Bytes) {
            var hash = StableHash(seed: Self.seed)
            hash.combine(text)
            (high, low) = (hash.value.high, hash.value.low)
        }

        var digest: [UInt8] { Hexadecimal.bytes(high: high, low: low) }
    }

    private struct Entry {
        let identity: Identity
        /// In bytes from the first text on.
        let start: Int
        let count: Int
    }

    private static let memoryLimit = 1 << 20

    private var buffer: [UInt8] = []
    private var flushed = 0
    private var descriptor: CInt = -1
    private var entries: [Entry] = []
    private var positions: [Identity: Int] = [:]

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    var count: Int { entries.count }

    /// Keeps a text; nil for an empty one.
    func add(_ text: Bytes) -> Reference? {
        guard !text.isEmpty else { return nil }
        let identity = Identity(text)
        if let known = positions[identity] { return Reference(position: known) }
        positions[identity] = count
        entries.append(Entry(identity: identity, start: flushed + buffer.count, count: text.count))
        buffer.append(contentsOf: text)
        if buffer.count > Self.memoryLimit { flush() }
        return Reference(position: count - 1)
    }

    /// 16 bytes that equal texts have in common, in all stores.
    static func digest(_ text: Bytes) -> [UInt8] { Identity(text).digest }

    func digest(_ position: Int) -> [UInt8] { entries[position].identity.digest }

    /// Reads texts again, best in the order in which they came: then those that lie in the file are read many at a time.
    struct Reader {
        private let spool: TextSpool
        private let ahead: Int
        /// A part of the file.
        private var window: [UInt8] = []
        private var windowStart = 0

        /// - Parameter ahead: Bytes of the file that are read at once, if the text is not longer.
        init(_ spool: TextSpool, ahead: Int = 1 << 17) {
            self.spool = spool
            self.ahead = ahead
        }

        /// Calls `body` with the text at a place in their order; of a file that can no longer be read, with what there was.
        mutating func withText<Value>(_ position: Int, _ body: (Bytes) throws -> Value) rethrows -> Value {
            let entry = spool.entries[position]
            if entry.start >= spool.flushed {
                let start = entry.start - spool.flushed
                return try spool.buffer.withUnsafeBufferPointer {
                    try body(Bytes(rebasing: $0[start..<start + entry.count]))
                }
            }
            if entry.start < windowStart || entry.start + entry.count > windowStart + window.count {
                fill(from: entry.start, count: min(max(entry.count, ahead), spool.flushed - entry.start))
            }
            let start = entry.start - windowStart
            return try window.withUnsafeBufferPointer {
                try body(Bytes(rebasing: $0[start..<min(start + entry.count, window.count)]))
            }
        }

        private mutating func fill(from start: Int, count: Int) {
            windowStart = start
            window = [UInt8](unsafeUninitializedCapacity: count) { bytes, done in
                let bytes = UnsafeMutableRawBufferPointer(bytes)
                while done < count {
                    let read = pread(spool.descriptor, bytes.baseAddress! + done, count - done, off_t(start + done))
                    if read <= 0 { break }
                    done += read
                }
            }
        }
    }

    /// Moves what memory holds to the file; without a file it stays in memory.
    private func flush() {
        if descriptor < 0 {
            descriptor = TemporaryFile.open()
            guard descriptor >= 0 else { return }
        }
        let written = buffer.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = write(descriptor, bytes.baseAddress! + done, bytes.count - done)
                if count <= 0 { break }
                done += count
            }
            return done
        }
        if written == buffer.count {
            flushed += written
            buffer.removeAll(keepingCapacity: true)
        } else {
            // A full disk: forget the half-written piece, and keep it in memory.
            lseek(descriptor, off_t(flushed), SEEK_SET)
        }
    }
}
