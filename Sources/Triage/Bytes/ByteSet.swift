// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What the pure verbs read: bytes of one text, never copied and never decoded on the way.
package typealias Bytes = UnsafeBufferPointer<UInt8>

/// A set of bytes, one bit each.
struct ByteSet: Sendable {
    private var words = SIMD4<UInt64>(repeating: 0)

    init(_ members: StaticString) {
        members.withUTF8Buffer { for byte in $0 { insert(byte) } }
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        words[Int(byte &>> 6)] &>> UInt64(byte & 63) & 1 == 1
    }

    func union(_ other: ByteSet) -> ByteSet {
        var both = self
        both.words |= other.words
        return both
    }

    /// The members in ascending order.
    var members: [UInt8] { (UInt8.min...UInt8.max).filter(contains) }

    private mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }
}

extension ByteSet {
    static let digit = ByteSet("0123456789")
    static let hex = ByteSet("0123456789abcdef")
    static let anyHex = ByteSet("0123456789abcdefABCDEF")
    static let upper = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    static let lower = ByteSet("abcdefghijklmnopqrstuvwxyz0123456789")
    static let alphanumeric = upper.union(lower)
    static let word = alphanumeric.union(ByteSet("_"))
    /// The alphabet of base64 in addresses, which most token formats share.
    static let base64URL = word.union(ByteSet("-"))
    static let base64 = alphanumeric.union(ByteSet("+/="))
    /// What a token may hold when its format is not published: everything that needs no quotes.
    static let opaque = base64URL.union(base64).union(ByteSet(".~%"))
}
