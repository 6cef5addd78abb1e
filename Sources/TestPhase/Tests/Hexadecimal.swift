// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Bytes and words as lower-case hexadecimal digits.
package enum Hexadecimal {
    /// Two digits a byte, in order.
    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in bytes {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// 32 lower-case digits of two words, the high one first.
    package static func text(high: UInt64, low: UInt64) -> String {
        String(unsafeUninitializedCapacity: 32) { digits in
            for place in 0..<32 {
                let word = place < 16 ? high : low
                digits[place] = digit(UInt8(truncatingIfNeeded: word &>> UInt64(60 - 4 * (place & 15))) & 15)
            }
            return 32
        }
    }

    @inline(__always)
    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ value &- 10
    }

    /// The sixteen bytes of two words, the high one first.
    package static func bytes(high: UInt64, low: UInt64) -> [UInt8] {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
    }
}
