// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Rows in aligned columns, fitted to the width of a terminal. Sorting is the caller's task.
///
/// For example:
///
///     var table = TextTable([.init("id"), .init("test", fit: .keepingEnd), .init("runs", alignment: .right)])
///     table.add(["INC-7", "checkout.CartTests.adds", .init("3", .bad)])
///     print(table.text(width: 80))
package struct TextTable: Sendable {
    /// Where a shorter cell stands in its column.
    package enum Alignment: Sendable, Hashable {
        case left
        case right
    }

    /// What happens to a column when the table is too wide.
    package enum Fit: Sendable, Hashable {
        /// Keeps its width.
        case fixed
        /// Gives up room; cells keep their start: `a long mess…`.
        case keepingStart
        /// Gives up room; cells keep their end: `…CartTests.adds`.
        case keepingEnd
    }

    /// Title and manners of one column.
    package struct Column: Sendable, Hashable {
        /// Head of the column; empty for none.
        package let title: String
        /// Where its cells stand.
        package let alignment: Alignment
        /// What happens when the table is too wide.
        package let fit: Fit
        /// Columns of the terminal below which a flexible column does not shrink, from 1.
        package let minimum: Int

        /// A column; an empty title in all columns leaves the header row out.
        package init(_ title: String, alignment: Alignment = .left, fit: Fit = .fixed, minimum: Int = 12) {
            self.title = title
            self.alignment = alignment
            self.fit = fit
            self.minimum = max(minimum, 1)
        }
    }

    /// Data of one cell, made safe by the table, and the meaning it is coloured by.
    package struct Cell: Sendable, Hashable, ExpressibleByStringLiteral {
        /// Already safe.
        package let text: String
        /// What it is coloured by; nil for no colour.
        package let role: Palette.Role?

        /// A cell of any data.
        package init(_ text: String, _ role: Palette.Role? = nil) {
            self.text = SafeText.line(text)
            self.role = role
        }

        /// A cell of our own words.
        package init(stringLiteral value: String) {
            self.init(value)
        }
    }

    /// The columns, in the order of printing.
    package let columns: [Column]
    /// The rows so far, each as long as `columns`.
    package private(set) var rows: [[Cell]] = []

    /// An empty table.
    package init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Appends a row; missing cells are empty, cells beyond the last column are dropped.
    package mutating func add(_ cells: [Cell]) {
        let missing = max(columns.count - cells.count, 0)
        rows.append(Array(cells.prefix(columns.count)) + Array(repeating: "", count: missing))
    }

    /// All lines, joined by line breaks and without a last one; no line ends with a blank.
    ///
    /// - Parameter width: Columns of the terminal; nil shortens nothing. Fixed columns may exceed it.
    package func text(width: Int? = nil, palette: Palette = .plain) -> String {
        let widths = fittedWidths(width)
        var lines = rows.map { line($0, widths, palette) }
        if columns.contains(where: { !$0.title.isEmpty }) {
            lines.insert(line(columns.map { Cell($0.title, .muted) }, widths, palette), at: 0)
        }
        return lines.joined(separator: "\n")
    }

    private static let gap = 2

    private func naturalWidths() -> [Int] {
        columns.enumerated().map { index, column in
            rows.reduce(DisplayWidth.of(SafeText.line(column.title))) { max($0, DisplayWidth.of($1[index].text)) }
        }
    }

    /// Takes what is too much from the flexible columns, the widest first, one column of the terminal at a time.
    private func fittedWidths(_ width: Int?) -> [Int] {
        var widths = naturalWidths()
        guard let width else { return widths }
        var excess = widths.reduce(0, +) + Self.gap * max(columns.count - 1, 0) - width
        while excess > 0 {
            let flexible = columns.indices.filter { columns[$0].fit != .fixed && widths[$0] > columns[$0].minimum }
            guard let widest = flexible.max(by: { widths[$0] < widths[$1] }) else { break }
            let others = flexible.filter { $0 != widest }.map { widths[$0] }.max() ?? 0
            let target = max(columns[widest].minimum, min(widths[widest] - 1, others))
            let step = min(excess, widths[widest] - target)
            widths[widest] -= step
            excess -= step
        }
        return widths
    }

    private func line(_ cells: [Cell], _ widths: [Int], _ palette: Palette) -> String {
        var line = ""
        var pending = 0
        for (index, column) in columns.enumerated() {
            let text = Self.shortened(cells[index].text, to: widths[index], column.fit)
            let padding = widths[index] - DisplayWidth.of(text)
            if column.alignment == .right { pending += padding }
            if !text.isEmpty {
                line += String(repeating: " ", count: pending)
                line += cells[index].role.map { palette.paint(text, $0) } ?? text
                pending = 0
            }
            pending += (column.alignment == .right ? 0 : max(padding, 0)) + Self.gap
        }
        return line
    }

    private static func shortened(_ text: String, to width: Int, _ fit: Fit) -> String {
        guard DisplayWidth.of(text) > width else { return text }
        var room = width - 1
        let order = fit == .keepingEnd ? Array(text.reversed()) : Array(text)
        let kept = order.prefix { character in
            room -= DisplayWidth.of(character)
            return room >= 0
        }
        return fit == .keepingEnd ? "…" + String(kept.reversed()) : String(kept) + "…"
    }
}
