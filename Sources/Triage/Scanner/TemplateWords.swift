// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The words of a template, hard and soft, in order: what evidence and information are measured on.
///
/// Soft words are values: they stand in quotes or brackets, behind `=`, or in a path. The rest are hard: the sentence
/// that a program prints. The template keeps quotes and brackets, so the difference is read from it when needed.
struct TemplateWords: Sequence, IteratorProtocol {
    /// A word of two or more letters, `_` or `$`.
    struct Word {
        /// Place in the template.
        let range: Range<Int>
        let isSoft: Bool
    }

    private let template: Bytes
    private var place = 0
    private var quote: UInt8 = 0
    private var depth = 0
    private var chunkEnd = 0
    private var isChunkSoft = false

    init(_ template: Bytes) { self.template = template }

    mutating func next() -> Word? {
        while place < template.count {
            if place >= chunkEnd, !enterChunk() { continue }
            while place < chunkEnd, !Self.isLetter(template[place]) { place += 1 }
            let start = place
            while place < chunkEnd, Self.isLetter(template[place]) { place += 1 }
            if place - start > 1, !isMaskName(start) { return Word(range: start..<place, isSoft: isChunkSoft) }
        }
        return nil
    }

    /// Whether a chunk begins here; every other byte is taken as punctuation.
    private mutating func enterChunk() -> Bool {
        let byte = template[place]
        guard Self.isChunk(byte) else {
            punctuation(byte)
            place += 1
            return false
        }
        var slashes = 0
        chunkEnd = place
        while chunkEnd < template.count, Self.isChunk(template[chunkEnd]) {
            if template[chunkEnd] == .slash { slashes += 1 }
            chunkEnd += 1
        }
        isChunkSoft = quote != 0 || depth > 0 || slashes > 1 || template.byte(place - 1) == .equals
        return true
    }

    private mutating func punctuation(_ byte: UInt8) {
        switch byte {
        case .apostrophe where isContraction: break
        case .quote, .apostrophe, UInt8(ascii: "`"):
            if quote == byte { quote = 0 } else if quote == 0 { quote = byte }
        case UInt8(ascii: "<"), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: ">"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth = Swift.max(0, depth - 1)
        default: break
        }
    }

    /// `doesn't`, `pool's`, `they're`; but not the quote in `u'ACTIVE'`.
    private var isContraction: Bool {
        guard template.byte(place - 1).isLetter else { return false }
        var end = place + 1
        while end - place <= 3, template.byte(end).isLetter { end += 1 }
        return (1...2).contains(end - place - 1) && template.byte(end) != .apostrophe
    }

    /// `url`, `tmp`, `host` behind `#`.
    private func isMaskName(_ start: Int) -> Bool { template.byte(start - 1) == UInt8(ascii: "#") }

    private static func isLetter(_ byte: UInt8) -> Bool { byte.isLetter || byte == .underscore || byte == .dollar }

    private static func isChunk(_ byte: UInt8) -> Bool {
        byte.isAlphanumeric || ByteSet("_$.:/\\@%+~-#").contains(byte)
    }
}

extension TemplateWords {
    /// Words that any failure may hold; they tell nothing about its cause. In lower case, by length.
    private static let common: [[StaticString]] = {
        let words: [StaticString] = [
            "expected", "but", "was", "were", "been", "actual", "to", "be", "the", "is", "are", "an", "of", "in", "on",
            "at",
            "for", "with", "by", "from", "and", "or", "not", "no", "true", "false", "null", "none", "nil", "assertion",
            "assert", "asserterror", "assertionerror", "assertionfailederror", "error", "errors", "failed", "failure",
            "failures", "fail", "exception", "got", "get", "want", "wants", "wanted", "should", "must", "equal",
            "equals",
            "value", "values", "result", "results", "test", "tests", "case", "object", "string", "java", "lang", "org",
            "com",
            "util", "that", "this", "it", "has", "have", "had", "than", "same", "different",
        ]
        let longest = words.map(\.utf8CodeUnitCount).max() ?? 0
        return (0...longest).map { length in words.filter { $0.utf8CodeUnitCount == length } }
    }()

    /// How many different hard words the template has that are not common, counted up to 3.
    static func informative(_ template: Bytes) -> Int {
        var found = SIMD4<Int32>()
        var count = 0
        for word in TemplateWords(template) where !word.isSoft {
            let text = template.part(word.range.lowerBound, word.range.upperBound)
            if isCommon(text) { continue }
            let isKnown = (0..<count).contains { place in
                let start = Int(found[place])
                let end = start + text.count
                return template.part(start, Swift.min(end, template.count)).isEqual(text)
                    && !isLetter(template.byte(end))
            }
            if isKnown { continue }
            found[count] = Int32(word.range.lowerBound)
            count += 1
            if count == 3 { break }
        }
        return count
    }

    /// Whether any failure may hold the word.
    static func isCommon(_ word: Bytes) -> Bool {
        guard word.count < common.count else { return false }
        return common[word.count].contains { candidate in
            for index in 0..<word.count where word[index].lowered != candidate.utf8Start[index] { return false }
            return true
        }
    }
}
