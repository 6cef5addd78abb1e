// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// What `exitgate status` shows.
package struct StatusReport: Sendable {
    package var project = ""
    package var phase: String?
    package var release: String?
    package var runs = 0
    package var tests = 0
    package var latest: RunSummary?
    package var counts: [Incident.State: Int] = [:]
    package var live: [IncidentSummary] = []
    /// Numbers of the incidents that the latest run opened.
    package var opened: Set<Int64> = []
    package var preview: GatePreview

    package init(preview: GatePreview) {
        self.preview = preview
    }
}

/// One screen for people.
package enum StatusText {
    package static func text(_ report: StatusReport, width: Int?, palette: Palette) -> String {
        let role: Palette.Role = [.go: .good, .noGo: .bad, .undecided: .warning][report.preview.verdict] ?? .warning
        let scope = [report.phase ?? "all phases", report.release.map { "release \($0)" }].compactMap(\.self).joined(
            separator: ", ")
        var lines = [
            "\(palette.paint(report.preview.verdict.rawValue, role))  \(SafeText.line(scope)): \(report.preview.reasons.joined(separator: "; ")) (preview; exitgate gate decides)",
            "",
            "  store      \(Plural.count(report.runs, "run")), \(Plural.count(report.tests, "test"))",
            "  incidents  \(Incident.State.allCases.map { "\(report.counts[$0] ?? 0) \($0.rawValue)" }.joined(separator: ", "))",
        ]
        if let latest = report.latest {
            lines.append(
                "  latest     RUN-\(latest.id), \(Moment.text(latest.run.startedAt)) UTC, \(SafeText.line(latest.run.phase)), \(SafeText.line(latest.run.configuration.description)): \(RunText.counts(latest.outcomes))"
            )
        }
        if !report.live.isEmpty {
            lines += ["", table(report).text(width: width, palette: palette)]
            let live = Incident.State.allCases.filter(\.isLive).reduce(0) { $0 + (report.counts[$1] ?? 0) }
            if report.release == nil, live > report.live.count {
                lines.append("and \(Plural.number(live - report.live.count)) more; exitgate incident list shows all")
            }
        }
        lines += ["", "  next       \(next(report))"]
        return lines.joined(separator: "\n")
    }

    private static func table(_ report: StatusReport) -> TextTable {
        var table = TextTable([
            .init("incident"), .init("state"), .init("new"), .init("phase"), .init("configuration", fit: .keepingStart),
            .init("tests", alignment: .right), .init("since"), .init("what", fit: .keepingStart, minimum: 30),
        ])
        for incident in report.live {
            table.add([
                .init("INC-\(incident.number)", .strong),
                .init(incident.stateText, IncidentText.role(incident)),
                .init(report.opened.contains(incident.number) ? "new" : "", .warning), .init(incident.phase),
                .init(incident.configuration.description), .init(Plural.number(incident.tests)),
                .init(Moment.text(incident.opened.startedAt)), .init(incident.title),
            ])
        }
        return table
    }

    private static func next(_ report: StatusReport) -> String {
        if let first = report.live.first { return "exitgate incident show INC-\(first.number)" }
        return report.latest == nil
            ? "exitgate ingest PATH --phase PHASE" : "exitgate run show RUN-\(report.latest?.id ?? 0)"
    }

    package static func json(_ report: StatusReport) -> String {
        JSONText.object([
            .init("format", 1), .init("project", .string(report.project)), .init("phase", JSONText(report.phase)),
            .init("release", JSONText(report.release)), .init("verdict", .string(report.preview.verdict.rawValue)),
            .init("reasons", .array(report.preview.reasons.map(JSONText.string))), .init("runs", .int(report.runs)),
            .init("tests", .int(report.tests)), .init("latest", report.latest.map(RunJSON.summary) ?? .null),
            .init(
                "incidents", .object(Incident.State.allCases.map { .init($0.rawValue, .int(report.counts[$0] ?? 0)) })),
            .init("live", .array(report.live.map(IncidentJSON.summary))),
        ]).pretty
    }
}
