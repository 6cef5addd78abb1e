// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Where issues fail: a table whose cells are the darker, the more of their runs failed.
enum HeatMap {
    private static let letters = Array("ABCDEFGHIJKL")

    /// - Parameter count: All issues that failed in the release.
    static func html(_ map: ReleaseCharts.HeatMap, of count: Int, _ links: ReportLinks) -> HTML {
        guard !map.rows.isEmpty, !map.classes.isEmpty else {
            return Piece.empty("Nothing failed.", "A map needs an issue that failed in this release.")
        }
        let heads = map.classes.indices.map { place -> HTML in
            "<th scope=\"col\" title=\"\(Piece.words(map.classes[place]))\">\(letter(place))</th>"
        }
        let rows = map.rows.map { row -> HTML in
            let cells = row.cells.map(cell)
            return
                "<tr><th scope=\"row\" title=\"\(row.title, limit: 200)\">\(links.issueName(row.issue))</th>\(cells)</tr>\n"
        }
        let rest = count - map.rows.count
        let legend = map.classes.indices.map {
            "<li><b>\(letter($0))</b> \(Piece.words(map.classes[$0]), limit: 160)</li>" as HTML
        }
        return """
            <table class="matrix"><caption>Share of failing runs of each issue in each configuration class</caption>
            <thead><tr><th scope="col">issue</th>\(heads)</tr></thead><tbody>\(rows)</tbody></table>
            <ul class="legend">\(legend)</ul>\(rest > 0 ? "<p class=\"small soft\">and \(Plural.count(rest, "issue")) that failed less often</p>" : HTML.empty)
            """
    }

    private static func letter(_ place: Int) -> String { String(letters[place % letters.count]) }

    private static func cell(_ cell: ReleaseCharts.HeatMap.Cell?) -> HTML {
        guard let cell, cell.runs > 0 else { return "<td class=\"none\" title=\"no run exercised it\">–</td>" }
        let share = Double(cell.failed) / Double(cell.runs)
        let told: HTML = "failed \(cell.failed) of \(cell.runs) runs"
        let percent = cell.failed == 0 ? "0" : share < 0.01 ? "<1" : String(Int((share * 100).rounded()))
        return "<td class=\"\(level(share))\" title=\"\(told)\">\(percent)</td>"
    }

    /// None, and four quarters.
    static func level(_ share: Double) -> HTML {
        switch share {
        case 0: "h0"
        case ..<0.25: "h1"
        case ..<0.5: "h2"
        case ..<0.75: "h3"
        default: "h4"
        }
    }
}
