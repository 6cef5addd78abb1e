// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Rows of a page that become cards on a narrow one.
struct Table {
    struct Column {
        let title: String
        let isNumber: Bool
        let isTime: Bool
        /// Takes the room that is left.
        let isWide: Bool

        init(_ title: String, isNumber: Bool = false, isTime: Bool = false, isWide: Bool = false) {
            self.title = title
            self.isNumber = isNumber
            self.isTime = isTime
            self.isWide = isWide
        }
    }

    struct Cell: ExpressibleByStringInterpolation {
        let content: HTML
        /// What it is sorted by; nil for its text.
        let sort: String?

        init(_ content: HTML, sort: String? = nil) {
            self.content = content
            self.sort = sort
        }

        init(_ number: Int) { self.init("\(number)", sort: String(number)) }
        init(time: Int64) { self.init(Piece.day(time), sort: String(time)) }
        init(stringLiteral value: String) { self.init(HTML(stringLiteral: value)) }
        init(stringInterpolation: HTML.StringInterpolation) {
            self.init(HTML(stringInterpolation: stringInterpolation))
        }
    }

    let caption: HTML
    let columns: [Column]
    /// Name of the table for its filter; nil for one that is not filtered or sorted.
    var id: String?
    private var rows: [HTML] = []

    init(_ caption: HTML, _ columns: [Column], id: String? = nil) {
        self.caption = caption
        self.columns = columns
        self.id = id
    }

    /// - Parameters:
    ///   - anchor: Name of the row within the page.
    ///   - data: What it is filtered by.
    mutating func add(_ cells: [Cell], anchor: String? = nil, data: [(name: String, value: String)] = []) {
        let fields = zip(columns, cells).enumerated().map { place, pair -> HTML in
            let (column, cell) = pair
            let sort = cell.sort.map { " data-sort=\"\($0)\"" as HTML }
            let kind: HTML = column.isNumber ? " class=\"number\"" : column.isWide ? " class=\"wide\"" : .empty
            let label: HTML = column.title.isEmpty ? .empty : " data-label=\"\(column.title)\""
            return place == 0
                ? "<th scope=\"row\"\(label)\(sort)\(kind)>\(cell.content)</th>"
                : "<td\(label)\(sort)\(kind)>\(cell.content)</td>"
        }
        let name = anchor.map { " id=\"\($0)\"" as HTML }
        let marks = data.map { " data-\($0.name)=\"\($0.value)\"" as HTML }
        rows.append("<tr\(name)\(marks)>\(fields)</tr>\n")
    }

    var isEmpty: Bool { rows.isEmpty }

    var html: HTML {
        let heads = columns.map { column -> HTML in
            let kind: HTML = column.isNumber ? " class=\"number\"" : .empty
            return "<th scope=\"col\"\(kind)>\(column.title)</th>"
        }
        let name = id.map { " id=\"\($0)\" data-sortable" as HTML }
        return """
            <table class="rows\(columns.count > 6 ? " many" : HTML.empty)"\(name)><caption>\(caption)</caption>
            <thead><tr>\(heads)</tr></thead>
            <tbody>\(rows)</tbody></table>

            """
    }

    /// Controls that need the script, and are hidden without it.
    ///
    /// - Parameter choices: What rows can be filtered by, each the name of data of the rows.
    func filter(_ choices: [(name: String, label: String, values: [String])]) -> HTML {
        let selects = choices.filter { $0.values.count > 1 }.map { choice -> HTML in
            let options = choice.values.map {
                "<option value=\"\($0)\">\($0.replacing("_", with: " "))</option>" as HTML
            }
            return
                "<label>\(choice.label) <select name=\"\(choice.name)\"><option value=\"\">any</option>\(options)</select></label>"
        }
        let orders = columns.enumerated().map { place, column -> HTML in
            // Numbers and times are asked for from the top.
            let value = column.isNumber || column.isTime ? -(place + 1) : place + 1
            return "<option value=\"\(String(value))\">\(column.title)</option>"
        }
        return """
            <form class="filter" data-filters="\(id ?? "")" hidden role="search">
            <label>Filter <input type="search" autocomplete="off"></label>
            \(selects)<label class="order">Sort by <select data-order><option value="">as it is</option>\(orders)</select></label>
            <output aria-live="polite"></output>
            </form>
            """
    }
}
