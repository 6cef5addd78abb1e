// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Rows of tab-separated cells under a header row; no cell breaks a row, a terminal, a CI log or a spreadsheet.
///
/// Cells use the escapes `\\`, `\t`, `\n`, `\r` and `\u{..}`, and nothing else, so the data can be restored. A cell
/// that a spreadsheet would calculate (`=`, `+`, `-`, `@` in front, also full-width, and no number) starts with one.
package struct TSVText: Sendable, Hashable {
    /// Names of the columns.
    package let header: [String]
    private var rows: [[String]] = []

    /// A table without rows.
    package init(header: [String]) {
        self.header = header
    }

    /// Appends a row; missing cells are empty, cells beyond the header are dropped.
    package mutating func add(_ cells: [String]) {
        let missing = max(header.count - cells.count, 0)
        rows.append(Array(cells.prefix(header.count)) + Array(repeating: "", count: missing))
    }

    /// Header and rows, each ended by a line feed.
    package var text: String {
        ([header] + rows).map { $0.map(Self.cell).joined(separator: "\t") + "\n" }.joined()
    }

    /// The escaped form of one cell.
    package static func cell(_ text: String) -> String {
        if isPlain(text) { return text }
        let scalars = Array(text.unicodeScalars)
        var output = String.UnicodeScalarView()
        var isLeading = true
        for (index, scalar) in scalars.enumerated() {
            let isCommand = index > 0 && RunnerCommand.breaks(after: index - 1, in: scalars)
            let isFormula = index == 0 && formulaStarts.contains(scalar) && !isNumber(scalars)
            if isCommand || isFormula || (isLeading && scalar == ":") {
                output.append(contentsOf: UnsafeScalars.spelled(scalar).unicodeScalars)
            } else if scalar == "\\" {
                output.append(contentsOf: "\\\\".unicodeScalars)
            } else if let escape = UnsafeScalars.escape(scalar, lineBreak: "\\n", tab: "\\t") {
                output.append(contentsOf: escape.unicodeScalars)
            } else {
                output.append(scalar)
            }
            if !scalar.properties.isWhitespace { isLeading = false }
        }
        return String(output)
    }

    /// Whether nothing in the text can mean anything: most names are so, and there may be millions of them.
    private static func isPlain(_ text: String) -> Bool {
        // The last four bytes.
        var tail: UInt32 = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: ":"), tail == 0 || isCommandEnd(tail) { return false }
            guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\"), byte != UInt8(ascii: "#") else { return false }
            if tail == 0 {
                let isLetter = byte | 32 >= UInt8(ascii: "a") && byte | 32 <= UInt8(ascii: "z")
                guard isLetter || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") else { return false }
            }
            tail = tail << 8 | UInt32(byte)
        }
        return !isCommandEnd(tail)
    }

    /// Whether one of the words ends here that act on a runner: `section_start`, `section_end`, `travis_fold`.
    private static func isCommandEnd(_ tail: UInt32) -> Bool {
        tail == 0x7461_7274 || tail == 0x5F65_6E64 || tail == 0x666F_6C64
    }

    private static let formulaStarts: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    /// A sign, digits, and at most one point between digits.
    private static func isNumber(_ scalars: [Unicode.Scalar]) -> Bool {
        guard scalars[0] == "+" || scalars[0] == "-" else { return false }
        let parts = scalars.dropFirst().split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }
    }
}
