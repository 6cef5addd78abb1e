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
    /// Names a text of one spool.
    struct Reference: Hashable {
        let high: UInt64
        let low: UInt64
    }

    private struct Place {
        var start: Int
        var count: Int
    }

    private static let memoryLimit = 1 << 20
    /// Equal in all stores, so that a text can be moved between them.
    private static let seed: UInt64 = 0x4578_6974_6761_7465

    private var buffer: [UInt8] = []
    private var flushed = 0
    private var descriptor: CInt = -1
    private var places: [Reference: Place] = [:]
    /// References in the order in which their texts came.
    private(set) var order: [Reference] = []

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Keeps a text; nil for an empty one.
    func add(_ text: Bytes) -> Reference? {
        guard !text.isEmpty else { return nil }
        let reference = Self.reference(text)
        guard places[reference] == nil else { return reference }
        places[reference] = Place(start: flushed + buffer.count, count: text.count)
        order.append(reference)
        buffer.append(contentsOf: text)
        if buffer.count > Self.memoryLimit { flush() }
        return reference
    }

    static func reference(_ text: Bytes) -> Reference {
        var hash = StableHash(seed: seed)
        hash.combine(text)
        let value = hash.value
        return Reference(high: value.high, low: value.low)
    }

    /// Calls `body` with the text; through `scratch` when it lies in the file.
    func withText<Value>(_ reference: Reference, scratch: inout [UInt8], _ body: (Bytes) throws -> Value) rethrows
        -> Value
    {
        guard let place = places[reference] else { return try body(Bytes(start: nil, count: 0)) }
        if place.start >= flushed {
            return try buffer.withUnsafeBufferPointer {
                try body(Bytes(rebasing: $0[(place.start - flushed)..<(place.start - flushed + place.count)]))
            }
        }
        if scratch.count < place.count {
            scratch.append(contentsOf: repeatElement(0, count: place.count - scratch.count))
        }
        return try scratch.withUnsafeMutableBytes { bytes in
            var done = 0
            while done < place.count {
                let count = pread(descriptor, bytes.baseAddress! + done, place.count - done, off_t(place.start + done))
                if count <= 0 { break }
                done += count
            }
            return try body(Bytes(rebasing: Bytes(bytes.bindMemory(to: UInt8.self))[..<done]))
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

extension TextSpool.Reference {
    /// 16 bytes, the high half first.
    var digest: [UInt8] { Hexadecimal.bytes(high: high, low: low) }
}
