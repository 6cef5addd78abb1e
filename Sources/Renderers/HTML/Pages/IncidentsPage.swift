// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// All incidents that opened or failed in the release.
struct IncidentsPage {
    private static let table = "incident-table"

    let report: ReleaseReport
    let links: ReportLinks

    var html: HTML {
        let lead: HTML = "One probable cause that breaks tests in one phase and one configuration; live ones first."
        let incidents = report.incidents
        guard !incidents.listed.isEmpty else {
            return links.head("Incidents", lead)
                + (report.review.trend.last.map { $0.runs > 0 } == true
                    ? Piece.empty("No incident in this release.", "Every test that ran passed.")
                    : Piece.empty("Nothing is known.", "No result of this release could be read."))
        }
        let table = rows
        let filter = table.filter([
            ("standing", "Standing", Set(incidents.listed.map(\.stateText)).sorted()),
            ("phase", "Phase", Set(incidents.listed.map(\.phase)).sorted()),
        ])
        let rest = incidents.count - incidents.listed.count
        let more: HTML =
            rest > 0
            ? "<p class=\"small soft\">and \(rest) more; <code>exitgate incident list --limit 0</code> lists them</p>"
            : .empty
        return """
            \(links.head("Incidents", lead))
            \(Piece.section("\(incidents.live) live of \(incidents.count)", "\(filter)\(table.html)\(more)"))
            """
    }

    private var rows: Table {
        var table = Table(
            "Incidents of the release",
            [
                .init("Incident"), .init("What it says", isWide: true), .init("Standing"), .init("Phase"),
                .init("Tests", isNumber: true), .init("Runs", isNumber: true), .init("Since", isTime: true),
                .init("Last failed", isTime: true),
                .init("Issue"),
            ], id: Self.table)
        for incident in report.incidents.listed {
            let issue: HTML = incident.issue.map(links.issueName) ?? .empty
            let looks = incident.acknowledgedBy.map { "<br><span class=\"soft small\">\($0, limit: 60)</span>" as HTML }
            table.add(
                [
                    .init("<span class=\"id\">INC-\(incident.number)</span>", sort: String(incident.number)),
                    "<span class=\"title\">\(incident.title, limit: 200)</span><br><span class=\"soft small\">\(Piece.words(incident.configuration), limit: 120)</span>",
                    .init(Badge.incident(incident) + "\(looks)"), "\(incident.phase, limit: 40)",
                    .init(incident.tests), .init(incident.failedRuns), .init(time: incident.opened.startedAt),
                    .init(time: incident.lastFailed.startedAt),
                    .init(issue, sort: String(incident.issue ?? 0)),
                ], anchor: "INC-\(incident.number)",
                data: [("standing", incident.stateText), ("phase", incident.phase)])
        }
        return table
    }
}
