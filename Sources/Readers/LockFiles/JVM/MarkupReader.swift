// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Reads the elements of a small XML document, and nothing else.
///
/// Declarations, document types with all they hold, comments and attributes are skipped; only the five entities of XML
/// and references by number are replaced. So a document can neither name a file nor grow.
struct MarkupReader {
    /// What a document holds, and where it stopped to make sense.
    struct Outcome {
        let root: MarkupElement?
        /// Line of the first fault, from 1; nil when the document is well-formed as far as it matters here.
        let faultLine: Int?
    }

    private let bytes: [UInt8]
    private var position = 0
    private var open: [MarkupElement] = []
    private var root: MarkupElement?
    private var faultLine: Int?
    /// Elements that are too deep to be kept and still open.
    private var skipped = 0

    /// - Complexity: O(length).
    static func read(_ text: String) -> Outcome {
        var reader = MarkupReader(bytes: Array(text.utf8))
        reader.run()
        return Outcome(root: reader.root, faultLine: reader.faultLine)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func run() {
        while position < bytes.count, faultLine == nil, root == nil {
            if bytes[position] == UInt8(ascii: "<") { readMarkup() } else { readText() }
        }
        if !open.isEmpty, faultLine == nil { fail() }
        skipped = 0
        while !open.isEmpty { close() }
    }

    private mutating func readMarkup() {
        if starts("<!--") {
            skip(past: "-->")
        } else if starts("<![CDATA[") {
            let start = position + 9
            skip(past: "]]>")
            if faultLine == nil { append(bytes[start..<max(start, position - 3)]) }
        } else if starts("<?") {
            skip(past: "?>")
        } else if starts("<!") {
            skipDeclaration()
        } else {
            readTag()
        }
    }

    private mutating func readTag() {
        let start = position + 1
        guard let end = tagEnd(from: start) else { return fail() }
        position = end + 1
        if bytes[start] == UInt8(ascii: "/") {
            let name = Self.name(bytes[(start + 1)..<end])
            guard skipped > 0 || open.last?.name == name else { return fail() }
            return close()
        }
        let isEmpty = bytes[end - 1] == UInt8(ascii: "/")
        let name = Self.name(bytes[start..<end])
        guard !name.isEmpty else { return fail() }
        if open.count < LockTree.deepest, skipped == 0 {
            open.append(MarkupElement(name: name))
        } else {
            skipped += 1
        }
        if isEmpty { close() }
    }

    private mutating func close() {
        if skipped > 0 {
            skipped -= 1
            return
        }
        guard var element = open.popLast() else { return }
        element.text = String(element.text[...].trimmedLines)
        if open.isEmpty {
            root = element
        } else {
            open[open.count - 1].children.append(element)
        }
    }

    private mutating func readText() {
        let end = bytes[position...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        append(bytes[position..<end], hasReferences: true)
        position = end
    }

    private mutating func append(_ text: ArraySlice<UInt8>, hasReferences: Bool = false) {
        guard !open.isEmpty, skipped == 0 else { return }
        let plain = String(decoding: text, as: UTF8.self)
        open[open.count - 1].text += hasReferences && plain.contains("&") ? MarkupReference.replaced(in: plain) : plain
    }

    private mutating func skip(past mark: StaticString) {
        while position < bytes.count, !starts(mark) { position += 1 }
        if position >= bytes.count { return fail() }
        position += mark.utf8CodeUnitCount
    }

    /// Skips a document type; brackets and quotes inside it may hold `>`.
    private mutating func skipDeclaration() {
        var brackets = 0
        var quote: UInt8?
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: "[") {
                brackets += 1
            } else if byte == UInt8(ascii: "]") {
                brackets -= 1
            } else if byte == UInt8(ascii: ">"), brackets <= 0 {
                return
            }
        }
        fail()
    }

    /// Index of the `>` that ends a tag; attribute values may hold others.
    private func tagEnd(from start: Int) -> Int? {
        var quote: UInt8?
        for index in start..<bytes.count {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return index > start ? index : nil
            } else if byte == UInt8(ascii: "<") {
                return nil
            }
        }
        return nil
    }

    private func starts(_ mark: StaticString) -> Bool {
        let count = mark.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        return (0..<count).allSatisfy { bytes[position + $0] == mark.utf8Start[$0] }
    }

    private mutating func fail() {
        guard faultLine == nil else { return }
        faultLine = bytes[..<min(position, bytes.count)].count { $0 == 0x0A } + 1
    }

    private static func name(_ tag: ArraySlice<UInt8>) -> String {
        let full = tag.prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") }
        let local = full.lastIndex(of: UInt8(ascii: ":")).map { full[($0 + 1)...] } ?? full
        return String(decoding: local, as: UTF8.self)
    }
}

extension Substring {
    /// Without blanks and line ends at either end.
    fileprivate var trimmedLines: Substring {
        let start = utf8.firstIndex { $0 > 0x20 } ?? endIndex
        let end = utf8.lastIndex { $0 > 0x20 }.map { utf8.index(after: $0) } ?? start
        return self[start..<end]
    }
}
