// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Which phase found what, by the phase that could have found it first.
enum ContainmentMatrix {
    static func html(_ containment: [ReleaseReview.Containment]) -> HTML {
        guard containment.contains(where: { $0.total + $0.missed > 0 }) else {
            return Piece.empty(
                "Nothing to contain.", "No issue is new in this release, so no phase found or missed one.")
        }
        let phases = containment.map(\.phase)
        let most = containment.flatMap(\.found.values).max() ?? 1
        let heads = phases.map { "<th scope=\"col\">\($0, limit: 24)</th>" as HTML }
        let rows = containment.enumerated().map { place, one -> HTML in
            let cells = phases.enumerated().map { column, due -> HTML in
                // Nothing is found before the phase that could have found it.
                guard column <= place else { return "<td class=\"none\"></td>" }
                let count = one.found[due] ?? 0
                let kind: HTML =
                    count == 0 ? "none" : column == place ? "h0" : HeatMap.level(Double(count) / Double(most))
                return "<td class=\"\(kind)\">\(count)</td>"
            }
            let share = one.share.map { ChangeText.percent($0) } ?? "–"
            return
                "<tr><th scope=\"row\">\(one.phase, limit: 24)</th>\(cells)<td class=\"none\">\(one.missed)</td><td class=\"none\">\(share)</td></tr>\n"
        }
        return """
            <table class="matrix"><caption>Issues by the phase that found them and the phase that could have</caption>
            <thead><tr><th scope="col">found in</th>\(heads)<th scope="col">let through</th><th scope="col">contains</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            """
    }
}
