// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A start tag read leniently: values without quotes, names without values, `<` inside values, repeated names.
struct BrokenTag {
    enum Result: Equatable {
        /// `end` is the offset behind `>`.
        case complete(end: Int, isEmpty: Bool)
        case cut
        case tooManyAttributes
    }

    private let text: Bytes
    private let limits: ReaderLimits
    private var position: Int
    private(set) var name: [UInt8] = []
    /// Without repeated names: the first one counts.
    private(set) var attributes: [(name: [UInt8], value: Range<Int>)] = []

    init(_ text: Bytes, at start: Int, limits: ReaderLimits) {
        self.text = text
        self.limits = limits
        position = start + 1
    }

    mutating func parse() -> Result {
        name = takeName()
        while position < text.count {
            let byte = text[position]
            if byte == UInt8(ascii: ">") { return .complete(end: position + 1, isEmpty: false) }
            if byte == UInt8(ascii: "/"), position + 1 < text.count, text[position + 1] == UInt8(ascii: ">") {
                return .complete(end: position + 2, isEmpty: true)
            }
            if byte == UInt8(ascii: "<"), JUnitTag.stands(in: text, at: position) {
                return .complete(end: position, isEmpty: false)
            }
            guard Prolog.isNameStart(byte) else {
                position += 1
                continue
            }
            guard takeAttribute() else { return .cut }
            if attributes.count > limits.attributes { return .tooManyAttributes }
        }
        return .cut
    }

    private mutating func takeName() -> [UInt8] {
        let start = position
        while position < text.count, Prolog.isNameByte(text[position]) { position += 1 }
        return Array(text[start..<position].prefix(limits.nameBytes))
    }

    private mutating func takeAttribute() -> Bool {
        let name = takeName()
        skipBlanks()
        guard position < text.count else { return false }
        var value = position..<position
        if text[position] == UInt8(ascii: "=") {
            position += 1
            skipBlanks()
            guard position < text.count, let range = takeValue() else { return false }
            value = range
        }
        if !attributes.contains(where: { $0.name == name }) { attributes.append((name, value)) }
        return true
    }

    private mutating func takeValue() -> Range<Int>? {
        let quote = text[position]
        guard quote == 0x22 || quote == 0x27 else {
            let start = position
            while position < text.count, !Prolog.isBlank(text[position]), !text.hasASCII(">", at: position),
                !text.hasASCII("/>", at: position)
            {
                position += 1
            }
            return position < text.count ? start..<position : nil
        }
        let start = position + 1
        position = start
        while position < text.count {
            if text[position] == quote {
                position += 1
                return start..<position - 1
            }
            // A tag of the format after a closing bracket: the quote was forgotten, not the tag meant as text.
            if text[position] == UInt8(ascii: "<"), followsBracket(start), JUnitTag.stands(in: text, at: position) {
                return start..<position
            }
            position += 1
        }
        return nil
    }

    private func followsBracket(_ start: Int) -> Bool {
        var index = position - 1
        while index >= start, Prolog.isBlank(text[index]) { index -= 1 }
        return index >= start && text[index] == UInt8(ascii: ">")
    }

    private mutating func skipBlanks() {
        while position < text.count, Prolog.isBlank(text[position]) { position += 1 }
    }
}

/// Recognises the tags of the format itself.
enum JUnitTag {
    /// Whether a start or end tag of a suite, a case or an outcome stands at `index`.
    static func stands(in text: Bytes, at index: Int) -> Bool {
        let names: [StaticString] = [
            "testcase", "testsuite", "failure", "error", "skipped", "system-out", "system-err", "propert",
        ]
        let start = index + 1 < text.count && text[index + 1] == UInt8(ascii: "/") ? index + 2 : index + 1
        return names.contains { text.hasASCII($0, at: start) }
    }
}
