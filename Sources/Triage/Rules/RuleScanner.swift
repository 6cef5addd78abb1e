// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// One word of the language and where it stands.
struct RuleToken {
    enum Kind {
        /// Letters, digits and what names hold: a keyword, a field, or a value without its quotes.
        case word
        /// A text with its quotes.
        case text
        /// `=`, `!=`, or any other run of such signs.
        case sign
        case open
        case close
        case comma
        case end
    }

    let kind: Kind
    /// Place in the bytes of the rule.
    let range: Range<Int>
}

/// Cuts a rule into tokens; blanks, line ends and comments only separate.
struct RuleScanner {
    let source: RuleSource
    private var place = 0

    private static let word = ByteSet.word.union(ByteSet(".-$:/@%*"))
    private static let sign = ByteSet("=!<>~&|")

    init(_ source: RuleSource) { self.source = source }

    /// - Throws: Where a text has no end, and at a character that no token begins with.
    mutating func next() throws(RuleError) -> RuleToken {
        skipBlanks()
        let bytes = source.bytes
        guard place < bytes.count else { return RuleToken(kind: .end, range: place..<place) }
        switch bytes[place] {
        case UInt8(ascii: "("): return take(.open, place + 1)
        case UInt8(ascii: ")"): return take(.close, place + 1)
        case UInt8(ascii: ","): return take(.comma, place + 1)
        case .quote, .apostrophe: return take(.text, try textEnd())
        default: break
        }
        for (kind, set) in [(RuleToken.Kind.word, Self.word), (.sign, Self.sign)] where set.contains(bytes[place]) {
            return take(kind, bytes[place...].firstIndex { !set.contains($0) } ?? bytes.count)
        }
        throw strange()
    }

    private mutating func take(_ kind: RuleToken.Kind, _ end: Int) -> RuleToken {
        defer { place = end }
        return RuleToken(kind: kind, range: place..<end)
    }

    private mutating func skipBlanks() {
        let bytes = source.bytes
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "#") {
                place = bytes[place...].firstIndex(of: .newline) ?? bytes.count
            } else if bytes[place].isSpace {
                place += 1
            } else {
                return
            }
        }
    }

    /// The place behind the closing quote.
    private func textEnd() throws(RuleError) -> Int {
        let bytes = source.bytes
        var end = place + 1
        while end < bytes.count, bytes[end] != .newline {
            if bytes[end] == bytes[place] { return end + 1 }
            let isEscape = bytes[end] == .backslash && end + 1 < bytes.count && bytes[end + 1] != .newline
            end += isEscape ? 2 : 1
        }
        throw source.error(at: place, "the text has no closing quote on its line", hint: "write \\n for a line end")
    }

    private func strange() -> RuleError {
        let scalar = String(decoding: source.bytes[place...], as: UTF8.self).unicodeScalars.first ?? " "
        let number = String(scalar.value, radix: 16, uppercase: true)
        let padding = String(repeating: "0", count: max(0, 4 - number.utf8.count))
        let hint =
            switch scalar {
            case "“", "”", "„", "«", "»", "‘", "’", "`": "write straight quotes: \" or '"
            case "\u{A0}", "\u{2003}", "\u{202F}", "\u{3000}", "\u{FEFF}": "write an ordinary blank"
            default: "values stand in quotes"
            }
        return source.error(at: place, "unexpected character U+\(padding)\(number)", hint: hint)
    }
}
