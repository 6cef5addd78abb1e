// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Reads in which way what was found differs from what was expected: ` items` lacks a number that `2 items` has.
///
/// A change that drops a number drops it in many tests, whatever the words around it are. Read are sentences that name
/// both, `expected:<a> but was:<b>`, `got a, want b`, `f(x) = a; want b`, `assert a == b`, and what a Go example printed.
struct DifferenceReader {
    private enum Side { case expected, found }

    /// What was read of a sentence so far.
    private struct Open {
        var side: Side
        var start: Int
        var isAssertion = false
    }

    /// Values are read so far.
    private static let valueLimit = 200
    /// Values up to this length are evidence as they are: `null`, `NaN`, `-1`.
    private static let wholeLimit = 12
    private static let pairLimit = 6
    /// So many lines of an example are compared, of each side.
    private static let lineLimit = 64

    /// Each way in which two values differed, and each short value that was found.
    private(set) var tokens: Set<UInt64> = []
    private var pairCount = 0

    /// Sentences, on one line or several.
    ///
    /// - Complexity: O(n).
    mutating func add(sentences text: Bytes) {
        var open: Open?
        var equation: Int?
        var place = 0
        while place < text.count, pairCount < Self.pairLimit {
            if text[place] == .equals, text.byte(place - 1) == .space {
                if let value = open, value.isAssertion, text.has("== ", at: place) {
                    note(text, expected: Self.line(of: text, from: place + 2), found: value.start..<place)
                    open = nil
                    place = text.newline(from: place)
                    continue
                }
                if text.byte(place + 1) == .space { equation = place + 1 }
            }
            let isWord = !text.byte(place - 1).isLetter && text.byte(place - 1) != .underscore
            if isWord, let (side, length) = Self.keyword(of: text, at: place) {
                let next = place + length
                let other = Self.line(of: text, from: next)
                if let value = open, value.side != side {
                    note(text, side, other, value.start..<place)
                    open = nil
                    place = max(next, other.upperBound)
                } else if open == nil, side == .expected, let start = equation, place - start < Self.valueLimit,
                    text.newline(from: start) >= place
                {
                    note(text, expected: other, found: start..<place)
                    place = max(next, other.upperBound)
                } else {
                    open = Open(side: side, start: next)
                    place = next
                    continue
                }
                equation = nil
            } else if isWord, text.startsIgnoringCase("assert ", at: place) {
                place += 7
                open = Open(side: .found, start: place, isAssertion: true)
            } else {
                place += 1
            }
        }
    }

    /// What an example of Go printed and should have: lines behind `got:` and `want:`.
    mutating func add(example text: Bytes) {
        var found: [Range<Int>] = []
        var expected: [Range<Int>]?
        var isInside = false
        var start = 0
        while start < text.count {
            let line = start..<text.newline(from: start)
            let content = text.part(line.lowerBound, line.upperBound)
            if !isInside {
                isInside = content.isEqual("got:")
            } else if expected == nil, content.isEqual("want:") {
                expected = []
            } else if expected == nil {
                if found.count < Self.lineLimit { found.append(line) }
            } else if let count = expected?.count, count < Self.lineLimit {
                expected?.append(line)
            }
            start = line.upperBound + 1
        }
        guard let expected else { return }
        for place in 0..<max(found.count, expected.count) where pairCount < Self.pairLimit {
            let (one, other) = (
                place < expected.count ? expected[place] : 0..<0, place < found.count ? found[place] : 0..<0
            )
            if !text[one].elementsEqual(text[other]) { note(text, expected: one, found: other) }
        }
    }

    private static func keyword(of text: Bytes, at place: Int) -> (Side, Int)? {
        let words: [(StaticString, Side)] =
            switch text[place] | 32 {
            case UInt8(ascii: "e"): [("expected", .expected)]
            case UInt8(ascii: "w"): [("want", .expected), ("wanted", .expected), ("was", .found)]
            case UInt8(ascii: "g"): [("got", .found)]
            case UInt8(ascii: "h"): [("have", .found)]
            case UInt8(ascii: "r"): [("received", .found)]
            case UInt8(ascii: "a"): [("actual", .found)]
            default: []
            }
        for (word, side) in words where text.startsIgnoringCase(word, at: place) {
            let length = word.utf8CodeUnitCount
            if !text.byte(place + length).isLetter { return (side, length) }
        }
        return nil
    }

    /// The first line with content.
    private static func line(of text: Bytes, from start: Int) -> Range<Int> {
        var start = start
        while start < text.count, text[start].isSpace || text[start] == .colon { start += 1 }
        return start..<max(start, min(text.newline(from: start), start + valueLimit))
    }

    private mutating func note(_ text: Bytes, _ side: Side, _ value: Range<Int>, _ other: Range<Int>) {
        if side == .found {
            note(text, expected: other, found: value)
        } else {
            note(text, expected: value, found: other)
        }
    }

    private mutating func note(_ text: Bytes, expected: Range<Int>, found: Range<Int>) {
        pairCount += 1
        let (wanted, actual) = (Self.value(text, expected), Self.value(text, found))
        let shorter = min(wanted.count, actual.count)
        var head = 0
        while head < shorter, wanted[head] == actual[head] { head += 1 }
        var tail = 0
        while tail < shorter - head, wanted[wanted.count - 1 - tail] == actual[actual.count - 1 - tail] { tail += 1 }
        let lost = Self.shape(wanted.part(head, wanted.count - tail))
        let gained = Self.shape(actual.part(head, actual.count - tail))
        tokens.insert(TokenSpace.difference.token(of: Token.mix(lost, gained)))
        if actual.count <= Self.wholeLimit { tokens.insert(TokenSpace.found.token(of: Digest.short(actual))) }
    }

    /// The value without quotes, and without punctuation and small words around it.
    private static func value(_ text: Bytes, _ range: Range<Int>) -> Bytes {
        var value = text.part(range.lowerBound, range.upperBound).trimmed
        for tail in [" but", " to"] as [StaticString] {
            let length = value.count - tail.utf8CodeUnitCount
            if length > 0, value.has(tail, at: length) { value = value.part(0, length).trimmed }
        }
        if value.count > 1, let end = quotes[value[0]], value[value.count - 1] == end {
            value = value.part(1, value.count - 1)
        }
        return value.part(0, min(value.count, valueLimit))
    }

    private static let quotes: [UInt8: UInt8] = [
        UInt8(ascii: "<"): UInt8(ascii: ">"), .quote: .quote, .apostrophe: .apostrophe,
        UInt8(ascii: "`"): UInt8(ascii: "`"),
    ]

    /// Hash of the first bytes, with a `9` for each number and an `a` for each long word.
    private static func shape(_ value: Bytes) -> UInt64 {
        var shape: [UInt8] = []
        var place = 0
        while place < value.count, shape.count < 24 {
            let start = place
            if value[place].isDigit {
                while place < value.count, value[place].isDigit { place += 1 }
                shape.append(UInt8(ascii: "9"))
            } else if value[place].isLetter {
                while place < value.count, value[place].isLetter { place += 1 }
                if place - start > 6 {
                    shape.append(UInt8(ascii: "a"))
                } else {
                    shape.append(contentsOf: value.part(start, place))
                }
            } else {
                shape.append(value[place])
                place += 1
            }
        }
        return shape.withUnsafeBufferPointer { $0.isEmpty ? 1 : Digest.short($0) }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Without blanks and punctuation at both ends.
    fileprivate var trimmed: Bytes {
        let edge = ByteSet(" \t:,;\r\n.")
        var (start, end) = (0, count)
        while start < end, edge.contains(self[start]) { start += 1 }
        while end > start, edge.contains(self[end - 1]) { end -= 1 }
        return part(start, end)
    }
}
