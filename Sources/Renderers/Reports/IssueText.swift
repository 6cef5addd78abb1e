// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Issues for people.
package enum IssueText {
    private static let shownMembers = 12
    private static let shownIncidents = 20
    /// Digits of a signature that name it; commands take them.
    private static let digits = 12

    /// A table, or a sentence when there is nothing to show.
    package static func list(_ issues: [IssueSummary], width: Int?, palette: Palette) -> String {
        guard !issues.isEmpty else { return "no issues match" }
        var table = TextTable([
            .init("issue"), .init("state"), .init("incidents", alignment: .right), .init("tests", alignment: .right),
            .init("runs", alignment: .right), .init("since"), .init("last seen"),
            .init("what", fit: .keepingStart, minimum: 30),
        ])
        for issue in issues {
            table.add([
                .init("ISS-\(issue.number)", .strong), .init(issue.activity.rawValue, role(issue.activity)),
                .init(Plural.number(issue.incidents)), .init(Plural.number(issue.tests)),
                .init(Plural.number(issue.failedRuns)), .init(Moment.text(issue.firstSeen)),
                .init(Moment.text(issue.lastSeen)), .init(issue.title),
            ])
        }
        return table.text(width: width, palette: palette)
    }

    private static func role(_ activity: IssueSummary.Activity) -> Palette.Role {
        switch activity {
        case .live: .bad
        case .quiet: .good
        case .closed: .muted
        }
    }

    /// One issue on a page.
    package static func page(_ issue: IssueDetail, palette: Palette) -> String {
        let summary = issue.summary
        let rule =
            summary.rule.map { "\($0.reason) (\($0.rawValue))" } ?? "withdrawn: evidence no longer says that it recurs"
        var lines = [
            "\(palette.paint("ISS-\(summary.number)", .strong))  \(palette.paint(summary.activity.rawValue, role(summary.activity)))  \(SafeText.line(summary.title, limit: 300))",
            "",
            "  because    \(rule)",
            "  since      \(Moment.text(summary.firstSeen)) UTC, last seen \(Moment.text(summary.lastSeen)) UTC",
            "  extent     \(Plural.count(summary.incidents, "incident")), \(Plural.number(summary.liveIncidents)) live; \(Plural.count(summary.tests, "test")), \(Plural.count(summary.failedRuns, "failing run")), \(Plural.count(summary.occurrences, "occurrence"))",
            "  where      \(Plural.count(summary.phases, "phase")), \(Plural.count(summary.configurations, "configuration"))",
        ]
        if !issue.aliases.isEmpty {
            lines.append("  holds      \(issue.aliases.map { "ISS-\($0)" }.joined(separator: ", "))")
        }
        lines += ["", "  incidents"] + incidents(issue, palette)
        lines += ["", "  signatures"] + members(issue.members)
        if !issue.companions.isEmpty { lines += ["", "  fails together with"] + issue.companions.map(companion) }
        if !issue.decisions.isEmpty { lines += ["", "  decisions"] + issue.decisions.map { decision($0, palette) } }
        if let rule = issue.suggestedRule {
            lines += ["", "  described by", "    \(SafeText.line(rule, limit: 1_000))"]
        }
        if let sample = issue.sample {
            lines += ["", "  latest occurrence, in RUN-\(sample.run) by TEST-\(sample.test)"]
            lines += IncidentText.texts(sample)
        }
        return lines.joined(separator: "\n")
    }

    private static func incidents(_ issue: IssueDetail, _ palette: Palette) -> [String] {
        var lines = issue.incidents.prefix(shownIncidents).map { incident in
            "    \(palette.paint("INC-\(incident.number)", .strong))  \(palette.paint(incident.state.rawValue, IncidentText.role(incident.state)))  \(SafeText.line(incident.phase)), \(SafeText.line(incident.configuration.description, limit: 120)), since \(Moment.text(incident.opened.startedAt))"
        }
        let rest = issue.incidents.count - shownIncidents
        if rest > 0 { lines.append("    and \(Plural.number(rest)) more; --format json lists them") }
        return lines
    }

    private static func members(_ members: [IssueDetail.Member]) -> [String] {
        var lines = members.prefix(shownMembers).map { member in
            "    \(member.signature.prefix(digits))  \(Plural.count(member.occurrences, "occurrence"))  \(SafeText.line(member.test, limit: 120))  \(SafeText.line(member.title, limit: 120))"
        }
        let rest = members.count - shownMembers
        if rest > 0 { lines.append("    and \(Plural.number(rest)) more; --format json lists them") }
        return lines
    }

    private static func companion(_ other: IssueDetail.Companion) -> String {
        let began = other.beganTogether ? "began in the same run, " : ""
        return
            "    \(other.name)  \(began)\(Plural.number(other.common)) of \(Plural.count(other.either, "run")) shared  \(SafeText.line(other.title, limit: 120))"
    }

    /// One decision in one line.
    private static func decision(_ decision: IssueDetail.Decision, _ palette: Palette) -> String {
        let what =
            switch decision.kind {
            case "undo": "undo of DEC-\(decision.undoes ?? 0)"
            case "rule":
                "rule \(SafeText.line(decision.value ?? "", limit: 300)), \(Plural.count(decision.signatures, "signature"))"
            default: "\(decision.kind), \(Plural.count(decision.signatures, "signature"))"
            }
        let state = decision.isActive ? "" : palette.paint("  taken back", .muted)
        return
            "    DEC-\(decision.number)  \(Moment.text(decision.at)) UTC  \(what)  by \(SafeText.line(decision.actor, limit: 80)): \(SafeText.line(decision.reason, limit: 300))\(state)"
    }

    /// The log of decisions, the oldest first.
    package static func decisions(_ decisions: [IssueDetail.Decision], palette: Palette) -> String {
        guard !decisions.isEmpty else { return "no decisions" }
        return decisions.map { String(decision($0, palette).dropFirst(4)) }.joined(separator: "\n")
    }

    /// Why the signatures of a cluster are together.
    package static func explanation(_ cluster: ClusterExplanation, palette: Palette) -> String {
        var lines = [
            "\(palette.paint(cluster.name, .strong))  \(SafeText.line(cluster.title, limit: 300))",
            "\(Plural.count(cluster.members.count, "signature")), \(Plural.count(cluster.links.count, "link")) (\(cluster.algorithm))",
        ]
        if cluster.members.count == 1 {
            lines += ["", "one signature: exception, message and frames are equal after masking"]
        }
        for link in cluster.links { lines += [""] + TriageText.link(link, palette) }
        if !cluster.decisions.isEmpty {
            lines += ["", "decisions of people, which win over evidence"]
            lines += cluster.decisions.map { decision($0, palette) }
        }
        return lines.joined(separator: "\n")
    }
}
