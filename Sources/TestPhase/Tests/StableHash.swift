// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A 128-bit hash of bytes that is equal in every process and on every machine; not for secrets.
package struct StableHash {
    @usableFromInline var low: UInt64
    @usableFromInline var high: UInt64

    /// - Parameter seed: a number that keeps two uses, or two stores, apart.
    @inlinable
    package init(seed: UInt64) {
        low = seed ^ 0xA076_1D64_78BD_642F
        high = seed &* 0xE703_7ED1_A0B4_28DB ^ 0x8EBC_6AF0_9C88_C6E3
    }

    /// Adds a field; its length is part of it, so that `ab` + `c` and `a` + `bc` differ.
    @inlinable
    package mutating func combine(_ bytes: UnsafeBufferPointer<UInt8>) {
        mix(UInt64(truncatingIfNeeded: bytes.count) ^ 0x1000_0000_0000_0000)
        guard let base = bytes.baseAddress else { return }
        let raw = UnsafeRawPointer(base)
        var offset = 0
        while offset + 8 <= bytes.count {
            mix(raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        guard offset < bytes.count else { return }
        var rest: UInt64 = 0
        for index in offset..<bytes.count { rest = rest << 8 | UInt64(bytes[index]) }
        mix(rest)
    }

    package mutating func combine(_ text: String) {
        var text = text
        text.withUTF8 { combine($0) }
    }

    @inlinable
    package mutating func combine(_ value: UInt64) {
        mix(value)
    }

    /// The hash so far, both halves well mixed.
    @inlinable
    package var value: (high: UInt64, low: UInt64) {
        let first = Self.multiply(low ^ 0xA076_1D64_78BD_642F, high ^ 0xE703_7ED1_A0B4_28DB)
        let second = Self.multiply(high ^ first ^ 0x5899_65CC_7537_4CC3, low ^ 0x1D8E_4E27_C47D_124F)
        return (second, first ^ second)
    }

    @inlinable
    mutating func mix(_ word: UInt64) {
        low = Self.multiply(low ^ word, 0x9E37_79B9_7F4A_7C15)
        high = Self.multiply(high &+ word, 0xD6E8_FEB8_6659_FD93) ^ low
    }

    @inlinable
    static func multiply(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
