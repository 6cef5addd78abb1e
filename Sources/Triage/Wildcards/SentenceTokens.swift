// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The words and marks of a template, at most 64, values of some forms taken as one.
///
/// A word may hold single dots and commas inside, such as `a.b` and `x,y`; dots and colons at its end are marks of their
/// own. A quoted value behind `=`, a value with brackets, `Work{a, b}`, and that of `(key=two words)` are one wildcard
/// each. A remark, `(#)`, and `<` before a number are left out.
struct SentenceTokens {
    static let limit = 64
    private static let quotedLimit = 8
    private static let bracketLimit = 32

    private let template: Bytes
    private var raw: [Range<Int>] = []
    /// Places in the template in ascending order; an empty one is a wildcard.
    private(set) var places: [Range<Int>] = []

    init(_ template: Bytes) {
        self.template = template
        cut()
        collapse()
    }

    // MARK: Words and marks

    private mutating func cut() {
        var start = 0
        while start < template.count, raw.count < Self.limit * 2 {
            if template[start] <= .space {
                start += 1
                continue
            }
            let end = tokenEnd(start)
            var last = end
            while last > start, template[last - 1] == .dot || template[last - 1] == .colon { last -= 1 }
            if last == start { last = end }
            raw.append(start..<last)
            for mark in last..<end { raw.append(mark..<mark + 1) }
            start = end
        }
    }

    private func tokenEnd(_ start: Int) -> Int {
        var end = start
        while template.byte(end) == .dot { end += 1 }
        if end - start > 2 { return end }
        let wordEnd = runEnd(end)
        if wordEnd == end { return end > start ? start + 1 : markEnd(start) }
        end = wordEnd
        while template.byte(end) == .dot || template.byte(end) == UInt8(ascii: ",") {
            let next = runEnd(end + 1)
            if next == end + 1 { break }
            end = next
        }
        return end
    }

    private static let marks = ByteSet("_$:/\\@%+~#*-")

    private func runEnd(_ start: Int) -> Int {
        var end = start
        while end < template.count {
            let byte = template[end]
            if byte >= 0x80 {
                if template.isForeignMark(at: end) { break }
            } else if !byte.isAlphanumeric, !Self.marks.contains(byte) {
                break
            }
            end += 1
        }
        return end
    }

    /// End of the character that begins at `start`.
    private func markEnd(_ start: Int) -> Int {
        var end = start + 1
        guard template[start] >= 0x80 else { return end }
        while end < template.count, template[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }

    // MARK: Values of several words

    private mutating func collapse() {
        var place = 0
        while place < raw.count, places.count < Self.limit {
            if isRemark(place) {
                place += 3
            } else if isBound(place) {
                place += 1
            } else {
                places.append(raw[place])
                place += 1
                if places.count < Self.limit, isAssignment(place - 1), let end = valueEnd(place) {
                    places.append(raw[place].lowerBound..<raw[place].lowerBound)
                    place = end
                }
            }
        }
    }

    /// The only byte of a token; 0 for longer ones.
    private func mark(_ place: Int) -> UInt8 {
        guard raw.indices.contains(place), raw[place].count == 1 else { return 0 }
        return template[raw[place].lowerBound]
    }

    private func touches(_ place: Int) -> Bool {
        raw.indices.contains(place) && raw[place - 1].upperBound == raw[place].lowerBound
    }

    /// `8 bytes (#) sent`.
    private func isRemark(_ place: Int) -> Bool {
        guard place > 0, mark(place) == UInt8(ascii: "("), mark(place + 1) == UInt8(ascii: "#") else { return false }
        return mark(place + 2) == UInt8(ascii: ")") && !touches(place)
    }

    /// `<#`: less than a number; but not `<#>`.
    private func isBound(_ place: Int) -> Bool {
        guard ByteSet("<>~").contains(mark(place)), mark(place + 1) == UInt8(ascii: "#") else { return false }
        return touches(place + 1) && mark(place + 2) != UInt8(ascii: ">")
    }

    private func isAssignment(_ place: Int) -> Bool {
        guard mark(place) == .equals, place + 1 < raw.count else { return false }
        if mark(place + 1) == .equals || mark(place + 1) == UInt8(ascii: "!") { return false }
        return place == 0 || !ByteSet("=!<>").contains(mark(place - 1))
    }

    /// Where the value that begins at `place` ends, if it is one of several tokens.
    private func valueEnd(_ place: Int) -> Int? {
        if places.count >= 3, isOpening(places[places.count - 3]) {
            let limit = min(raw.count, place + Self.quotedLimit)
            let end = (place..<limit).first { ByteSet("=,)").contains(mark($0)) }
            if let end, end > place, mark(end) == UInt8(ascii: ")") { return end }
        }
        let first = mark(place)
        if first == .quote || first == .apostrophe { return closing(place, first, Self.quotedLimit).map { $0 + 1 } }
        let isBracket = Self.closingMark(first) != nil
        let open = isBracket ? place : place + 1
        guard touches(open), let close = Self.closingMark(mark(open)) else { return nil }
        guard isBracket || template[raw[place].lowerBound].isLetter && mark(open) != UInt8(ascii: "<") else {
            return nil
        }
        return closing(open, close, Self.bracketLimit).map { $0 + 1 }
    }

    private func isOpening(_ range: Range<Int>) -> Bool {
        range.count == 1 && template[range.lowerBound] == UInt8(ascii: "(")
    }

    private static func closingMark(_ open: UInt8) -> UInt8? {
        switch open {
        case UInt8(ascii: "("): UInt8(ascii: ")")
        case UInt8(ascii: "["): UInt8(ascii: "]")
        case UInt8(ascii: "{"): UInt8(ascii: "}")
        case UInt8(ascii: "<"): UInt8(ascii: ">")
        default: nil
        }
    }

    /// Where what opens at `place` is closed, pairs inside counted.
    private func closing(_ place: Int, _ close: UInt8, _ limit: Int) -> Int? {
        let open = mark(place)
        var depth = 0
        for next in place + 1..<max(place + 1, min(raw.count, place + limit)) {
            if mark(next) == open, open != close {
                depth += 1
            } else if mark(next) == close {
                if depth == 0 { return next }
                depth -= 1
            }
        }
        return nil
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether punctuation, an arrow or a picture outside of ASCII begins here; other bytes from 0x80 on are letters.
    func isForeignMark(at place: Int) -> Bool {
        switch self[place] {
        case 0xC2, 0xE2, 0xEF, 0xF0...0xFF: true
        case 0xE3: byte(place + 1) == 0x80
        default: false
        }
    }
}
