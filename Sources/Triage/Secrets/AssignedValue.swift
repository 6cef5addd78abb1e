// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What stands behind a name: where the value begins and ends, and how it was tied to the name.
struct AssignedValue {
    /// How name and value are tied, from the surest to the least sure.
    enum Tie {
        /// The value is in quotes, brackets or a tag.
        case enclosed
        /// Nothing but the separator between: `name=value`.
        case tight
        /// `--name value`.
        case option
        /// `name: value`, `name = value`; prose looks the same.
        case loose
    }

    /// A decision looks at no more than this many bytes, so that many names before one long run stay cheap.
    static let decisive = 256

    let text: Bytes
    /// The value, or its first bytes when it is longer than a decision needs.
    let range: Range<Int>
    let tie: Tie
    /// The name is an attribute of an object: `self.password = value` is code.
    let isAttribute: Bool
    /// Whether a sign such as `=` stands between; a quoted word behind a blank has none.
    let hasSeparator: Bool
    private let start: Int

    init?(_ text: Bytes, nameStart: Int, nameEnd: Int) {
        var place = Self.afterName(text, nameEnd)
        let isQuotedName = place > nameEnd && text[place - 1].isQuote
        let beforeBlank = place
        place = Self.skipBlanks(text, place)
        var tie = Tie.loose
        var hasSeparator = true
        if let afterSeparator = Self.separator(text, at: place) {
            let isTag = text[place] == UInt8(ascii: ">")
            let value = Self.skipBlanks(text, afterSeparator)
            if place == beforeBlank, value == afterSeparator { tie = isTag ? .enclosed : .tight }
            if isQuotedName, value > afterSeparator { tie = .loose }
            place = value
        } else if place > beforeBlank, Self.isOption(text, nameStart) {
            tie = .option
        } else if place == beforeBlank || !text.byte(place).isQuote {
            return nil
        } else {
            hasSeparator = false
        }
        guard let (range, isEnclosed) = Self.valueRange(text, from: place, longest: Self.decisive) else { return nil }
        start = place
        self.text = text
        self.range = range
        self.hasSeparator = hasSeparator
        self.tie = isEnclosed ? .enclosed : tie
        isAttribute = SecretWords.owners.contains { text.has($0, at: nameStart - $0.utf8CodeUnitCount) }
    }

    /// The value however long it is.
    var whole: Range<Int> {
        range.count < Self.decisive ? range : Self.valueRange(text, from: start, longest: text.count)?.0 ?? range
    }

    /// Skips what may stand between a name and its separator: a number, a closing quote or bracket.
    private static func afterName(_ text: Bytes, _ nameEnd: Int) -> Int {
        var place = text.end(of: .digit, from: nameEnd, limit: nameEnd + 2)
        if text.byte(place) == .backslash, text.byte(place + 1).isQuote { place += 1 }
        if text.byte(place).isQuote { place += 1 }
        if text.byte(place) == UInt8(ascii: "]") { place += 1 }
        return place
    }

    private static func skipBlanks(_ text: Bytes, _ index: Int) -> Int {
        var place = index
        while place < text.count, place - index < 32, text[place].isBlank { place += 1 }
        return place
    }

    /// Index behind `=`, `:`, `:=`, `=>`, `>`, `%3D`; a comparison or a C++ scope is none of them.
    private static func separator(_ text: Bytes, at index: Int) -> Int? {
        let next = text.byte(index + 1)
        switch text.byte(index) {
        case .equals:
            if next == .equals || next == UInt8(ascii: "~") { return nil }
            return next == UInt8(ascii: ">") ? index + 2 : index + 1
        case .colon:
            if next == .colon { return nil }
            return next == .equals ? index + 2 : index + 1
        case UInt8(ascii: ">"): return index + 1
        case UInt8(ascii: "%"):
            return text.has("%3D", at: index) || text.has("%3d", at: index) ? index + 3 : nil
        default: return nil
        }
    }

    /// Whether the name is an option of a command: `--name` or ` -name`.
    private static func isOption(_ text: Bytes, _ nameStart: Int) -> Bool {
        var begin = nameStart
        while begin > 0, nameStart - begin < 40, ByteSet.base64URL.contains(text[begin - 1]) { begin -= 1 }
        guard text.byte(begin) == .dash else { return false }
        return text.byte(begin + 1) == .dash || begin == 0 || text[begin - 1].isSpace
    }
}

// MARK: - The end of the value

extension AssignedValue {
    private static let closing: [UInt8: UInt8] = [UInt8(ascii: "["): UInt8(ascii: "]")]
    private static let stops = ByteSet(" \t\r\n\"'`&;<>|")

    /// The value from `index` on, without what encloses it.
    private static func valueRange(_ text: Bytes, from index: Int, longest: Int) -> (Range<Int>, isEnclosed: Bool)? {
        var begin = index
        // Prefixes of literals: b'…', u'…', f"…".
        if ByteSet("buUrf").contains(text.byte(begin)), text.byte(begin + 1).isQuote { begin += 1 }
        let isEscaped = text.byte(begin) == .backslash && text.byte(begin + 1).isQuote
        if isEscaped { begin += 1 }
        let opening = text.byte(begin)
        if opening.isQuote || opening == UInt8(ascii: "[") {
            let close = closing[opening] ?? opening
            let end = closedEnd(text, from: begin + 1, limit: begin + 1 + longest, close, isEscaped: isEscaped)
            if end > begin + 1 { return (begin + 1..<end, true) }
            return nil
        }
        let end = openEnd(text, from: begin, limit: begin + longest)
        return end > begin ? (begin..<end, false) : nil
    }

    /// Up to the closing byte; a value that is not closed on its line ends at the first blank.
    private static func closedEnd(
        _ text: Bytes,
        from index: Int,
        limit: Int,
        _ close: UInt8,
        isEscaped: Bool
    ) -> Int {
        let stop = min(limit, text.count)
        var end = index
        var blank = -1
        while end < stop, text[end] != .newline, text[end] != .carriageReturn {
            if isEscaped, text[end] == .backslash, text.byte(end + 1) == close { return end }
            if text[end] == close, isEscaped || text[end - 1] != .backslash || end == index { return end }
            if blank < 0, text[end].isBlank { blank = end }
            // A quote that is open for so long is none.
            if blank >= 0, end - index >= decisive - 1 { return blank }
            end += 1
        }
        return blank >= 0 ? blank : end
    }

    /// Up to a blank, a quote or a separator; a comma or bracket ends it only where a sentence or list goes on.
    private static func openEnd(_ text: Bytes, from index: Int, limit: Int) -> Int {
        let stop = min(limit, text.count)
        var end = index
        while end < stop, text[end] >= 32, !stops.contains(text[end]) {
            if text[end] == .backslash, isEscape(text.byte(end + 1)) { break }
            if text[end] == UInt8(ascii: ","), isListGoingOn(text, after: end) { break }
            if ByteSet(")]}.:!?").contains(text[end]), isSentenceEnd(text, after: end) { break }
            end += 1
        }
        return end
    }

    private static func isEscape(_ byte: UInt8) -> Bool { byte.isQuote || ByteSet("nrt").contains(byte) }

    private static func isListGoingOn(_ text: Bytes, after comma: Int) -> Bool {
        let place = comma + 1
        if place >= text.count || stops.contains(text[place]) { return true }
        let name = text.end(of: .base64URL, from: place, limit: place + 32)
        return name > place && ByteSet("=:").contains(text.byte(name))
    }

    private static func isSentenceEnd(_ text: Bytes, after index: Int) -> Bool {
        var place = index + 1
        while place < text.count, place - index < 8, ByteSet(")]}.,:!?").contains(text[place]) { place += 1 }
        return place >= text.count || stops.contains(text[place])
    }
}
