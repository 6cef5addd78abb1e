// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Releases for people and machines.
package enum ReleaseText {
    private static let shown = 10

    package static func list(_ releases: [ReleaseSummary], width: Int?, palette: Palette) -> String {
        guard !releases.isEmpty else { return "no run names a release" }
        var table = TextTable([
            .init("release"), .init("phase"), .init("gate"), .init("runs", alignment: .right),
            .init("live", alignment: .right), .init("first run"), .init("latest run"),
        ])
        for release in releases {
            for phase in release.phases {
                table.add([
                    .init(release.name, .strong), .init(phase.name),
                    .init(phase.gate?.outcome.rawValue ?? "-", phase.gate.map { GateText.role($0.outcome) } ?? .muted),
                    .init(Plural.number(phase.runs)), .init(Plural.number(phase.live)), .init(Moment.text(phase.first)),
                    .init(Moment.text(phase.last)),
                ])
            }
        }
        return table.text(width: width, palette: palette)
    }

    package static func page(_ page: ReleasePage, width: Int?, palette: Palette) -> String {
        let summary = page.summary
        var lines = [
            "\(palette.paint(SafeText.line(summary.name, limit: 100), .strong))  \(Plural.count(summary.runs, "run")) in \(Plural.count(summary.phases.count, "phase")), \(Plural.count(summary.live, "live incident"))",
            "",
        ]
        lines += summary.phases.map { phase in
            let gate = phase.gate.map { gate in
                "\(palette.paint(gate.outcome.rawValue, GateText.role(gate.outcome))) (\(gate.name), \(Moment.text(gate.at)) UTC)"
            }
            let life = page.phases.first { $0.phase == phase.name }?.life
            let state = life.map { "\(palette.paint($0.state.text, PhaseText.role($0.state))), " } ?? ""
            let forced = life?.isForced == true ? ", begun although a phase before it was not over" : ""
            let signed = life?.signedOffBy.map { ", signed off by \(SafeText.line($0, limit: 60))" } ?? ""
            return
                "  \(SafeText.line(phase.name, limit: 60)): \(state)\(gate ?? "no gate was decided")\(signed)\(forced); \(Plural.count(phase.runs, "run")), \(Plural.number(phase.live)) live"
        }
        if !page.baselines.isEmpty {
            lines += ["", "  baselines"]
            lines += page.baselines.map { "    \($0.name)  \($0.state.rawValue), \(BaselineText.approval($0))" }
        }
        lines += issues("open issues, by priority", page.open) + issues("solved issues", page.solved)
        if !page.waivers.isEmpty {
            lines += ["", "  waivers"]
            lines += page.waivers.map { waiver, state in
                "    \(waiver.name)  \(state.rawValue)  \(waiver.rule) \(SafeText.line(waiver.subject, limit: 100)), until \(Moment.text(waiver.expires)) UTC"
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func issues(_ title: String, _ issues: [ReleasePage.Entry]) -> [String] {
        guard !issues.isEmpty else { return [] }
        let rest = issues.count - shown
        return ["", "  \(title)"]
            + issues.prefix(shown).map { entry in
                let line = entry.line
                return
                    "    ISS-\(line.summary.number)  \(line.state.rawValue)  \(line.weight.severity.text) P\(line.weight.priority)  \(Plural.count(entry.failedRuns, "failing run"))  \(SafeText.line(line.summary.title, limit: 120))"
            } + (rest > 0 ? ["    and \(Plural.number(rest)) more; --format json lists them"] : [])
    }

    // MARK: JSON

    package static func listJSON(_ releases: [ReleaseSummary]) -> String {
        JSONText.object([.init("format", 1), .init("releases", .array(releases.map { .object(summary($0)) }))]).pretty
    }

    package static func pageJSON(_ page: ReleasePage) -> String {
        JSONText.object(
            [.init("format", 1)] + summary(page.summary) + [
                .init("open", .array(page.open.map(issue))), .init("solved", .array(page.solved.map(issue))),
                .init("baselines", .array(page.baselines.map { .object(BaselineText.summary($0)) })),
                .init("waivers", .array(page.waivers.map { .string($0.waiver.name) })),
                .init("life", .array(page.phases.map { .object(PhaseText.members($0)) })),
            ]
        ).pretty
    }

    private static func summary(_ release: ReleaseSummary) -> [JSONText.Member] {
        [.init("release", .string(release.name)), .init("phases", .array(release.phases.map(phase)))]
    }

    static func phase(_ phase: ReleaseSummary.Phase) -> JSONText {
        .object([
            .init("phase", .string(phase.name)), .init("runs", .int(phase.runs)), .init("live", .int(phase.live)),
            .init("first", .string(Moment.iso8601(phase.first))), .init("last", .string(Moment.iso8601(phase.last))),
            .init("verdict", JSONText(phase.gate?.outcome.rawValue)), .init("gate", JSONText(phase.gate?.name)),
        ])
    }

    private static func issue(_ entry: ReleasePage.Entry) -> JSONText {
        let line = entry.line
        return .object([
            .init("issue", .string("ISS-\(line.summary.number)")), .init("state", .string(line.state.rawValue)),
            .init("severity", .string(line.weight.severity.text)), .init("priority", .int(line.weight.priority)),
            .init("failed_runs", .int(entry.failedRuns)), .init("title", .string(line.summary.title)),
        ])
    }
}
