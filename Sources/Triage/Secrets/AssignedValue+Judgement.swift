// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension AssignedValue {
    /// Whether the value is worth hiding, given what its name proves.
    func isSecret(_ proof: AssignmentPattern.Proof, name: [UInt8], mayBePath: Bool) -> Bool {
        if Self.isPlaceholder(text, range) || isCode(name) { return false }
        if text.has("-----BEGIN", at: range.lowerBound) { return false }
        if mayBePath && looksLikePath || !hasSeparator && proof != .strong { return false }
        if tie == .option, isCommonWord { return false }
        if tie == .enclosed, hasBlank { return proof == .strong && !startsSentence && range.count >= 8 }
        switch proof {
        case .strong:
            if range.count < 3 || isNumber && range.count < 4 { return false }
            return tie != .loose || isRandom(least: 6) || !isAttribute && isAlone && !isCommonWord
        case .fair:
            if isRandom(least: 8) { return true }
            return tie != .loose && range.count >= 8 && !isNumber && !looksLikePath && !isPlainName
        case .weak:
            if isRandom(least: tie == .loose ? 12 : 8) { return true }
            return tie != .loose && range.count >= 24 && !looksLikePath && !isPlainName
        }
    }

    /// Whether nothing needs hiding: a word for "no value", a variable, stars, or the mask of someone else.
    static func isPlaceholder(_ text: Bytes, _ range: Range<Int>) -> Bool {
        let value = head(range)
        let first = text[range.lowerBound]
        let second = text.byte(range.lowerBound + 1)
        if first == .dollar, ByteSet.word.union(ByteSet("{(")).contains(second) { return true }
        if ByteSet("{<%").contains(first), second == first || ByteSet.word.contains(second) { return true }
        if text.has("[masked:", at: range.lowerBound) || text.has("masked:", at: range.lowerBound) { return true }
        if value.allSatisfy({ text[$0] == first || !text[$0].isAlphanumeric && text[$0] < 0x80 }),
            !first.isDigit || value.count < 4
        {
            return true
        }
        if value.allSatisfy({ text[$0] >= 0x80 }) { return true }
        for place in value where text.has("***", at: place) { return true }
        return SecretWords.placeholders.contains {
            $0.count == range.count && text.hasIgnoringCase($0, at: range.lowerBound)
        }
    }

    static func head(_ range: Range<Int>) -> Range<Int> {
        range.lowerBound..<min(range.upperBound, range.lowerBound + decisive)
    }

    /// Letters and digits mixed, as generators make them, and no path, number with unit, address or object hash.
    func isRandom(least: Int) -> Bool {
        guard range.count >= least, !looksLikePath else { return false }
        var digits = 0
        var letters = 0
        for place in Self.head(range) {
            let byte = text[place]
            if byte.isDigit { digits += 1 } else if byte.isLetter { letters += 1 }
            if ByteSet("(){}<>,").contains(byte) || byte.isBlank { return false }
        }
        if digits == 0 || letters == 0 { return false }
        if text.has("0x", at: range.lowerBound) && range.count < 24 { return false }
        return !isObjectHash && !isNumberedName(digits: digits)
    }

    /// `Token@1a2b3c`, as Java prints objects.
    private var isObjectHash: Bool {
        let value = Self.head(range)
        guard let at = value.last(where: { text[$0] == UInt8(ascii: "@") }) else { return false }
        let tail = at + 1..<value.upperBound
        return (4...8).contains(tail.count) && tail.allSatisfy { text[$0].isHex } && text[range.lowerBound].isLetter
    }

    /// `worker-12`, `utf8_general`, `Node3`: words with one small number.
    private func isNumberedName(digits: Int) -> Bool {
        guard digits <= 2, range.count < 20 else { return false }
        var groups = 0
        for place in Self.head(range) {
            let byte = text[place]
            if byte.isDigit, !text.byte(place - 1).isDigit || place == range.lowerBound { groups += 1 }
            if !ByteSet.word.union(ByteSet(".-:")).contains(byte) { return false }
        }
        let startsWithWord = range.prefix(3).allSatisfy { text[$0].isLetter }
        return groups == 1 && startsWithWord && !hasInnerCapital
    }

    private var hasInnerCapital: Bool {
        Self.head(range).dropFirst().contains { text[$0].isUpper && text[$0 - 1].isLower }
            && Self.head(range).contains { text[$0].isDigit }
    }

    private var isNumber: Bool { Self.head(range).allSatisfy { text[$0].isDigit || text[$0] == .dot } }

    private var hasBlank: Bool { Self.head(range).contains { text[$0].isBlank } }

    private var looksLikePath: Bool {
        let first = text[range.lowerBound]
        let second = text.byte(range.lowerBound + 1)
        if first == .slash || first == UInt8(ascii: "~") && second == .slash { return true }
        if first == .dot, second == .slash || second == .dot { return true }
        if first.isLetter, second == .colon, ByteSet("\\/").contains(text.byte(range.lowerBound + 2)) { return true }
        return Self.head(range).dropLast(2).contains { text.has("://", at: $0) }
    }

    /// Words joined by dots, dashes, underscores or slashes, without digits: a name of something, not a value.
    private var isPlainName: Bool {
        var separators = 0
        for place in Self.head(range) {
            let byte = text[place]
            if ByteSet("._-/:").contains(byte) { separators += 1 } else if !byte.isLetter { return false }
        }
        return separators > 0 || Self.head(range).allSatisfy { text[$0].isUpper } || startsLikeType
    }

    /// `VisibleTokenName`: capitals only at beginnings of words.
    private var startsLikeType: Bool {
        guard text[range.lowerBound].isUpper, text.byte(range.lowerBound + 1).isLower else { return false }
        let value = Self.head(range)
        return !value.dropFirst().contains { text[$0].isUpper && text[$0 - 1].isUpper }
    }

    /// Source text in a trace: calls, attributes of known objects, and arguments named as the parameter.
    private func isCode(_ name: [UInt8]) -> Bool {
        if tie == .enclosed { return false }
        var place = range.lowerBound
        while place < range.upperBound, ByteSet.word.contains(text[place]) || text[place] == .dot { place += 1 }
        if place > range.lowerBound, text[range.lowerBound].isLetter || text[range.lowerBound] == .underscore,
            ByteSet("([").contains(text.byte(place))
        {
            return true
        }
        if SecretWords.owners.contains(where: { text.has($0, at: range.lowerBound) }) { return true }
        var end = range.upperBound
        while end > range.lowerBound, ByteSet("),.]}").contains(text[end - 1]) { end -= 1 }
        let isName = place >= end && text[range.lowerBound].isLetter
        return isName && text.hasIgnoringCase(name, at: end - name.count)
    }

    /// Nothing but punctuation follows on the line.
    private var isAlone: Bool {
        var place = range.upperBound
        while place < text.count, place - range.upperBound < 16, text[place] != .newline {
            if !ByteSet(" \t\r,;.)]}\"'").contains(text[place]) { return false }
            place += 1
        }
        return true
    }

    private var isCommonWord: Bool {
        SecretWords.common.contains { $0.count == range.count && text.hasIgnoringCase($0, at: range.lowerBound) }
    }

    private var startsSentence: Bool {
        SecretWords.common.contains {
            text.hasIgnoringCase($0, at: range.lowerBound) && text.byte(range.lowerBound + $0.count).isBlank
        }
    }
}
