// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// All issues that failed in the release.
struct IssuesPage {
    private static let table = "issue-table"

    let report: ReleaseReport
    let links: ReportLinks

    var html: HTML {
        let recurring = report.review.recurring
        guard !recurring.isEmpty else {
            return links.head("Issues", "What recurs, with one probable cause each.")
                + Piece.empty(
                    "No issue failed in this release.",
                    "An incident becomes an issue when it comes back, or breaks much at once.")
        }
        let states = Set(recurring.map(\.line.state.rawValue)).sorted()
        let severities = Set(recurring.map(\.line.weight.severity.text)).sorted()
        let table = rows
        let filter = table.filter([("state", "State", states), ("severity", "Severity", severities)])
        return """
            \(links.head("Issues", "What recurs, with one probable cause each; the most frequent first."))
            \(Piece.section("All issues", "\(filter)\(table.html)"))
            """
    }

    private var rows: Table {
        var table = Table(
            "Issues that failed in the release",
            [
                .init("Issue"), .init("What it says", isWide: true), .init("State"), .init("Severity"),
                .init("Priority", isNumber: true), .init("Failing tests", isNumber: true),
                .init("Runs", isNumber: true), .init("Lost here", isNumber: true), .init("Last here", isTime: true),
            ], id: Self.table)
        for one in report.review.recurring {
            let (line, extent) = (one.line, one.extent)
            let owner = line.owner.map { "<br><span class=\"soft small\">\($0, limit: 60)</span>" as HTML }
            table.add(
                [
                    .init(links.issueName(line.summary.number), sort: String(line.summary.number)),
                    "<span class=\"title\">\(line.summary.title, limit: 200)</span>\(owner)",
                    .init(Badge.issue(line)), .init(Badge.severity(line.weight), sort: line.weight.severity.text),
                    .init("P\(line.weight.priority)", sort: String(line.weight.priority)),
                    .init(extent.occurrences), .init(extent.failedRuns),
                    .init("\(IssueText.hours(extent.minutes))", sort: String(Int(extent.minutes))),
                    .init(time: extent.last),
                ], data: [("state", line.state.rawValue), ("severity", line.weight.severity.text)])
        }
        return table
    }
}
