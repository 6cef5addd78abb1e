// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A mixing hash of 128 bits (the body of MurmurHash3 x64): the same on every machine and in every process.
///
/// It is no protection against an author who wants two failures to collide; equal texts are easier to write.
struct Digest {
    private var high: UInt64
    private var low: UInt64
    private var length: UInt64 = 0

    private static let first: UInt64 = 0x87C3_7B91_1142_53D5
    private static let second: UInt64 = 0x4CF5_AD43_2745_937F

    /// Starts from the name of the algorithm, so that two algorithms never give the same value by intent.
    init(seed: StaticString) {
        high = 0
        low = 0
        add(Bytes(start: seed.utf8Start, count: seed.utf8CodeUnitCount))
    }

    /// The hash of one text in 64 bits, for comparisons within a run and as a part of a longer hash.
    static func short(_ text: Bytes) -> UInt64 {
        var hash = UInt64(text.count) &* second ^ first
        var index = 0
        while index + 8 < text.count {
            hash = fold(hash ^ text.word(at: index), first)
            index += 8
        }
        // The last eight bytes, some of them for the second time.
        return finish(fold(hash ^ text.word(at: max(0, text.count - 8)), second))
    }

    /// Both halves of the product, so that every bit reaches every other.
    @inline(__always)
    private static func fold(_ value: UInt64, _ factor: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: factor)
        return product.high ^ product.low &+ value
    }

    /// Adds a part; its length goes with it, so parts never run into each other.
    mutating func add(_ text: Bytes) {
        add(UInt64(text.count))
        guard text.count > 16 else { return mix(text.word(at: 0), text.word(at: 8)) }
        var index = 0
        while index + 16 < text.count {
            mix(text.word(at: index), text.word(at: index + 8))
            index += 16
        }
        // The last sixteen bytes, some of them for the second time.
        mix(text.word(at: text.count - 16), text.word(at: text.count - 8))
    }

    /// Adds a number.
    @inline(__always)
    mutating func add(_ number: UInt64) { mix(number, ~number) }

    /// The hash of all parts so far.
    var value: (high: UInt64, low: UInt64) {
        var a = high ^ length
        var b = low ^ length
        a &+= b
        b &+= a
        a = Self.finish(a)
        b = Self.finish(b)
        a &+= b
        return (a, b &+ a)
    }

    @inline(__always)
    private mutating func mix(_ left: UInt64, _ right: UInt64) {
        high ^= rotate(left &* Self.first, 31) &* Self.second
        high = (rotate(high, 27) &+ low) &* 5 &+ 0x52DC_E729
        low ^= rotate(right &* Self.second, 33) &* Self.first
        low = (rotate(low, 31) &+ high) &* 5 &+ 0x3849_5AB5
        length &+= 16
    }

    @inline(__always)
    private func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 { value &<< bits | value &>> (64 - bits) }

    private static func finish(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ mixed >> 33) &* 0xFF51_AFD7_ED55_8CCD
        mixed = (mixed ^ mixed >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return mixed ^ mixed >> 33
    }
}
