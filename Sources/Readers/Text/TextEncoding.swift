// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The encodings a report may have; every other label is read as UTF-8 and repaired.
enum TextEncoding: Equatable {
    case utf8
    case utf16LittleEndian
    case utf16BigEndian
    /// ISO-8859-1, -15 or windows-1252, by the code points of the bytes 0x80 to 0xFF.
    case singleByte(SingleByteTable)

    /// What the first bytes of a file say about its encoding.
    struct Sniff: Equatable {
        var encoding: TextEncoding
        /// Bytes of the byte order mark.
        var markLength: Int
        /// The label of the XML declaration, when it does not fit the bytes or is not known.
        var mismatchedLabel: String?
    }

    /// Decides from a byte order mark, the pattern of zero bytes, and the XML declaration, in this order.
    ///
    /// UTF-7, EBCDIC and other encodings in which harmless bytes turn into markup are refused on purpose: their label
    /// is a mismatch.
    static func sniff(_ head: UnsafeBufferPointer<UInt8>) -> Sniff {
        func starts(_ bytes: [UInt8]) -> Bool {
            head.count >= bytes.count && head.prefix(bytes.count).elementsEqual(bytes)
        }
        if starts([0xEF, 0xBB, 0xBF]) { return marked(.utf8, 3, head, ["utf-8", "utf8"]) }
        if starts([0xFF, 0xFE]) { return marked(.utf16LittleEndian, 2, head, wideLabels) }
        if starts([0xFE, 0xFF]) { return marked(.utf16BigEndian, 2, head, wideLabels) }
        if starts([0x3C, 0, 0x3F, 0]) || starts([0x3C, 0, 0x74, 0]) {
            return marked(.utf16LittleEndian, 0, head, wideLabels)
        }
        if starts([0, 0x3C, 0, 0x3F]) || starts([0, 0x3C, 0, 0x74]) {
            return marked(.utf16BigEndian, 0, head, wideLabels)
        }
        guard let label = declaredLabel(head) else {
            return Sniff(encoding: .utf8, markLength: 0, mismatchedLabel: nil)
        }
        switch label.lowercased() {
        case "utf-8", "utf8", "us-ascii", "ascii":
            return Sniff(encoding: .utf8, markLength: 0, mismatchedLabel: nil)
        case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1":
            return Sniff(encoding: .singleByte(.latin1), markLength: 0, mismatchedLabel: nil)
        case "iso-8859-15", "iso8859-15", "iso_8859-15", "latin-9", "latin9":
            return Sniff(encoding: .singleByte(.latin9), markLength: 0, mismatchedLabel: nil)
        case "windows-1252", "cp1252", "x-cp1252", "cp-1252":
            return Sniff(encoding: .singleByte(.windows1252), markLength: 0, mismatchedLabel: nil)
        default:
            return Sniff(encoding: .utf8, markLength: 0, mismatchedLabel: label)
        }
    }

    private static let wideLabels: Set = ["utf-16", "utf16", "utf-16le", "utf-16be", "ucs-2", "iso-10646-ucs-2"]

    /// An encoding that the bytes themselves show; the label can only agree.
    private static func marked(
        _ encoding: TextEncoding, _ markLength: Int, _ head: UnsafeBufferPointer<UInt8>, _ labels: Set<String>
    ) -> Sniff {
        let narrow = head.prefix(800).filter { $0 != 0 }
        let label = narrow.withUnsafeBufferPointer { declaredLabel($0) }
        let isMatch = label.map { labels.contains($0.lowercased()) } ?? true
        return Sniff(encoding: encoding, markLength: markLength, mismatchedLabel: isMatch ? nil : label)
    }

    /// How diagnostics name it.
    var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LittleEndian, .utf16BigEndian: "UTF-16"
        case .singleByte(.latin1): "ISO-8859-1"
        case .singleByte(.latin9): "ISO-8859-15"
        case .singleByte(.windows1252): "windows-1252"
        }
    }

    /// The value of `encoding="…"` in an XML declaration within the first 400 bytes.
    private static func declaredLabel(_ head: UnsafeBufferPointer<UInt8>) -> String? {
        let text = UnsafeBufferPointer(rebasing: head.prefix(400))
        guard let start = text.firstIndex(of: "<?xml"), let end = text.firstIndex(of: "?>", from: start) else {
            return nil
        }
        let declaration = UnsafeBufferPointer(rebasing: text[start..<end])
        return Prolog.pseudoAttribute("encoding", of: declaration)
    }
}

/// Code points of the upper half of an encoding with one byte a character.
enum SingleByteTable: Equatable {
    case latin1
    case latin9
    case windows1252

    private static let windows: [UInt16] = [
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
        0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0xFFFD, 0x017E, 0x0178,
    ]

    /// The Unicode scalar of a byte from 0x80 on.
    func scalar(_ byte: UInt8) -> UInt32 {
        switch self {
        case .latin1: return UInt32(byte)
        case .windows1252: return byte < 0xA0 ? UInt32(Self.windows[Int(byte) - 0x80]) : UInt32(byte)
        case .latin9:
            switch byte {
            case 0xA4: return 0x20AC
            case 0xA6: return 0x0160
            case 0xA8: return 0x0161
            case 0xB4: return 0x017D
            case 0xB8: return 0x017E
            case 0xBC: return 0x0152
            case 0xBD: return 0x0153
            case 0xBE: return 0x0178
            default: return UInt32(byte)
            }
        }
    }
}
