// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Readers

/// The standard library replaces each maximal part that can not become valid by one U+FFFD, as table 3-7 of the Unicode
/// standard asks; so must the cleaner.
struct TextCleanerTests {
    @Test func `every pair of bytes reads as the standard library reads it`() {
        for first in UInt8(0x20)...0xFF {
            for second in UInt8(0x20)...0xFF {
                let bytes = [first, second, UInt8(ascii: ".")]
                let expected = String(decoding: bytes, as: UTF8.self)
                guard clean(bytes) != expected else { continue }
                #expect(clean(bytes) == expected, "\(bytes)")
            }
        }
    }

    @Test(
        arguments: [
            [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
            [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
            [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0x80], [0xBF],
            [0xE2, 0x82], [0xE2], [0xF0, 0x9F, 0x98], [0xF0, 0x9F], [0xF0], [0xC3], [0xE2, 0x82, 0x41],
            [0xC3, 0xC3, 0xA9],
            [0xF0, 0x9F, 0x98, 0xF0, 0x9F, 0x98, 0x80], [0xEF, 0xBB, 0xBF], [0xE1, 0xA0, 0xC0],
            [0xF1, 0x80, 0xE1, 0x80, 0xC2],
        ] as [[UInt8]]
    )
    func `an invalid sequence becomes one mark for each part`(bytes: [UInt8]) {
        let framed = Array("<".utf8) + bytes + Array(">".utf8)

        #expect(clean(framed) == String(decoding: framed, as: UTF8.self))
        #expect(clean(bytes) == String(decoding: bytes, as: UTF8.self))
    }

    @Test func `random bytes read the same in pieces of any size`() {
        var generator = SeededGenerator(seed: 7)
        let alphabet: [UInt8] = [
            0x41, 0x80, 0xBF, 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0xED, 0xA0, 0xF4, 0x90, 0xFF,
        ]
        for _ in 0..<300 {
            let bytes = (0..<20).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
            let expected = String(decoding: bytes, as: UTF8.self)
            for size in [1, 2, 3, 5, 20] where clean(bytes, size: size) != expected {
                #expect(clean(bytes, size: size) == expected, "\(bytes) in pieces of \(size)")
            }
        }
    }

    @Test(arguments: Array(0..<0x20) + [0x7F])
    func `of the control characters only tab, line feed and return pass`(byte: UInt8) {
        let isAllowed = [0x09, 0x0A, 0x0D, 0x7F].contains(byte)

        #expect(clean([byte]) == (isAllowed ? String(UnicodeScalar(byte)) : "\u{FFFD}"))
    }

    @Test(arguments: [[0xEF, 0xBF, 0xBE], [0xEF, 0xBF, 0xBF]] as [[UInt8]])
    func `a noncharacter that XML forbids is replaced`(bytes: [UInt8]) {
        #expect(clean(bytes) == "\u{FFFD}")
    }

    @Test(arguments: ["\u{FFFD}", "\u{85}", "\u{9B}", "\u{2028}", "\u{10FFFF}", "\u{D7FF}", "\u{E000}"])
    func `what XML allows passes`(text: String) {
        #expect(clean(Array(text.utf8)) == text)
    }

    @Test(arguments: [true, false], [1, 2, 3, 4, 64])
    func `UTF-16 reads the same in pieces of any size`(isLittleEndian: Bool, size: Int) {
        let bytes = Array("aé€😀\u{FFFD}z".utf16).flatMap { word(UInt16($0), isLittleEndian) }

        #expect(clean16(bytes, isLittleEndian: isLittleEndian, size: size) == "aé€😀\u{FFFD}z")
    }

    @Test(
        arguments: [
            ([0xD83D], "\u{FFFD}"), ([0xD83D, 0x61], "\u{FFFD}a"), ([0xDE00, 0x61], "\u{FFFD}a"),
            ([0xD83D, 0xD83D, 0xDE00], "\u{FFFD}😀"), ([0, 0x61], "\u{FFFD}a"), ([0xFFFE], "\u{FFFD}"),
            ([0x1B], "\u{FFFD}"),
        ] as [([UInt16], String)]
    )
    func `a lone surrogate is replaced`(units: [UInt16], expected: String) {
        let bytes = units.flatMap { word($0, true) }

        #expect(clean16(bytes, isLittleEndian: true, size: 2) == expected)
        #expect(clean16(bytes, isLittleEndian: true, size: 64) == expected)
    }

    @Test func `an odd byte at the end of UTF-16 is replaced`() {
        #expect(clean16([0x61, 0, 0x62], isLittleEndian: true, size: 64) == "a\u{FFFD}")
    }

    private func word(_ unit: UInt16, _ isLittleEndian: Bool) -> [UInt8] {
        let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
        return isLittleEndian ? bytes : bytes.reversed()
    }

    private func clean(_ bytes: [UInt8], size: Int = .max) -> String {
        clean(bytes, size: size) { $0.appendUTF8($1, isLast: $2) }
    }

    private func clean16(_ bytes: [UInt8], isLittleEndian: Bool, size: Int) -> String {
        clean(bytes, size: size) { $0.appendUTF16($1, isLittleEndian: isLittleEndian, isLast: $2) }
    }

    /// Feeds pieces as the decoder does: what was not used stands before the next piece.
    private func clean(_ bytes: [UInt8], size: Int, _ append: (inout TextCleaner, Bytes, Bool) -> Int) -> String {
        let output = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count * 3 + 8)
        defer { output.deallocate() }
        var cleaner = TextCleaner(output: output)
        var rest: [UInt8] = []
        var position = 0
        repeat {
            let end = size < bytes.count - position ? position + size : bytes.count
            rest += bytes[position..<end]
            position = end
            let used = rest.withUnsafeBufferPointer { append(&cleaner, $0, position == bytes.count) }
            rest.removeFirst(used)
        } while position < bytes.count
        return String(decoding: UnsafeBufferPointer(start: output, count: cleaner.count), as: UTF8.self)
    }
}
