// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Readers

struct TextEncodingTests {
    @Test(arguments: [
        ("UTF-8", TextEncoding.utf8), ("utf8", .utf8), ("US-ASCII", .utf8), ("ISO-8859-1", .singleByte(.latin1)),
        ("latin1", .singleByte(.latin1)), ("iso-8859-15", .singleByte(.latin9)),
        ("Windows-1252", .singleByte(.windows1252)),
        ("cp1252", .singleByte(.windows1252)),
    ])
    func `a known label decides`(label: String, encoding: TextEncoding) {
        let sniff = sniff(Array("<?xml version='1.0' encoding='\(label)'?><a/>".utf8))

        #expect(sniff == TextEncoding.Sniff(encoding: encoding, markLength: 0, mismatchedLabel: nil))
    }

    @Test(arguments: ["UTF-7", "utf-16", "UTF-32", "EBCDIC-CP-US", "IBM037", "x-klingon-1", "Shift_JIS", "GBK", ""])
    func `any other label is read as UTF-8 and told`(label: String) {
        let sniff = sniff(Array("<?xml version=\"1.0\" encoding=\"\(label)\"?><a/>".utf8))

        #expect(sniff == TextEncoding.Sniff(encoding: .utf8, markLength: 0, mismatchedLabel: label))
    }

    @Test(
        arguments: [
            ([0xEF, 0xBB, 0xBF], TextEncoding.utf8), ([0xFF, 0xFE], .utf16LittleEndian),
            ([0xFE, 0xFF], .utf16BigEndian),
        ] as [([UInt8], TextEncoding)]
    )
    func `a byte order mark beats the label`(mark: [UInt8], encoding: TextEncoding) {
        let sniff = sniff(mark + Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>".utf8))

        #expect(sniff == TextEncoding.Sniff(encoding: encoding, markLength: mark.count, mismatchedLabel: "ISO-8859-1"))
    }

    @Test(arguments: ["UTF-16", "utf-16", "UTF-16LE"])
    func `a label that agrees with the mark is no mismatch`(label: String) {
        let text = "\u{FEFF}<?xml version=\"1.0\" encoding=\"\(label)\"?>"

        let sniff = sniff(text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] })

        #expect(sniff == TextEncoding.Sniff(encoding: .utf16LittleEndian, markLength: 2, mismatchedLabel: nil))
    }

    @Test(
        arguments: [
            ([0x3C, 0, 0x3F, 0], TextEncoding.utf16LittleEndian), ([0x3C, 0, 0x74, 0], .utf16LittleEndian),
            ([0, 0x3C, 0, 0x3F], .utf16BigEndian), ([0, 0x3C, 0, 0x74], .utf16BigEndian), ([0x3C, 0x74], .utf8),
            ([], .utf8),
        ] as [([UInt8], TextEncoding)]
    )
    func `without a mark the zero bytes decide`(head: [UInt8], encoding: TextEncoding) {
        #expect(sniff(head).encoding == encoding)
    }

    @Test(
        arguments: [
            (SingleByteTable.windows1252, 0x80, "€"), (.windows1252, 0x93, "“"), (.windows1252, 0x9F, "Ÿ"),
            (.windows1252, 0x81, "\u{FFFD}"), (.windows1252, 0xE9, "é"), (.latin9, 0xA4, "€"), (.latin9, 0xA8, "š"),
            (.latin9, 0xBE, "Ÿ"), (.latin9, 0xA5, "¥"), (.latin1, 0xA4, "¤"), (.latin1, 0x80, "\u{80}"),
            (.latin1, 0xFF, "ÿ"),
        ] as [(SingleByteTable, UInt8, String)]
    )
    func `a byte stands for its character`(table: SingleByteTable, byte: UInt8, expected: String) {
        #expect(UnicodeScalar(table.scalar(byte)).map(String.init) == expected)
    }

    @Test(
        arguments: [
            [0x1F, 0x8B, 8, 0, 0], [0xFD, 0x37, 0x7A, 0x58, 0x5A], [0x50, 0x4B, 3, 4, 20],
            [0x42, 0x5A, 0x68, 0x39, 0x31],
            [0x28, 0xB5, 0x2F, 0xFD, 0],
        ] as [[UInt8]]
    )
    func `packed data is refused by its first bytes`(magic: [UInt8]) {
        let found = record(magic + Array(minimalReport.utf8))

        #expect(found.condition == .rejected)
        #expect(found.codes == ["compressed"])
    }

    private func sniff(_ head: [UInt8]) -> TextEncoding.Sniff {
        head.withUnsafeBufferPointer { TextEncoding.sniff($0) }
    }
}
