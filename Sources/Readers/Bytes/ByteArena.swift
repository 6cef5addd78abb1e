// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Bytes that grow at the end and are emptied at once: the values of one test while it is read.
///
/// Every attribute passes through one, so that it asks for no room and counts no reference where an array would.
final class ByteArena {
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init() {
        capacity = 1 << 12
        start = .allocate(capacity: capacity)
    }

    deinit { start.deallocate() }

    /// Borrowed; valid until the arena changes.
    var bytes: Bytes { Bytes(start: start, count: count) }

    /// Borrowed; valid until the arena changes.
    @inline(__always)
    subscript(range: Range<Int>) -> Bytes {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return Bytes(start: start + range.lowerBound, count: range.count)
    }

    @inline(__always)
    func append(_ bytes: Bytes) {
        guard let source = bytes.baseAddress else { return }
        if capacity - count < bytes.count { grow(by: bytes.count) }
        (start + count).update(from: source, count: bytes.count)
        count += bytes.count
    }

    func append(_ byte: UInt8) {
        if count == capacity { grow(by: 1) }
        start[count] = byte
        count += 1
    }

    func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    /// Takes away what stands behind the first `count` bytes.
    func truncate(to count: Int) {
        precondition(count >= 0 && count <= self.count)
        self.count = count
    }

    /// Takes everything away; room beyond `most` bytes is given back.
    @inline(__always)
    func removeAll(keeping most: Int = .max) {
        count = 0
        if capacity > most { resize(to: most) }
    }

    private func grow(by more: Int) {
        resize(to: max(2 * capacity, count + more))
    }

    private func resize(to capacity: Int) {
        let old = start
        start = .allocate(capacity: capacity)
        start.update(from: old, count: count)
        old.deallocate()
        self.capacity = capacity
    }
}
