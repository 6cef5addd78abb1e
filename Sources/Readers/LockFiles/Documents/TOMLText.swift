// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The four kinds of texts in TOML: with escapes or without, on one line or on several.
enum TOMLText {
    /// Reads a text whose first quote is at `position`, and goes behind its last one.
    ///
    /// - Parameter allowsLines: whether three quotes may open a text of several lines.
    static func read(_ bytes: [UInt8], _ position: inout Int, allowsLines: Bool) throws(TOMLDocument.Fault) -> String {
        let quote = bytes[position]
        let start = position
        let hasLines = allowsLines && count(of: quote, in: bytes, at: position) >= 3
        position += hasLines ? 3 : 1
        if hasLines { skipLineEnd(bytes, &position) }
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            if byte == quote {
                let quotes = count(of: quote, in: bytes, at: position)
                if !hasLines || quotes >= 3 {
                    // Up to two quotes may stand before the three that close a text of several lines.
                    let inner = hasLines ? min(quotes, 5) - 3 : 0
                    text += repeatElement(quote, count: inner)
                    position += hasLines ? inner + 3 : 1
                    return String(decoding: text, as: UTF8.self)
                }
                text.append(byte)
                position += 1
            } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                try readEscape(bytes, &position, hasLines: hasLines, into: &text)
            } else if byte >= 0x20 && byte != 0x7F || byte == 0x09 || hasLines && (byte == 0x0A || byte == 0x0D) {
                text.append(byte)
                position += 1
            } else {
                throw TOMLDocument.Fault(message: "a text holds a control character", offset: position)
            }
        }
        throw TOMLDocument.Fault(message: "a text is not closed", offset: start)
    }

    private static func readEscape(
        _ bytes: [UInt8], _ position: inout Int, hasLines: Bool, into text: inout [UInt8]
    ) throws(TOMLDocument.Fault) {
        let start = position
        let fault = TOMLDocument.Fault(message: "a text holds an unknown escape", offset: start)
        guard position + 1 < bytes.count else { throw fault }
        let kind = bytes[position + 1]
        position += 2
        switch kind {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "e"): text.append(0x1B)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(kind)
        case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"):
            let digits = kind == UInt8(ascii: "x") ? 2 : kind == UInt8(ascii: "u") ? 4 : 8
            guard let scalar = scalar(bytes[position...].prefix(digits), digits: digits) else { throw fault }
            text += String(Character(scalar)).utf8
            position += digits
        case 0x09, 0x0A, 0x0D, 0x20:
            // A backslash at the end of a line joins it with the next text, however many blank lines lie between.
            position = start + 1
            let rest = bytes[position...].prefix { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
            guard hasLines, rest.contains(0x0A) else { throw fault }
            position = rest.endIndex
        default: throw fault
        }
    }

    private static func scalar(_ digits: ArraySlice<UInt8>, digits count: Int) -> Unicode.Scalar? {
        guard digits.count == count, !digits.contains(UInt8(ascii: "+")), !digits.contains(UInt8(ascii: "-")) else {
            return nil
        }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
    }

    private static func count(of quote: UInt8, in bytes: [UInt8], at position: Int) -> Int {
        bytes[position...].prefix(5).prefix { $0 == quote }.count
    }

    private static func skipLineEnd(_ bytes: [UInt8], _ position: inout Int) {
        if position + 1 < bytes.count, bytes[position] == 0x0D, bytes[position + 1] == 0x0A { position += 1 }
        if position < bytes.count, bytes[position] == 0x0A { position += 1 }
    }
}
