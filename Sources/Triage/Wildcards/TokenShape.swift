// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What a token of a sentence looks like: some shapes are values more often than others.
enum TokenShape: UInt8 {
    /// Holds `#`, or was taken as a wildcard.
    case mask
    /// No letter.
    case mark
    case path
    /// Words with commas inside.
    case list
    /// Words with dots inside.
    case dotted
    /// `camelCase`, `with_underscore`, `a::b`.
    case name
    case truth
    /// `ERROR`.
    case capitals
    /// A word that sentences are built with, such as `the`.
    case function
    /// A word in -ed or -ing: what happened, hardly ever a value.
    case verb
    case word

    private static let functions = WordList(
        """
        a an the is are was were be been not no in of on at to for from by with as and or but if it its this that will \
        can cannot has have had do does did into than then so out up all any some already only when while after before \
        because more less off
        """)
    private static let truths = WordList("true false null nil none yes off")
    /// Function words that are flags at some places.
    private static let switches = WordList("no on")

    /// How many different values a position must have shown before it is a wildcard.
    var need: Int {
        switch self {
        case .mask, .mark, .function, .path, .list, .dotted, .truth: 2
        case .name: 3
        case .word: 4
        case .capitals, .verb: 6
        }
    }

    /// Whether tokens of this shape are values rather than words.
    var isValue: Bool { self == .mask || self == .dotted || self == .path || self == .list }

    /// Whether a few fixed tokens of this shape may stand at a place, several of them at a time.
    var isEnumeration: Bool {
        self == .capitals || self == .truth || self == .name || self == .list || self == .function
    }

    /// Whether the word says yes or no, in any of its spellings.
    static func isTruth(_ text: Bytes) -> Bool { truths.contains(text) || switches.contains(text) }

    static func isFunction(_ text: Bytes) -> Bool { functions.contains(text) }

    /// - Parameter text: Empty for a wildcard.
    init(_ text: Bytes) {
        if text.isEmpty || text.contains(UInt8(ascii: "#")) || text.isEqual("*") {
            self = .mask
        } else if !Self.hasLetter(text) {
            self = .mark
        } else if Self.isPath(text) {
            self = .path
        } else if text.contains(UInt8(ascii: ",")) {
            self = .list
        } else if text.contains(.dot) {
            self = .dotted
        } else if Self.isName(text) {
            self = .name
        } else if Self.truths.contains(text) {
            self = .truth
        } else if text.count > 1, text.contains(where: \.isUpper), !text.contains(where: \.isLower) {
            self = .capitals
        } else if Self.isFunction(text) {
            self = .function
        } else {
            let count = text.count
            let isVerb = text.startsIgnoringCase("ed", at: count - 2) || text.startsIgnoringCase("ing", at: count - 3)
            self = isVerb && count > 4 ? .verb : .word
        }
    }

    /// What a token tells, in half words: 2 for each word in it, 1 for a function word, 0 for a value.
    static func evidence(_ text: Bytes) -> Int {
        if !hasLetter(text) || text.contains(UInt8(ascii: "#")) { return 0 }
        if isFunction(text) { return 1 }
        var words = 0
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end].isLetter || text[end] >= 0x80 { end += 1 }
            if end - start >= 3, !isFunction(text.part(start, end)) { words += 1 }
            start = end + 1
        }
        return words * 2
    }

    private static func hasLetter(_ text: Bytes) -> Bool {
        guard !text.isEmpty, !text.isForeignMark(at: 0) else { return false }
        return text.contains { $0.isLetter || $0 >= 0x80 }
    }

    private static func isPath(_ text: Bytes) -> Bool {
        if text[0] == .slash || text[0] == UInt8(ascii: "~") || text.has("./", at: 0) { return true }
        var slashes = 0
        for byte in text {
            if byte == .slash { slashes += 1 }
            if byte == .backslash { return true }
        }
        return slashes > 1
    }

    private static func isName(_ text: Bytes) -> Bool {
        for (place, byte) in text.enumerated() {
            if ByteSet("_$@").contains(byte) || byte == .colon && text.byte(place + 1) == .colon { return true }
            if byte.isLower, text.byte(place + 1).isUpper { return true }
        }
        return false
    }
}
