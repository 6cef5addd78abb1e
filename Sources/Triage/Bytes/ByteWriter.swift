// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Writes into memory of fixed size; what does not fit is dropped, so that no input can make it grow.
struct ByteWriter {
    let base: UnsafeMutablePointer<UInt8>
    let capacity: Int
    private(set) var count: Int

    init(_ buffer: UnsafeMutableBufferPointer<UInt8>, count: Int) {
        base = buffer.baseAddress.unsafelyUnwrapped
        capacity = buffer.count
        self.count = count
    }

    /// The last byte, or 0 at the beginning.
    @inline(__always) var last: UInt8 { count > 0 ? base[count - 1] : 0 }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        guard count < capacity else { return }
        base[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func put(_ text: Bytes, _ start: Int, _ end: Int) {
        let size = min(end - start, capacity - count)
        guard size > 0 else { return }
        (base + count).update(from: text.baseAddress.unsafelyUnwrapped + start, count: size)
        count += size
    }

    @inline(__always)
    mutating func put(_ literal: StaticString) {
        let size = min(literal.utf8CodeUnitCount, capacity - count)
        guard size > 0 else { return }
        (base + count).update(from: literal.utf8Start, count: size)
        count += size
    }

    /// Drops everything from `count` on.
    @inline(__always)
    mutating func cut(to count: Int) { self.count = min(count, self.count) }

    /// What was written between two places.
    @inline(__always)
    func view(_ start: Int, _ end: Int) -> Bytes { Bytes(start: base + start, count: end - start) }
}
