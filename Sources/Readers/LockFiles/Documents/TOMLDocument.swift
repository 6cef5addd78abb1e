// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// TOML 1.0, read by ourselves: the parser at hand ends the process on some malformed texts, three bytes long.
///
/// Numbers, dates and truth values are kept as they are written. Inline tables may span lines and end in a comma, as
/// TOML 1.1 allows.
enum TOMLDocument {
    /// Where and why a text is no TOML.
    struct Fault: Error {
        let message: String
        /// Place in bytes from 0.
        let offset: Int
    }

    /// What a text holds up to its first fault; the element of a list in which the fault lies is left out.
    ///
    /// - Complexity: O(length).
    static func read(_ text: String) -> (tree: LockTree, fault: Fault?) {
        var scanner = TOMLScanner(Array(text.utf8))
        var tables = TOMLTables()
        do {
            while try scanner.skipToStatement() {
                let start = scanner.position
                if let header = try scanner.header() {
                    try tables.open(header.path, isElement: header.isElement, at: start)
                } else {
                    let path = try scanner.key()
                    try scanner.expect(UInt8(ascii: "="))
                    let value = try scanner.value(depth: path.count + tables.depth)
                    try tables.set(path, value, at: start)
                }
                try scanner.endLine()
            }
            return (tables.tree, nil)
        } catch {
            tables.dropLastElement()
            return (tables.tree, error)
        }
    }
}

extension LockDraft {
    /// The document of a text, as far as it is TOML; the fault behind that is noted.
    mutating func toml(_ text: String) -> LockTree {
        let (tree, fault) = TOMLDocument.read(text)
        if let fault {
            let place = text.place(atByte: fault.offset)
            markMalformed("this is no TOML: \(fault.message)", line: place.line, column: place.column)
        }
        return tree
    }
}
