// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Prefixes to compare with: found by their first byte, compared eight bytes at a time.
struct PrefixList: Sendable {
    private struct Entry {
        let literal: StaticString
        /// The first eight bytes, and which of them count.
        let head: UInt64
        let mask: UInt64

        init(_ literal: StaticString) {
            self.literal = literal
            let size = min(8, literal.utf8CodeUnitCount)
            head = (0..<size).reversed().reduce(0) { $0 << 8 | UInt64(literal.utf8Start[$1]) }
            mask = size == 8 ? .max : (1 << UInt64(size * 8)) - 1
        }
    }

    private let entries: [Entry]
    /// For each bucket where its entries begin; one more at the end.
    private let starts: [UInt16]

    /// Short prefixes are found by their first byte, longer ones by the first and the fifth.
    private static let buckets = 512

    init(_ prefixes: [StaticString]) {
        let placed = prefixes.map { prefix in
            let start = prefix.utf8Start
            let isLong = prefix.utf8CodeUnitCount > 4
            return (prefix, isLong ? Self.longBucket(start[0], start[4]) : Int(start[0]))
        }
        .sorted { $0.1 < $1.1 }
        entries = placed.map { Entry($0.0) }
        starts = (0...Self.buckets).map { bucket in UInt16(placed.count { $0.1 < bucket }) }
    }

    /// Whether one of the prefixes stands at `index`.
    func matches(_ text: Bytes, at index: Int) -> Bool {
        guard index < text.count else { return false }
        let head = text.word(at: index)
        let first = UInt8(truncatingIfNeeded: head)
        let fifth = UInt8(truncatingIfNeeded: head &>> 32)
        return matches(text, index, head, Self.longBucket(first, fifth)) || matches(text, index, head, Int(first))
    }

    @inline(__always)
    private func matches(_ text: Bytes, _ index: Int, _ head: UInt64, _ bucket: Int) -> Bool {
        for place in Int(starts[bucket])..<Int(starts[bucket + 1]) {
            let entry = entries[place]
            guard head & entry.mask == entry.head else { continue }
            if entry.literal.utf8CodeUnitCount <= 8 || text.has(entry.literal, at: index) { return true }
        }
        return false
    }

    @inline(__always)
    private static func longBucket(_ first: UInt8, _ fifth: UInt8) -> Int { 256 + Int(first ^ fifth &<< 2) }
}

extension UnsafeBufferPointer<UInt8> {
    /// Eight bytes from `index` on in little-endian order, with zeros behind the end.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        guard let base = baseAddress else { return 0 }
        if index + 8 <= count {
            return UInt64(littleEndian: UnsafeRawPointer(base).loadUnaligned(fromByteOffset: index, as: UInt64.self))
        }
        var word: UInt64 = 0
        var place = count - 1
        while place >= index {
            word = word << 8 | UInt64(self[place])
            place -= 1
        }
        return word
    }
}
