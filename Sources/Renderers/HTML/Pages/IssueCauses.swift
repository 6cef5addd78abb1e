// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Where the cause of an issue may lie.
enum IssueCauses {
    private static let shownFactors = 4
    private static let shownRows = 5

    static func comparison(_ comparison: IsIsNot) -> HTML {
        // What fails less often than the rest sets nothing apart.
        let rows = comparison.rows.filter { $0.failed * $0.otherRuns > $0.otherFailed * $0.runs }
        let not = comparison.neighbours.map { "<span class=\"id\">\($0, limit: 160)</span>" as HTML }
        guard !rows.isEmpty || !not.isEmpty else {
            return Piece.empty(
                "Nothing sets its runs apart.", "It fails as often in every phase and configuration that is known.")
        }
        var table = Table(
            "What sets failing runs apart",
            [.init("Is"), .init("Fails", isNumber: true), .init("Elsewhere", isNumber: true), .init("By chance")])
        for row in rows.prefix(shownRows) {
            let mark: HTML = row.chance <= 0.05 ? "<strong>hardly</strong>" : "may be"
            table.add([
                "\(row.dimension, limit: 40) <strong>\(row.value, limit: 80)</strong>",
                "\(row.failed) of \(row.runs)", "\(row.otherFailed) of \(row.otherRuns)",
                "\(mark) <span class=\"soft\">p \(SuspectText.chance(row.chance))</span>",
            ])
        }
        let head: HTML =
            "<p class=\"small soft\">of \(Plural.count(comparison.runs, "run")), \(comparison.failed) failed</p>"
        let never: HTML =
            not.isEmpty
            ? .empty : "<p class=\"small\">Never broke, of the same classes: \(not.joined(separator: ", "))</p>"
        return "\(head)\(table.isEmpty ? HTML.empty : table.html)\(never)"
    }

    static func suspects(_ report: SuspectReport?, _ links: ReportLinks) -> HTML {
        guard let report else {
            return Piece.empty("Nothing is known.", "Every incident of it was called a false alarm.")
        }
        let bracket: HTML? =
            report.isIntermittent
            ? "It comes and goes; this is where its rate changed." as HTML
            : report.lastGood.map { "RUN-\($0) passed, RUN-\(report.firstBad) failed." as HTML }
        let head = bracket.map { "<p class=\"small soft\">\($0)</p>" as HTML }
        let lines = report.suspects.map { suspect($0, links) }
        let items = report.items.map(item)
        let common: HTML =
            items.isEmpty ? .empty : "<h3>Failing runs have in common</h3>\(Piece.list(items, class: "lines"))"
        guard !lines.isEmpty else {
            return
                "\(head)\(Piece.empty("No suspect.", "\(report.note ?? "nothing changed that was captured")."))\(common)"
        }
        let other: HTML = "<span class=\"soft\">\(percent(report.somethingElse)) something that was not captured</span>"
        return "\(head)\(Piece.list(lines + [other], class: "lines"))\(common)"
    }

    private static func suspect(_ suspect: SuspectReport.Suspect, _ links: ReportLinks) -> HTML {
        let asked = suspect.changes.map { links.name("CR-\($0)") }
        let factors = suspect.factors.prefix(shownFactors).map { "\($0.label) ×\(number($0.weight))" }
        let why = (["onset \(percent(suspect.onset))"] + factors).joined(separator: ", ")
        return """
            <strong>\(percent(suspect.score))</strong> \(DiffText.line(suspect.delta), limit: 200) \(asked.joined(separator: ", "))\
            \(Piece.bar(suspect.score, tone: suspect.score >= 0.5 ? .bad : .warning))<span class="small soft">\(why)</span>
            """
    }

    private static func item(_ item: SuspectReport.Item) -> HTML {
        let row = item.row
        return
            "\(percent(item.chance)) \(row.dimension, limit: 60) <strong>\(DiffText.short(row.value), limit: 80)</strong>: failed \(row.failed) of \(row.runs) with it, \(row.otherFailed) of \(row.otherRuns) without"
    }

    private static func percent(_ share: Double) -> String { ChangeText.percent(share) }

    private static func number(_ weight: Double) -> String {
        weight == weight.rounded() ? String(Int(weight)) : String(weight)
    }
}
