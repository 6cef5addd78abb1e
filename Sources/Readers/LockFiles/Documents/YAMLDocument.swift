// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Yams

/// YAML by Yams, which stops at 1,000 levels of nesting by itself.
enum YAMLDocument {
    /// Where and why a text is no YAML.
    struct Fault: Error {
        let message: String
        /// From 1; nil when unknown.
        let line: Int?
        let column: Int?
    }

    /// The documents of a text, in their order; most texts have one.
    ///
    /// - Throws: ``Fault`` when the text is no YAML, or uses aliases, of which a few describe a tree without end.
    static func trees(_ text: String) throws(Fault) -> [LockTree] {
        if let alias = firstAlias(in: Array(text.utf8)) {
            let place = text.place(atByte: alias)
            throw Fault(message: "aliases are not supported", line: place.line, column: place.column)
        }
        do {
            let parser = try Parser(yaml: text, encoding: .utf8)
            var trees: [LockTree] = []
            while let root = try parser.nextRoot() { trees.append(tree(root, depth: 0)) }
            return trees
        } catch let error as YamlError {
            throw fault(error)
        } catch {
            throw Fault(message: "the text cannot be read", line: nil, column: nil)
        }
    }

    private static func tree(_ node: Node, depth: Int) -> LockTree {
        guard depth < LockTree.deepest else { return .none }
        switch node {
        case .scalar(let scalar):
            let isNull = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
            return isNull ? .none : .text(scalar.string)
        case .sequence(let sequence): return .list(sequence.map { tree($0, depth: depth + 1) })
        case .mapping(let mapping):
            let pairs = mapping.compactMap { key, value in key.scalar.map { ($0.string, tree(value, depth: depth + 1)) }
            }
            return .table(Dictionary(pairs) { _, last in last })
        case .alias: return .none
        }
    }

    /// The place of an alias, in bytes; none in texts that do not also hold an anchor.
    ///
    /// An alias stands where a value may begin: behind an indicator or at the start of a line. Quotes and comments are
    /// not told apart, and bytes beyond ASCII count as line ends, so that nothing can hide an alias.
    private static func firstAlias(in bytes: [UInt8]) -> Int? {
        guard bytes.contains(UInt8(ascii: "&")) else { return nil }
        var startsValue = true
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): continue
            case UInt8(ascii: "*") where startsValue && isAlias(bytes, from: index + 1): return index
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "?"),
                UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","), 0x80...:
                startsValue = true
            default: startsValue = false
            }
        }
        return nil
    }

    /// Whether a name of letters, digits, `-` and `_` follows, and then an end.
    private static func isAlias(_ bytes: [UInt8], from start: Int) -> Bool {
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): index += 1
            case UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "."): return false
            default: return index > start
            }
        }
        return index > start
    }

    private static func fault(_ error: YamlError) -> Fault {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            Fault(message: problem, line: mark.line, column: mark.column)
        case .duplicatedKeysInMapping(_, let context):
            Fault(message: "a key is given twice", line: context.mark.line, column: context.mark.column)
        default:
            Fault(message: "a character is not allowed", line: nil, column: nil)
        }
    }
}

extension LockDraft {
    /// The documents of a text; none after noting the fault when it is no YAML.
    mutating func yamlDocuments(_ text: String) -> [LockTree] {
        do {
            return try YAMLDocument.trees(text)
        } catch {
            markMalformed("this is no YAML: \(error.message)", line: error.line, column: error.column)
            return []
        }
    }

    /// The first document of a text; nil after noting the fault when it is no YAML.
    mutating func yaml(_ text: String) -> LockTree? {
        let documents = yamlDocuments(text)
        return documents.first ?? (isMalformed ? nil : LockTree.none)
    }
}
