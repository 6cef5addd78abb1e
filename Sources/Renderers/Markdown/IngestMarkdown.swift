// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// An ingestion for the summary of a job.
package enum IngestMarkdown {
    private static let shown = 20

    package static func text(_ report: IngestReport) -> String {
        let run = report.run.map { ": \(MarkdownText.inline($0.run.phase)), RUN-\($0.id)" } ?? ""
        var lines = [
            "## Test results\(run)", "",
            "\(report.results == 0 ? "no results" : RunText.counts(report.outcomes)) in \(Plural.count(report.files.count, "file")).",
        ]
        let groups = [
            ("new", report.opened), ("fails again", report.reopened), ("still fails", report.ongoing),
            ("restored", report.restored),
        ]
        if groups.contains(where: { !$0.1.isEmpty }) {
            lines += ["", "| Incident | What | Tests | |", "| --- | --- | ---: | --- |"]
        }
        for (word, incidents) in groups {
            lines += incidents.prefix(shown).map { incident in
                let issue = incident.issue.map { ", ISS-\($0)" } ?? ""
                return
                    "| INC-\(incident.number)\(issue) | \(MarkdownText.cell(incident.title, limit: 200)) | \(Plural.number(incident.tests)) | \(report.word(word, of: incident)) |"
            }
            if incidents.count > shown {
                lines.append("| | and \(Plural.number(incidents.count - shown)) more | | \(word) |")
            }
        }
        let problems = report.diagnostics.filter { $0.severity == .error }
        if !problems.isEmpty {
            lines += ["", "Not read to the end:", ""]
            lines += problems.prefix(shown).map { "- \(MarkdownText.inline("\($0.file): \($0.message)", limit: 300))" }
        }
        return lines.joined(separator: "\n")
    }
}
