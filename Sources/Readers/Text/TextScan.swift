// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What one pass over a chunk says about its bytes; 32 bytes are judged at a time.
struct TextScan {
    /// Whether any byte is not a printable ASCII character, TAB, LF or CR.
    private(set) var isIrregular = false
    /// Whether `&#` stands anywhere, or the chunk ends in `&`.
    private(set) var hasCharacterReferences = false
    private(set) var lineFeeds = 0

    private static let highBits: UInt64 = 0x8080_8080_8080_8080
    private static let lowBits: UInt64 = 0x0101_0101_0101_0101
    private static let blanks: UInt64 = 0x2020_2020_2020_2020
    private static let ampersands: UInt64 = 0x2626_2626_2626_2626

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let base = bytes.baseAddress else { return }
        let raw = UnsafeRawPointer(base)
        let whole = bytes.count & ~31
        var offset = 0
        while offset < whole {
            let words = raw.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
            let found = Self.needsLook(words)
            if (found[0] | found[1]) | (found[2] | found[3]) != 0 { look(bytes, offset..<offset + 32, found) }
            offset += 32
        }
        look(bytes, whole..<bytes.count)
    }

    /// Not zero when a byte is above 0x7F, below 0x20, or an ampersand; it may also be so for a byte beside one.
    @inline(__always)
    private static func needsLook(_ words: SIMD4<UInt64>) -> SIMD4<UInt64> {
        let ampersands = words ^ SIMD4(repeating: Self.ampersands)
        let belowBlank = words &- SIMD4(repeating: blanks)
        let isAmpersand = (ampersands &- SIMD4(repeating: lowBits)) & ~ampersands
        return (words | belowBlank | isAmpersand) & SIMD4(repeating: highBits)
    }

    /// Looks at the words of 32 bytes that need it.
    @inline(__always)
    private mutating func look(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ found: SIMD4<UInt64>) {
        for lane in 0..<4 where found[lane] != 0 {
            let start = range.lowerBound + 8 * lane
            look(bytes, start..<start + 8)
        }
    }

    private mutating func look(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        for index in range {
            let byte = bytes[index]
            if byte &- 0x20 < 0x60 {
                guard byte == 0x26 else { continue }
                if index + 1 == bytes.count || bytes[index + 1] == 0x23 { hasCharacterReferences = true }
            } else if byte == 0x0A {
                lineFeeds += 1
            } else if byte != 0x0D && byte != 0x09 {
                isIrregular = true
            }
        }
    }
}
