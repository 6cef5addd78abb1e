// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension UnsafeBufferPointer<UInt8> {
    /// Index of the first `byte` at or after `from`; vectorised by the C library.
    @inline(__always)
    func firstIndex(ofByte byte: UInt8, from: Int = 0) -> Int? {
        guard from < count, let base = baseAddress else { return nil }
        guard let found = memchr(base + from, Int32(byte), count - from) else { return nil }
        return UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - base
    }

    /// Index of the first occurrence of an ASCII `text` at or after `from`.
    func firstIndex(of text: StaticString, from: Int = 0) -> Int? {
        var position = from
        while let found = firstIndex(ofByte: text.utf8Start[0], from: position) {
            if hasASCII(text, at: found) { return found }
            position = found + 1
        }
        return nil
    }

    /// Whether the ASCII `text` stands at `index`.
    func hasASCII(_ text: StaticString, at index: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard count - index >= length, let base = baseAddress else { return false }
        return memcmp(base + index, text.utf8Start, length) == 0
    }

    /// How many line feeds there are in `range`.
    func lineFeeds(in range: Range<Int>) -> Int {
        var total = 0
        for index in range where self[index] == 0x0A { total += 1 }
        return total
    }
}

/// The search inside the strings of JSON, eight bytes at a time.
extension UnsafeBufferPointer<UInt8> {
    private static var highBits: UInt64 { 0x8080_8080_8080_8080 }
    private static var lowBits: UInt64 { 0x0101_0101_0101_0101 }

    /// Index of the first quote, backslash or control character at or after `from`; the count when there is none.
    @inline(__always)
    func stringStop(from: Int) -> Int {
        guard let base = baseAddress else { return count }
        let raw = UnsafeRawPointer(base)
        var index = from
        while index + 8 <= count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let found = Self.stops(word)
            // A borrow can only reach a byte above the first true hit, so the lowest flag is right.
            if found != 0 { return index + found.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < count, !Self.isStop(self[index]) { index += 1 }
        return index
    }

    /// The high bit of each byte that ends a stretch of plain text.
    @inline(__always)
    private static func stops(_ word: UInt64) -> UInt64 {
        let quotes = word ^ 0x2222_2222_2222_2222
        let backslashes = word ^ 0x5C5C_5C5C_5C5C_5C5C
        let isQuote = (quotes &- lowBits) & ~quotes
        let isBackslash = (backslashes &- lowBits) & ~backslashes
        let isControl = (word &- 0x2020_2020_2020_2020) & ~word
        return (isQuote | isBackslash | isControl) & highBits
    }

    @inline(__always)
    private static func isStop(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x5C || byte < 0x20 }
}
