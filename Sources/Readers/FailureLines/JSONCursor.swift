// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Walks over the JSON of one line by RFC 8259, strictly and without recursion; nothing is copied.
struct JSONCursor {
    /// Containers open at once in a value that is skipped.
    static let depthLimit = 64

    /// Clean UTF-8 without line feeds.
    let text: Bytes
    /// In bytes from 0.
    private(set) var position = 0
    var oddities = JSONOddities()

    init(_ text: Bytes) {
        self.text = text
    }

    /// The byte at hand; 0 at the end, because clean text holds none.
    var current: UInt8 { position < text.count ? text[position] : 0 }

    mutating func skipBlanks() {
        while position < text.count, text[position] <= 0x20, Prolog.isBlank(text[position]) { position += 1 }
    }

    /// Passes over `byte` if it stands here.
    mutating func skip(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    /// Reads a key with its colon, up to its value.
    mutating func key() throws(JSONFault) -> JSONString {
        skipBlanks()
        guard current == UInt8(ascii: "\"") else { throw fault("a key in double quotes is missing here") }
        let key = try string()
        skipBlanks()
        guard skip(UInt8(ascii: ":")) else { throw fault("a colon is missing here") }
        skipBlanks()
        return key
    }

    /// Passes what follows a member or an element; answers whether another one comes.
    mutating func separator(closing: UInt8) throws(JSONFault) -> Bool {
        skipBlanks()
        if skip(UInt8(ascii: ",")) { return true }
        guard skip(closing) else {
            throw fault("a comma or a closing \(closing == UInt8(ascii: "}") ? "brace" : "bracket") is missing here")
        }
        return false
    }

    /// Makes sure that nothing follows the value.
    mutating func finish() throws(JSONFault) {
        skipBlanks()
        guard position == text.count else { throw fault("something follows the value; a line holds one object") }
    }

    /// Reads the string whose opening quote stands here.
    mutating func string() throws(JSONFault) -> JSONString {
        let start = position + 1
        var index = start
        var hasEscapes = false
        while true {
            index = text.stringStop(from: index)
            guard index < text.count else {
                position = index
                throw fault("the line ends inside a string")
            }
            switch text[index] {
            case UInt8(ascii: "\""):
                position = index + 1
                return JSONString(range: start..<index, hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                index = try escape(at: index)
            default:
                oddities.controls.note(at: index)
                index += 1
            }
        }
    }

    /// Judges an escape; answers the position behind it.
    private func escape(at backslash: Int) throws(JSONFault) -> Int {
        guard backslash + 1 < text.count else { throw JSONFault(at: text.count, "the line ends inside a string") }
        switch text[backslash + 1] {
        case 0x22, 0x5C, 0x2F, UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"),
            UInt8(ascii: "t"):
            return backslash + 2
        case UInt8(ascii: "u"):
            for index in backslash + 2..<backslash + 6 {
                guard index < text.count else { throw JSONFault(at: index, "the line ends inside a string") }
                guard Self.isHexadecimal(text[index]) else {
                    throw JSONFault(at: backslash, "\\u wants four hexadecimal digits")
                }
            }
            return backslash + 6
        default: throw JSONFault(at: backslash, "the escape is none of JSON's")
        }
    }

    /// Reads a number; answers whether it is written as an integer.
    mutating func number() throws(JSONFault) -> (range: Range<Int>, isInteger: Bool) {
        let start = position
        _ = skip(UInt8(ascii: "-"))
        if !skip(UInt8(ascii: "0")) { try digits() }
        let integerEnd = position
        if skip(UInt8(ascii: ".")) { try digits() }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
            try digits()
        }
        return (start..<position, position == integerEnd)
    }

    private mutating func digits() throws(JSONFault) {
        let start = position
        while current &- 0x30 < 10 { position += 1 }
        guard position > start else { throw fault("a digit is missing here") }
    }

    /// Passes over `true`, `false` or `null`.
    mutating func literal() throws(JSONFault) {
        let word: StaticString =
            switch current {
            case UInt8(ascii: "t"): "true"
            case UInt8(ascii: "f"): "false"
            default: "null"
            }
        let length = word.utf8CodeUnitCount
        var matched = 0
        while matched < length, position + matched < text.count, text[position + matched] == word.utf8Start[matched] {
            matched += 1
        }
        guard matched == length else {
            if position + matched == text.count { position = text.count }
            throw fault("no JSON value stands here")
        }
        position += length
    }

    func fault(_ message: String) -> JSONFault { JSONFault(at: position, message) }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 6
    }
}
