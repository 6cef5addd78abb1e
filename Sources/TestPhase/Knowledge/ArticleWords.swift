// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The words that articles are found by.
///
/// No engine splits texts for us: each has rules of its own, and a store that moves to a server must answer as before. What an
/// engine indexes are these words as they are.
package enum ArticleWords {
    /// Words of the title count as often.
    package static let titleWeight = 3

    /// Each word of a text once, by its bytes.
    package static func distinct(in text: String) -> [String] {
        var words: Set<[UInt8]> = []
        visit(of: text) { words.insert(Array($0)) }
        return sorted(words)
    }

    /// Each word of an article once, by its bytes, and how many words it has with those of the title by their weight.
    package static func all(of article: KnowledgeArticle) -> (distinct: [String], length: Int) {
        var words: Set<[UInt8]> = []
        var length = 0
        visit(of: article) { word, weight in
            words.insert(Array(word))
            length += weight
        }
        return (sorted(words), length)
    }

    /// Visits every word of an article with its weight.
    package static func visit(of article: KnowledgeArticle, _ visit: (ArraySlice<UInt8>, _ weight: Int) -> Void) {
        Self.visit(of: article.title) { visit($0, titleWeight) }
        for section in KnowledgeArticle.Section.allCases {
            Self.visit(of: article.sections[section] ?? "") { visit($0, 1) }
        }
    }

    /// By bytes, since texts that look alike may differ in them.
    private static func sorted(_ words: Set<[UInt8]>) -> [String] {
        words.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Visits the lower-case words of letters and digits as UTF-8; `NullPointerException` is one, and three besides.
    package static func visit(of text: String, _ visit: (ArraySlice<UInt8>) -> Void) {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            visitASCII(of: text, visit)
            return
        }
        for word in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            let parts = parts(of: word)
            for word in [word.lowercased()] + (parts.count > 1 ? parts : []) {
                // Some letters join with any sign behind them.
                visit(word.utf8.filter { $0 >= 0x80 || isWord($0) }[...])
            }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }

    /// The same for texts without other signs, which is a byte at a time.
    private static func visitASCII(of text: String, _ visit: (ArraySlice<UInt8>) -> Void) {
        func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
        let bytes = Array(text.utf8)
        let lower = bytes.map { isCapital($0) ? $0 | 0x20 : $0 }
        var place = 0
        while place < lower.count {
            guard isWord(lower[place]) else {
                place += 1
                continue
            }
            let start = place
            while place < lower.count, isWord(lower[place]) { place += 1 }
            visit(lower[start..<place])
            var part = start
            for next in start + 1..<max(start + 1, place) where isCapital(bytes[next]) && !isCapital(bytes[next - 1]) {
                visit(lower[part..<next])
                part = next
            }
            if part > start { visit(lower[part..<place]) }
        }
    }

    private static func parts(of word: Substring) -> [String] {
        var parts: [String] = []
        var current = ""
        var wasLower = false
        for character in word {
            if character.isUppercase, wasLower {
                parts.append(current.lowercased())
                current = ""
            }
            current.append(character)
            wasLower = character.isLowercase || character.isNumber
        }
        return parts + [current.lowercased()]
    }
}
