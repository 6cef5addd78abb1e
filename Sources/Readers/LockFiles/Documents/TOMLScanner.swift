// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Reads the parts of a TOML document from its bytes: headers, keys and values.
struct TOMLScanner {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    // MARK: Statements

    /// Skips blanks, comments and empty lines; answers whether anything follows.
    mutating func skipToStatement() throws(TOMLDocument.Fault) -> Bool {
        try skipBlankLines()
        return position < bytes.count
    }

    /// The name of a table when one begins here.
    mutating func header() throws(TOMLDocument.Fault) -> (path: [String], isElement: Bool)? {
        guard take("[") else { return nil }
        let isElement = take("[")
        let path = try key()
        guard take("]"), !isElement || take("]") else { throw fault("the name of a table is not closed") }
        return (path, isElement)
    }

    /// A bare, quoted or dotted key.
    mutating func key() throws(TOMLDocument.Fault) -> [String] {
        var parts: [String] = []
        repeat {
            skipBlanks()
            parts.append(try keyPart())
            guard parts.count < LockTree.deepest else { throw fault("a key has too many parts") }
            skipBlanks()
        } while take(".")
        return parts
    }

    mutating func expect(_ byte: UInt8) throws(TOMLDocument.Fault) {
        guard current == byte else { throw fault("\"\(Character(Unicode.Scalar(byte)))\" is missing") }
        position += 1
    }

    /// Goes past the end of a line, before which only a comment may stand.
    mutating func endLine() throws(TOMLDocument.Fault) {
        skipBlanks()
        try skipComment()
        guard position >= bytes.count || takeLineEnd() else { throw fault("the line does not end behind its value") }
    }

    private mutating func keyPart() throws(TOMLDocument.Fault) -> String {
        if current == UInt8(ascii: "\"") || current == UInt8(ascii: "'") {
            return try TOMLText.read(bytes, &position, allowsLines: false)
        }
        let start = position
        while let byte = current, Self.isBare(byte) { position += 1 }
        guard position > start else { throw fault("a key is missing") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    // MARK: Values

    /// A value of any kind.
    ///
    /// - Parameter depth: tables and lists around it; too many are a fault.
    mutating func value(depth: Int) throws(TOMLDocument.Fault) -> LockTree {
        skipBlanks()
        guard depth < LockTree.deepest else { throw fault("values are nested too deeply") }
        switch current {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            return .text(try TOMLText.read(bytes, &position, allowsLines: true))
        case UInt8(ascii: "["): return try list(depth: depth + 1)
        case UInt8(ascii: "{"): return try inlineTable(depth: depth + 1)
        default: return try word()
        }
    }

    private mutating func list(depth: Int) throws(TOMLDocument.Fault) -> LockTree {
        position += 1
        var items: [LockTree] = []
        try skipBlankLines()
        while !take("]") {
            items.append(try value(depth: depth))
            try skipBlankLines()
            guard take(",") || current == UInt8(ascii: "]") else { throw fault("a list is not closed") }
            try skipBlankLines()
        }
        return .list(items)
    }

    private mutating func inlineTable(depth: Int) throws(TOMLDocument.Fault) -> LockTree {
        position += 1
        var tables = TOMLTables()
        try skipBlankLines()
        while !take("}") {
            let start = position
            let path = try key()
            try expect(UInt8(ascii: "="))
            try tables.set(path, try value(depth: depth + path.count), at: start)
            try skipBlankLines()
            guard take(",") || current == UInt8(ascii: "}") else { throw fault("a table is not closed") }
            try skipBlankLines()
        }
        return tables.tree
    }

    /// A number, a date or a truth value; a date may be parted from its time by a blank.
    private mutating func word() throws(TOMLDocument.Fault) -> LockTree {
        let start = position
        while let byte = current, Self.isBare(byte) || byte == UInt8(ascii: "+") || Self.isWithinWord(byte) {
            position += 1
        }
        let digits = bytes[start..<position]
        if digits.count == 10, digits.contains(UInt8(ascii: "-")), current == 0x20, position + 1 < bytes.count,
            Self.isDigit(bytes[position + 1])
        {
            position += 1
            while let byte = current, Self.isBare(byte) || Self.isWithinWord(byte) { position += 1 }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        let number = text.drop { $0 == "+" || $0 == "-" }
        let isKnown = ["true", "false"].contains(text) || ["inf", "nan"].contains(number)
        guard isKnown || number.utf8.first.map(Self.isDigit) == true else {
            position = start
            throw fault("a value is missing")
        }
        return .text(text)
    }

    // MARK: Bytes

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func takeLineEnd() -> Bool {
        if current == 0x0D, position + 1 < bytes.count, bytes[position + 1] == 0x0A { position += 1 }
        return take("\n")
    }

    private mutating func skipBlanks() {
        while current == 0x20 || current == 0x09 { position += 1 }
    }

    private mutating func skipBlankLines() throws(TOMLDocument.Fault) {
        repeat {
            skipBlanks()
            try skipComment()
        } while takeLineEnd()
    }

    private mutating func skipComment() throws(TOMLDocument.Fault) {
        guard current == UInt8(ascii: "#") else { return }
        while let byte = current, byte != 0x0A {
            let isEnd = byte == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A
            if isEnd { return }
            guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else {
                throw fault("a comment holds a control character")
            }
            position += 1
        }
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func isWithinWord(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private func fault(_ message: String) -> TOMLDocument.Fault {
        TOMLDocument.Fault(message: message, offset: position)
    }
}
