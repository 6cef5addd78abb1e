// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// `exitgate ingest` for people and machines.
package enum IngestText {
    private static let shownIncidents = 8

    /// - Parameter isQuiet: only the summary line.
    package static func text(_ report: IngestReport, isQuiet: Bool, width: Int?, palette: Palette) -> String {
        var lines: [String] = []
        if let run = report.run, !isQuiet {
            lines += RunText.facts(run, palette: palette)
            let retried = report.passedOnRetry
            lines += group("opened", report.opened, .bad, palette, retried: retried)
            lines += group("reopened", report.reopened, .bad, palette, retried: retried)
            lines += group("ongoing", report.ongoing, .warning, palette, retried: retried)
            lines += group("restored", report.restored, .good, palette)
            if let next = (report.opened + report.reopened + report.ongoing).first {
                lines += ["", "  next       exitgate incident show INC-\(next.number)"]
            }
            lines.append("")
        }
        lines.append(summary(report))
        return lines.joined(separator: "\n")
    }

    /// The line that every ingestion ends with.
    package static func summary(_ report: IngestReport) -> String {
        let fate =
            report.isDryRun
            ? " (dry run: nothing stored)" : report.isRepeated ? " (already ingested: nothing changed)" : ""
        return "files read \(Plural.number(report.files.count)), warned \(Plural.number(report.warned)), "
            + "salvaged \(Plural.number(report.salvaged)), rejected \(Plural.number(report.rejected)); "
            + "results kept \(Plural.number(report.results))\(fate)"
    }

    private static func group(
        _ name: String, _ incidents: [IncidentSummary], _ role: Palette.Role, _ palette: Palette,
        retried: Set<Int64> = []
    ) -> [String] {
        guard !incidents.isEmpty else { return [] }
        let label = name + String(repeating: " ", count: max(1, 11 - name.count))
        var lines = incidents.prefix(shownIncidents).enumerated().map { index, incident in
            "  \(index == 0 ? palette.paint(label, role) : String(repeating: " ", count: 11))INC-\(incident.number)  "
                + "\(Plural.count(incident.tests, "test"))  \(SafeText.line(incident.title, limit: 100))\(retried.contains(incident.number) ? "  (passed on a retry)" : "")"
        }
        if incidents.count > shownIncidents {
            lines.append(
                "  \(String(repeating: " ", count: 11))and \(Plural.number(incidents.count - shownIncidents)) more: exitgate incident list"
            )
        }
        return lines
    }
}

/// `exitgate ingest --format json`; `format` 1.
package enum IngestJSON {
    package static func text(_ report: IngestReport) -> String {
        JSONText.object([
            .init("format", 1), .init("already_ingested", .bool(report.isRepeated)),
            .init("dry_run", .bool(report.isDryRun)),
            .init("digest", .string(report.digest)), .init("run", report.run.map(RunJSON.summary) ?? .null),
            .init("results", RunJSON.counts(report.outcomes)),
            .init(
                "summary",
                .object([
                    .init("read", .int(report.files.count)), .init("warned", .int(report.warned)),
                    .init("salvaged", .int(report.salvaged)), .init("rejected", .int(report.rejected)),
                    .init("results_kept", .int(report.results)),
                ])),
            .init(
                "incidents",
                .object([
                    .init("opened", .array(report.opened.map(IncidentJSON.summary))),
                    .init("reopened", .array(report.reopened.map(IncidentJSON.summary))),
                    .init("ongoing", .array(report.ongoing.map(IncidentJSON.summary))),
                    .init("restored", .array(report.restored.map(IncidentJSON.summary))),
                    .init(
                        "passed_on_retry", .array(report.passedOnRetry.sorted().map { .string("INC-\($0)") })),
                ])),
            .init("files", .array(report.files.map(file))),
            .init("diagnostics", .array(unplaced(report).map(JSONText.init(diagnostic:)))),
        ]).pretty
    }

    /// Findings that belong to none of the files.
    private static func unplaced(_ report: IngestReport) -> [Diagnostic] {
        let files = Set(report.files.map(\.file))
        return report.diagnostics.filter { !files.contains($0.file) }
    }

    private static func file(_ file: IngestReport.File) -> JSONText {
        let counts = file.outcomes.map { outcomes in
            Outcome.allCases.map { JSONText.Member($0.word, .int(outcomes[$0] ?? 0)) }
        }
        return .object(
            [.init("file", .string(file.file)), .init("condition", .string(file.condition))] + (counts ?? []) + [
                .init("bytes", .int(file.bytes)), .init("sha256", JSONText(file.digest)),
                .init("diagnostics", .array(file.diagnostics.map(JSONText.init(diagnostic:)))),
            ])
    }
}
