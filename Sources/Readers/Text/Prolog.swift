// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What stands before a root element: declaration, comments, a DOCTYPE, and text that should not be there.
///
/// libxml2 never sees any of it, so that no DTD, catalog or encoding label of a document is ever acted upon.
struct Prolog {
    /// How the search for a root element ended.
    enum Result: Equatable {
        /// A start tag at `offset`; `isAfterGarbage` when something else stood before it.
        case root(offset: Int, isAfterGarbage: Bool)
        /// More bytes could still change the answer.
        case needsMore
        /// Nothing but blanks; behind a document also comments and instructions.
        case empty
        /// No element in sight.
        case notXML
        /// A DOCTYPE with declarations of its own, at `offset`.
        case internalSubset(offset: Int)
    }

    /// Offset of a DOCTYPE without an internal subset.
    private(set) var doctypeOffset: Int?
    /// Offset of the XML declaration, or of the root element without one.
    private(set) var documentOffset: Int?
    /// The version that the declaration names.
    private(set) var version: String?

    /// How far garbage before a document is searched for one.
    private static let garbageLimit = 64 << 10
    private static let prologLimit = 1 << 20
    /// How long the name of a root element is waited for.
    private static let longestName = 4096

    /// Finds the root element.
    ///
    /// - Parameter isLast: whether nothing follows `text`.
    /// - Parameter allowsUnknownRoot: whether any element is a root; after garbage or a document only JUnit's are.
    mutating func find(_ text: UnsafeBufferPointer<UInt8>, isLast: Bool, allowsUnknownRoot: Bool) -> Result {
        var position = skipBlanks(text, from: 0)
        var isAfterGarbage = false
        guard position < text.count else { return isLast ? .empty : .needsMore }
        while true {
            position = skipBlanks(text, from: position)
            if position == text.count, isLast, !allowsUnknownRoot { return .empty }
            guard position < text.count, let next = step(text, at: position, isLast: isLast) else { break }
            switch next {
            case .skip(let end):
                if documentOffset == position, position > 0 { isAfterGarbage = true }
                position = end
                continue
            case .root where allowsUnknownRoot || !Self.hasForeignName(text, at: position + 1):
                documentOffset = documentOffset ?? position
                return .root(offset: position, isAfterGarbage: isAfterGarbage)
            case .subset: return .internalSubset(offset: position)
            case .root, .garbage: break
            }
            // Behind a document the search never ends: what is far from it is lost silently otherwise.
            let limit = allowsUnknownRoot ? Self.garbageLimit : .max
            guard let start = Self.documentStart(text, from: position, limit: limit) else {
                return isLast || text.count - position > Self.garbageLimit ? .notXML : .needsMore
            }
            isAfterGarbage = true
            position = start
        }
        return isLast || text.count > Self.prologLimit ? .notXML : .needsMore
    }

    private enum Step {
        case skip(Int)
        case root
        case subset
        case garbage
    }

    /// Judges the construct at `position`; nil when it is cut.
    private mutating func step(_ text: UnsafeBufferPointer<UInt8>, at position: Int, isLast: Bool) -> Step? {
        guard text[position] == UInt8(ascii: "<") else { return .garbage }
        guard text.count - position >= 9 || isLast, position + 1 < text.count else { return nil }
        if text.hasASCII("<!--", at: position) {
            return text.firstIndex(of: "-->", from: position + 4).map { .skip($0 + 3) }
        }
        if text.hasASCII("<?", at: position) {
            guard let end = text.firstIndex(of: "?>", from: position) else { return nil }
            if text.hasASCII("<?xml", at: position), Self.isBlank(text[position + 5]) {
                documentOffset = documentOffset ?? position
                version = Self.pseudoAttribute("version", of: UnsafeBufferPointer(rebasing: text[position..<end]))
            }
            return .skip(end + 2)
        }
        if text.hasASCII("<!DOCTYPE", at: position) || text.hasASCII("<!doctype", at: position) {
            guard let end = doctypeEnd(text, from: position + 9) else { return nil }
            if text[end] == UInt8(ascii: "[") { return .subset }
            doctypeOffset = position
            return .skip(end + 1)
        }
        guard Self.isNameStart(text[position + 1]) else { return .garbage }
        let isCut = Self.localName(text, at: position + 1) == nil && text.count - position <= Self.longestName
        return isCut && !isLast ? nil : .root
    }

    /// Index of the `>` that ends a DOCTYPE, or of the `[` that opens its subset.
    private func doctypeEnd(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var quote: UInt8?
        for index in start..<text.count {
            let byte = text[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == 0x22 || byte == 0x27 {
                quote = byte
            } else if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "[") {
                return index
            }
        }
        return nil
    }

    private func skipBlanks(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        while index < text.count, Self.isBlank(text[index]) { index += 1 }
        return index
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    static func isNameStart(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
            || byte >= 0x80
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        isNameStart(byte) || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
    }

    /// Offset of the first XML declaration or start tag of a JUnit root element.
    static func documentStart(_ text: UnsafeBufferPointer<UInt8>, from start: Int, limit: Int) -> Int? {
        var position = start
        while let found = text.firstIndex(ofByte: UInt8(ascii: "<"), from: position), found - start <= limit {
            if text.hasASCII("<?xml", at: found), found + 5 < text.count, isBlank(text[found + 5]) { return found }
            if let name = localName(text, at: found + 1), RootElement(name) != nil { return found }
            position = found + 1
        }
        return nil
    }

    /// The local name of a tag whose name starts at `start`; nil when it is cut or no name.
    static func localName(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Slice<UnsafeBufferPointer<UInt8>>? {
        var begin = start
        var index = start
        guard index < text.count, isNameStart(text[index]) else { return nil }
        while index < text.count, isNameByte(text[index]) {
            if text[index] == UInt8(ascii: ":") { begin = index + 1 }
            index += 1
        }
        guard index < text.count else { return nil }
        return text[begin..<index]
    }

    /// Whether the tag whose name starts at `start` is none of the four roots; false when its name is cut.
    static func hasForeignName(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        localName(text, at: start).map { RootElement($0) == nil } ?? false
    }

    /// The value of `name="…"` in an XML declaration.
    static func pseudoAttribute(_ name: StaticString, of declaration: UnsafeBufferPointer<UInt8>) -> String? {
        guard let start = declaration.firstIndex(of: name) else { return nil }
        var index = start + name.utf8CodeUnitCount
        while index < declaration.count, isBlank(declaration[index]) || declaration[index] == UInt8(ascii: "=") {
            index += 1
        }
        guard index < declaration.count, declaration[index] == 0x22 || declaration[index] == 0x27 else { return nil }
        guard let end = declaration.firstIndex(ofByte: declaration[index], from: index + 1) else { return nil }
        return String(decoding: declaration[index + 1..<end], as: UTF8.self)
    }
}

/// The four elements a JUnit report may start with.
enum RootElement: Equatable {
    case testsuites
    case testsuite
    case testcase
    case testrun

    init?(_ name: Slice<UnsafeBufferPointer<UInt8>>) {
        if name.elementsEqual("testsuites".utf8) {
            self = .testsuites
        } else if name.elementsEqual("testsuite".utf8) {
            self = .testsuite
        } else if name.elementsEqual("testcase".utf8) {
            self = .testcase
        } else if name.elementsEqual("testrun".utf8) {
            self = .testrun
        } else {
            return nil
        }
    }
}
