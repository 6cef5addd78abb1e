// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Mends a document that libxml2 refused, as far as the repair is certain, so that no complete case is lost.
///
/// It escapes bare `&` and `<`, quotes values, drops repeated attributes, comments and instructions, closes elements
/// whose end tag is missing, and drops end tags that close nothing. Slower than the filter: a document comes here once.
struct MarkupRepair: MarkupStage {
    private enum State {
        case text
        case section
        case skipping(StaticString)
        /// The root element is closed; what follows is no business of this document.
        case past
    }

    private static let longestTag = 4 << 20
    private static let lookahead = 16

    private let limits: ReaderLimits
    private var state = State.text
    private var buffer: [UInt8] = []
    private var output: [UInt8] = []
    private var open: [[UInt8]] = []
    private var isFinishing = false
    private var needsMore = false
    /// Line feeds of the buffer that are not of the chunk at hand.
    private var carriedLineFeeds = 0
    private var sectionLength = 0
    private var cutValues = 0
    private var forbidden = 0
    private(set) var breach: MarkupBreach?

    init(limits: ReaderLimits) {
        self.limits = limits
    }

    mutating func process(_ chunk: TextChunk, into parser: SAXParser) {
        carriedLineFeeds = buffer.count { $0 == 0x0A }
        buffer.append(contentsOf: chunk.bytes)
        run(parser)
    }

    mutating func finish(into parser: SAXParser) {
        isFinishing = true
        run(parser)
    }

    func report(to log: inout DiagnosticLog) {
        if cutValues > 0 {
            log.add(
                .warning, "value-truncated", count: cutValues,
                "a value is longer than \(limits.rawValueBytes) bytes; the rest is skipped")
        }
        log.addForbiddenCharacters(forbidden)
    }

    private mutating func run(_ parser: SAXParser) {
        var input: [UInt8] = []
        swap(&input, &buffer)
        needsMore = false
        var position = 0
        input.withUnsafeBufferPointer { text in
            while position < text.count, !needsMore, breach == nil { position = step(text, position, parser) }
        }
        write(to: parser)
        input.removeSubrange(..<position)
        swap(&input, &buffer)
    }

    private mutating func write(to parser: SAXParser) {
        output.withUnsafeBufferPointer { parser.write($0) }
        output.removeAll(keepingCapacity: true)
    }

    /// Leaves out a part of the text, but not its lines.
    private mutating func drop(_ part: Slice<Bytes>, _ parser: SAXParser) {
        let lineFeeds = part.count { $0 == 0x0A }
        guard lineFeeds > 0 else { return }
        write(to: parser)
        parser.skipLines(lineFeeds)
    }

    /// Handles what stands at `start`; answers where to go on.
    private mutating func step(_ text: Bytes, _ start: Int, _ parser: SAXParser) -> Int {
        switch state {
        case .past:
            output.append(contentsOf: text[start...])
            return text.count
        case .skipping(let end):
            let found = text.firstIndex(of: end, from: start)
            let kept = isFinishing ? 0 : end.utf8CodeUnitCount - 1
            let stop = found.map { $0 + end.utf8CodeUnitCount } ?? max(start, text.count - kept)
            if found == nil { needsMore = true } else { state = .text }
            drop(text[start..<stop], parser)
            return stop
        case .section: return section(text, start, parser)
        case .text: return content(text, start, parser)
        }
    }

    private mutating func section(_ text: Bytes, _ start: Int, _ parser: SAXParser) -> Int {
        let end = text.firstIndex(of: "]]>", from: start)
        let stop = end ?? (isFinishing ? text.count : characterStart(text, before: text.count - 2, notBefore: start))
        let room = limits.rawValueBytes - sectionLength
        let kept = characterStart(text, before: min(stop, start + max(0, room)), notBefore: start)
        output.append(contentsOf: text[start..<kept])
        drop(text[kept..<stop], parser)
        if room >= 0, stop - start > room { cutValues += 1 }
        sectionLength += stop - start
        guard end != nil else {
            needsMore = true
            return stop
        }
        output.append(contentsOf: "]]>".utf8)
        state = .text
        return stop + 3
    }

    private mutating func content(_ text: Bytes, _ start: Int, _ parser: SAXParser) -> Int {
        guard text[start] == UInt8(ascii: "<") else {
            let stop = text.firstIndex(ofByte: UInt8(ascii: "<"), from: start)
            let end = stop ?? (isFinishing ? text.count : wholeText(text, from: start))
            escape(Bytes(rebasing: text[start..<end]), isAttribute: false)
            needsMore = stop == nil
            return end
        }
        guard text.count - start >= Self.lookahead || isFinishing else {
            needsMore = true
            return start
        }
        if text.hasASCII("<!--", at: start) { return skip(to: "-->", start + 4) }
        if text.hasASCII("<![CDATA[", at: start) {
            output.append(contentsOf: "<![CDATA[".utf8)
            state = .section
            sectionLength = 0
            return start + 9
        }
        if text.hasASCII("<?", at: start) { return skip(to: "?>", start + 2) }
        if text.hasASCII("<!", at: start) { return skip(to: ">", start + 2) }
        guard start + 1 < text.count else { return literal(start) }
        if text[start + 1] == UInt8(ascii: "/") { return endTag(text, start, parser) }
        return Prolog.isNameStart(text[start + 1]) ? startTag(text, start) : literal(start)
    }

    /// Where text may be divided before the end of what is there: not inside a reference.
    private func wholeText(_ text: Bytes, from start: Int) -> Int {
        let end = max(start, text.count - Self.lookahead)
        let tail = text[max(start, end - CharacterReference.maximumLength)..<end]
        guard let ampersand = tail.lastIndex(of: UInt8(ascii: "&")) else { return end }
        return text[ampersand..<end].contains(UInt8(ascii: ";")) ? end : ampersand
    }

    /// The start of the character at `index`.
    private func characterStart(_ text: Bytes, before index: Int, notBefore lowest: Int) -> Int {
        var place = max(index, lowest)
        while place > lowest, place < text.count, text[place] & 0xC0 == 0x80 { place -= 1 }
        return place
    }

    private mutating func skip(to end: StaticString, _ position: Int) -> Int {
        state = .skipping(end)
        return position
    }

    private mutating func literal(_ start: Int) -> Int {
        output.append(contentsOf: "&lt;".utf8)
        return start + 1
    }

    private mutating func endTag(_ text: Bytes, _ start: Int, _ parser: SAXParser) -> Int {
        guard let end = text.firstIndex(ofByte: UInt8(ascii: ">"), from: start) else {
            if isFinishing || text.count - start > limits.nameBytes { return literal(start) }
            needsMore = true
            return start
        }
        let name = Array(text[start + 2..<end].prefix(while: Prolog.isNameByte))
        drop(text[start..<end], parser)
        guard let level = open.lastIndex(of: name) else { return end + 1 }
        while open.count > level { close() }
        return end + 1
    }

    private mutating func close() {
        guard let name = open.popLast() else { return }
        output.append(contentsOf: "</".utf8)
        output.append(contentsOf: name)
        output.append(UInt8(ascii: ">"))
        if open.isEmpty { state = .past }
    }

    private mutating func startTag(_ text: Bytes, _ start: Int) -> Int {
        var tag = BrokenTag(text, at: start, limits: limits)
        switch tag.parse() {
        case .cut where text.count - start > Self.longestTag: return literal(start)
        case .cut:
            if isFinishing { return truncate(text, start) }
            needsMore = true
            return start
        case .tooManyAttributes:
            breach = MarkupBreach(
                code: "too-many-attributes", message: "a tag has more than \(limits.attributes) attributes",
                lineFeeds: text.lineFeeds(in: 0..<start) - carriedLineFeeds)
            return start
        case .complete(let end, let isEmpty):
            output.append(UInt8(ascii: "<"))
            output.append(contentsOf: tag.name)
            var lineFeeds = text.lineFeeds(in: start..<end)
            for attribute in tag.attributes {
                let value = bounded(text, attribute.value)
                lineFeeds -= value.lineFeeds(in: 0..<value.count)
                output.append(UInt8(ascii: " "))
                output.append(contentsOf: attribute.name)
                output.append(contentsOf: "=\"".utf8)
                escape(value, isAttribute: true)
                output.append(UInt8(ascii: "\""))
            }
            output.append(contentsOf: repeatElement(0x0A, count: lineFeeds))
            output.append(contentsOf: isEmpty ? "/>".utf8 : ">".utf8)
            if !isEmpty { open.append(tag.name) } else if open.isEmpty { state = .past }
            return end
        }
    }

    /// A value cut to its limit, not inside a character.
    private mutating func bounded(_ text: Bytes, _ value: Range<Int>) -> Bytes {
        guard value.count > limits.rawValueBytes else { return Bytes(rebasing: text[value]) }
        cutValues += 1
        let end = characterStart(text, before: value.lowerBound + limits.rawValueBytes, notBefore: value.lowerBound)
        return Bytes(rebasing: text[value.lowerBound..<end])
    }

    /// A tag that the end of the input cuts is left cut, so that libxml2 reports a truncation.
    private mutating func truncate(_ text: Bytes, _ start: Int) -> Int {
        output.append(contentsOf: "<".utf8)
        needsMore = true
        return text.count
    }

    /// Appends text so that it reads as written.
    private mutating func escape(_ text: Bytes, isAttribute: Bool) {
        var index = 0
        while index < text.count {
            let byte = text[index]
            switch byte {
            case UInt8(ascii: "<"): output.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: "\"") where isAttribute: output.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: ">"): output.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "&"):
                index += reference(text, at: index)
                continue
            default: output.append(byte)
            }
            index += 1
        }
    }

    /// Appends the reference or the bare ampersand at `index`; answers its length.
    private mutating func reference(_ text: Bytes, at index: Int) -> Int {
        for known: StaticString in ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"] where text.hasASCII(known, at: index) {
            output.append(contentsOf: text[index..<index + known.utf8CodeUnitCount])
            return known.utf8CodeUnitCount
        }
        switch CharacterReference(text, at: index) {
        case .valid(let length):
            output.append(contentsOf: text[index..<index + length])
            return length
        case .forbidden(let length):
            output.append(contentsOf: "\u{FFFD}".utf8)
            forbidden += 1
            return length
        case .cut, .none:
            output.append(contentsOf: "&amp;".utf8)
            return 1
        }
    }
}
