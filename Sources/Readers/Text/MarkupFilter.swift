// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Lets well-formed markup pass unchanged, and bounds what libxml2 would choke on.
///
/// Comments and processing instructions are dropped, forbidden character references replaced, long values and CDATA
/// sections cut, tags with too many attributes or too long names refused. A tag of ordinary length is not even looked
/// at: between one `<` and the next at most 1,024 bytes on there is no room for a breach. What is malformed passes as
/// it is, so that libxml2 finds it.
struct MarkupFilter: MarkupStage {
    private enum State {
        case text
        case tag
        case quoted(UInt8)
        case section
        case comment
        case instruction
    }

    private let limits: ReaderLimits
    /// Bytes of a tag that has no room for a breach.
    private let shortTag: Int
    private var state = State.text
    private var carry: [UInt8] = []
    private var attributeCount = 0
    private var nameLength = 0
    /// Bytes of the value or section so far; beyond the limit they are dropped.
    private var length = 0
    private var cutValues = 0
    private var forbiddenReferences = 0
    private(set) var breach: MarkupBreach?

    // Of the chunk at hand.
    private var text = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private var position = 0
    private var passStart = 0
    private var checksReferences = false

    init(limits: ReaderLimits) {
        self.limits = limits
        shortTag = min(1024, limits.nameBytes, limits.rawValueBytes, limits.attributes * #" a="""#.utf8.count)
    }

    mutating func process(_ chunk: TextChunk, into parser: SAXParser) {
        var start = UnsafePointer(chunk.bytes.baseAddress!)  // The decoder never yields an empty chunk.
        var count = chunk.bytes.count
        if !carry.isEmpty {
            let target = chunk.bytes.baseAddress! - carry.count  // Within the headroom of every chunk.
            for (index, byte) in carry.enumerated() { target[index] = byte }
            start = UnsafePointer(target)
            count += carry.count
            checksReferences = true
            carry.removeAll(keepingCapacity: true)
        } else {
            checksReferences = chunk.hasCharacterReferences
        }
        if chunk.hasCharacterReferences { checksReferences = true }
        text = UnsafeBufferPointer(start: start, count: count)
        position = 0
        passStart = 0
        while position < count, breach == nil, carry.isEmpty, parser.isOpen { step(parser) }
        if breach == nil { pass(upTo: count - carry.count, parser) }
    }

    mutating func finish(into parser: SAXParser) {
        if !parser.isOpen {
            // The root element is closed, and what follows was cut inside this: others must know where they stand.
            switch state {
            case .comment: parser.write("<!--")
            case .instruction: parser.write("<?")
            default: break
            }
            state = .text
        }
        carry.withUnsafeBufferPointer { if breach == nil { parser.write($0) } }
        carry.removeAll()
    }

    func report(to log: inout DiagnosticLog) {
        if cutValues > 0 {
            log.add(
                .warning, "value-truncated", count: cutValues,
                "a value is longer than \(limits.rawValueBytes) bytes; the rest is skipped")
        }
        log.addForbiddenCharacters(forbiddenReferences)
    }

    private mutating func step(_ parser: SAXParser) {
        switch state {
        case .text: scanText(parser)
        case .tag: scanTag(parser)
        case .quoted(let quote): scanValue(quote, parser)
        case .section: scanSection(parser)
        case .comment: skip(to: "-->", parser)
        case .instruction: skip(to: "?>", parser)
        }
    }

    private mutating func scanText(_ parser: SAXParser) {
        let open = text.firstIndex(ofByte: UInt8(ascii: "<"), from: position)
        if checksReferences { replaceReferences(in: position..<(open ?? text.count), parser) }
        guard carry.isEmpty, let open else {
            position = text.count
            return
        }
        let left = text.count - open
        if left < 9, left < 2 || text[open + 1] == UInt8(ascii: "!") || text[open + 1] == UInt8(ascii: "?") {
            hold(from: open)
            return
        }
        if left > 1, text[open + 1] == UInt8(ascii: "!") || text[open + 1] == UInt8(ascii: "?") {
            return openSpecial(at: open, parser)
        }
        if let next = text.firstIndex(ofByte: UInt8(ascii: "<"), from: open + 1), next - open <= shortTag,
            next + 1 < text.count, text[next + 1] != UInt8(ascii: "!"), text[next + 1] != UInt8(ascii: "?")
        {
            if checksReferences { replaceReferences(in: open..<next, parser) }
            position = next
            return
        }
        state = .tag
        attributeCount = 0
        nameLength = 0
        position = open + 1
    }

    private mutating func openSpecial(at open: Int, _ parser: SAXParser) {
        if text.hasASCII("<![CDATA[", at: open) {
            state = .section
            length = 0
            position = open + 9
        } else if text.hasASCII("<!--", at: open) {
            pass(upTo: open, parser)
            state = .comment
            position = open + 4
        } else if text.hasASCII("<?", at: open), !text.hasASCII("<?xml", at: open) || !Prolog.isBlank(text[open + 5]) {
            pass(upTo: open, parser)
            state = .instruction
            position = open + 2
        } else {
            position = open + 2
        }
    }

    private mutating func scanTag(_ parser: SAXParser) {
        while position < text.count {
            let byte = text[position]
            switch byte {
            case UInt8(ascii: ">"):
                state = .text
                position += 1
                return
            case UInt8(ascii: "<"):
                state = .text
                return
            case 0x22, 0x27:
                state = .quoted(byte)
                length = 0
                position += 1
                return
            case UInt8(ascii: "="):
                attributeCount += 1
                nameLength = 0
                if attributeCount > limits.attributes {
                    return refuse("too-many-attributes", "a tag has more than \(limits.attributes) attributes")
                }
            case 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: "/"):
                nameLength = 0
            default:
                nameLength += 1
                if nameLength > limits.nameBytes {
                    return refuse("name-too-long", "a name is longer than \(limits.nameBytes) bytes")
                }
            }
            position += 1
        }
    }

    private mutating func scanValue(_ quote: UInt8, _ parser: SAXParser) {
        let start = position  // A reference that is held back moves the position.
        let close = text.firstIndex(ofByte: quote, from: start)
        let end = close ?? text.count
        let room = max(0, limits.rawValueBytes - length)
        if checksReferences { replaceReferences(in: start..<min(end, start + room), parser) }
        let stop = end - carry.count
        cut(start..<stop, stopsAtMarkup: true, parser)
        position = stop
        if close != nil {
            state = .tag
            nameLength = 0
            position = end + 1
        }
    }

    private mutating func scanSection(_ parser: SAXParser) {
        if let end = text.firstIndex(of: "]]>", from: position) {
            cut(position..<end, stopsAtMarkup: false, parser)
            state = .text
            position = end + 3
            return
        }
        var end = text.count
        while end > position, end > text.count - 2, text[end - 1] == UInt8(ascii: "]") { end -= 1 }
        cut(position..<end, stopsAtMarkup: false, parser)
        position = text.count
        if end < text.count { hold(from: end) }
    }

    /// Drops what of `range` lies beyond the limit of a value; in an attribute, a `<` ends the dropping, so that
    /// libxml2 sees the fault and no test can hide in the gap.
    private mutating func cut(_ range: Range<Int>, stopsAtMarkup: Bool, _ parser: SAXParser) {
        let before = length
        length += range.count
        guard length > limits.rawValueBytes else { return }
        var start = range.lowerBound + max(0, limits.rawValueBytes - before)
        if before < limits.rawValueBytes {
            cutValues += 1
            start = boundary(before: start, notBefore: range.lowerBound)
        }
        pass(upTo: start, parser)
        var end = range.upperBound
        if stopsAtMarkup, let markup = text.firstIndex(ofByte: UInt8(ascii: "<"), from: start), markup < end {
            end = markup
        }
        parser.skipLines(text.lineFeeds(in: start..<end))
        passStart = end
    }

    /// A place to cut at or before `index`: not inside a character, nor inside an entity.
    private func boundary(before index: Int, notBefore lowest: Int) -> Int {
        var place = index
        while place > lowest, place < text.count, text[place] & 0xC0 == 0x80 { place -= 1 }
        var ampersand = place
        while ampersand > lowest, place - ampersand < CharacterReference.maximumLength {
            ampersand -= 1
            if text[ampersand] == UInt8(ascii: ";") { break }
            if text[ampersand] == UInt8(ascii: "&") { return ampersand }
        }
        return place
    }

    private mutating func skip(to end: StaticString, _ parser: SAXParser) {
        let from = position
        if let found = text.firstIndex(of: end, from: position) {
            position = found + end.utf8CodeUnitCount
            state = .text
        } else {
            let kept = min(end.utf8CodeUnitCount - 1, text.count - position)
            position = text.count
            if kept > 0 { hold(from: text.count - kept) }
        }
        passStart = position - carry.count
        parser.skipLines(text.lineFeeds(in: from..<passStart))
    }

    private mutating func replaceReferences(in range: Range<Int>, _ parser: SAXParser) {
        var index = range.lowerBound
        while let found = text.firstIndex(ofByte: UInt8(ascii: "&"), from: index), found < range.upperBound {
            index = found + 1
            switch CharacterReference(text, at: found) {
            case .forbidden(let length):
                pass(upTo: found, parser)
                parser.write(replacement)
                forbiddenReferences += 1
                passStart = found + length
                index = passStart
            case .cut where text.count - found < CharacterReference.maximumLength:
                return hold(from: found)
            case .valid, .none, .cut: break
            }
        }
    }

    private mutating func refuse(_ code: String, _ message: String) {
        breach = MarkupBreach(code: code, message: message, lineFeeds: text.lineFeeds(in: 0..<position))
    }

    /// Keeps the end of the chunk for the next one.
    private mutating func hold(from start: Int) {
        carry.append(contentsOf: text[start...])
        position = text.count
    }

    private mutating func pass(upTo end: Int, _ parser: SAXParser) {
        if end > passStart { parser.write(UnsafeBufferPointer(rebasing: text[passStart..<end])) }
        passStart = max(passStart, end)
    }
}

/// U+FFFD in UTF-8.
private let replacement: StaticString = "\u{FFFD}"

/// A limit that a document breaks; nothing of it is kept.
struct MarkupBreach: Equatable {
    var code: String
    var message: String
    /// Line feeds between the start of the chunk and the breach.
    var lineFeeds: Int
}

/// What stands between clean text and libxml2: the filter, or the repair of a malformed document.
protocol MarkupStage {
    var breach: MarkupBreach? { get }

    /// Hands a chunk on to the parser.
    mutating func process(_ chunk: TextChunk, into parser: SAXParser)

    /// Hands on what was held back, when nothing follows.
    mutating func finish(into parser: SAXParser)

    /// Adds the counted warnings.
    func report(to log: inout DiagnosticLog)
}
