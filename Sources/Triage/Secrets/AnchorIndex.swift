// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Finds the few places of a text where a secret may begin, at about one cycle a byte.
///
/// Each rule names four bytes that its secrets contain. A table of their hashes, one byte each since shifts by a
/// variable are dear, rejects nearly every position; what passes is looked up exactly. The cost depends on the text
/// alone, not on the number of rules.
struct AnchorIndex: Sendable {
    /// A rule to try, and how far its secret begins before the four bytes.
    struct Candidate: Sendable {
        let rule: Int
        let offset: Int
    }

    private static let tableBits: UInt32 = 17
    private static let multiplier: UInt32 = 0x9E37_79B1

    private var table = [UInt8](repeating: 0, count: 1 << 17)
    private var grams: [UInt32] = []
    private var candidates: [[Candidate]] = []
    /// Slots of an open hash table over `grams`; -1 is free.
    private var slots: [Int32] = []

    init(_ anchors: [(gram: UInt32, candidate: Candidate)]) {
        var places: [UInt32: Int] = [:]
        for anchor in anchors {
            if let place = places[anchor.gram] {
                candidates[place].append(anchor.candidate)
                continue
            }
            places[anchor.gram] = grams.count
            grams.append(anchor.gram)
            candidates.append([anchor.candidate])
            table[Int(Self.hash(anchor.gram))] = 1
        }
        fillSlots()
    }

    /// The first position from `start` on whose four bytes are an anchor, or nil.
    func next(in text: Bytes, from start: Int) -> Int? {
        table.withUnsafeBufferPointer { bits in
            var position = start
            while let hit = Self.scan(text, from: position, bits) {
                if place(of: Self.gram(text, hit)) != nil { return hit }
                position = hit + 1
            }
            return nil
        }
    }

    /// The rules to try at `position`, which `next` returned or which lies at least four bytes before the end.
    func candidates(in text: Bytes, at position: Int) -> [Candidate] {
        guard position + 4 <= text.count, let place = place(of: Self.gram(text, position)) else { return [] }
        return candidates[place]
    }

    @inline(__always)
    private static func gram(_ text: Bytes, _ position: Int) -> UInt32 {
        UInt32(
            littleEndian: UnsafeRawPointer(text.baseAddress.unsafelyUnwrapped)
                .loadUnaligned(fromByteOffset: position, as: UInt32.self)
        )
    }

    @inline(__always)
    private static func hash(_ gram: UInt32) -> UInt32 { (gram &* multiplier) &>> (32 - tableBits) }

    @inline(__always)
    private static func flag(_ flags: UnsafePointer<UInt8>, _ word: UInt64) -> UInt8 {
        flags[Int(hash(UInt32(truncatingIfNeeded: word)))]
    }

    /// Four positions share one load of eight bytes and one branch.
    private static func scan(_ text: Bytes, from start: Int, _ table: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let base = text.baseAddress, let flags = table.baseAddress else { return nil }
        let raw = UnsafeRawPointer(base)
        var position = start
        while position + 8 <= text.count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            let first = flag(flags, word)
            let second = flag(flags, word &>> 8)
            let third = flag(flags, word &>> 16)
            let fourth = flag(flags, word &>> 24)
            if first | second | third | fourth != 0 {
                if first != 0 { return position }
                if second != 0 { return position + 1 }
                return third != 0 ? position + 2 : position + 3
            }
            position += 4
        }
        while position + 4 <= text.count {
            if flag(flags, UInt64(gram(text, position))) != 0 { return position }
            position += 1
        }
        return nil
    }

    private func place(of gram: UInt32) -> Int? {
        var slot = Int(gram &* Self.multiplier &>> 8) & (slots.count - 1)
        while slots[slot] >= 0 {
            if grams[Int(slots[slot])] == gram { return Int(slots[slot]) }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private mutating func fillSlots() {
        var capacity = 16
        while capacity < grams.count * 4 { capacity *= 2 }
        slots = [Int32](repeating: -1, count: capacity)
        for (place, gram) in grams.enumerated() {
            var slot = Int(gram &* Self.multiplier &>> 8) & (capacity - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (capacity - 1) }
            slots[slot] = Int32(place)
        }
    }
}
