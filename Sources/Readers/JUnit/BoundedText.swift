// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Text of any length in bounded memory: the first and the last half of the limit are kept.
struct BoundedText {
    private var bytes: [UInt8] = []
    private var limit = 0
    private var ringStart = 0
    private(set) var total = 0

    /// Starts anew; the storage is reused.
    mutating func reset(limit: Int) {
        bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 20)
        self.limit = max(limit, 64)
        ringStart = 0
        total = 0
    }

    var isCut: Bool { total > limit }

    mutating func append(_ text: Bytes) {
        total += text.count
        var rest = text
        let space = limit - bytes.count
        if space > 0 {
            bytes.append(contentsOf: rest.prefix(space))
            rest = Bytes(rebasing: rest.dropFirst(space))
        }
        guard !rest.isEmpty else { return }
        let half = limit / 2
        let ring = limit - half
        if rest.count > ring { rest = Bytes(rebasing: rest.suffix(ring)) }
        for byte in rest {
            bytes[half + ringStart] = byte
            ringStart += 1
            if ringStart == ring { ringStart = 0 }
        }
    }

    /// Appends what was kept to `target`, with a line that counts what was cut, never inside a character.
    func write(to target: ByteArena) {
        guard isCut else {
            bytes.withUnsafeBufferPointer { target.append($0) }
            return
        }
        let half = limit / 2
        var head = half
        // What stood behind the head is overwritten: only its last character tells whether it is whole.
        var lead = half - 1
        while lead > 0, bytes[lead] & 0xC0 == 0x80 { lead -= 1 }
        bytes.withUnsafeBufferPointer {
            if case .incomplete = UTF8Sequence(Bytes(rebasing: $0[..<half]), at: lead) { head = lead }
        }
        var tail = bytes[(half + ringStart)...] + bytes[half..<half + ringStart]
        while let first = tail.first, first & 0xC0 == 0x80 { tail.removeFirst() }
        bytes.withUnsafeBufferPointer { target.append(Bytes(rebasing: $0[..<head])) }
        target.append("\n[… \(total - head - tail.count) bytes cut …]\n")
        tail.withUnsafeBufferPointer { target.append($0) }
    }

    /// Cuts the end of `arena` from `start` on to `limit` bytes; a digest of the whole keeps long names apart.
    ///
    /// - Parameter limit: bytes, from 24.
    /// - Returns: whether the value was longer.
    @inline(__always)
    static func cutName(in arena: ByteArena, from start: Int, limit: Int) -> Bool {
        guard arena.count - start > limit else { return false }
        shorten(arena, from: start, limit: limit)
        return true
    }

    private static func shorten(_ arena: ByteArena, from start: Int, limit: Int) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in arena[start..<arena.count] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var end = start + max(limit - 24, 0)
        while end > start, arena.bytes[end] & 0xC0 == 0x80 { end -= 1 }
        arena.truncate(to: end)
        let digits = String(hash, radix: 16)
        arena.append("…~\(String(repeating: "0", count: 16 - digits.count))\(digits)")
    }
}
