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
    ///
    /// - Parameter costs: Minutes that were lost by each issue that was asked for, the most first, to show costs; nil to show
    ///   times instead.
    package static func list(
        _ issues: [IssueLine], costs: [Double]? = nil, width: Int?, palette: Palette
    ) -> String {
        guard !issues.isEmpty else { return "no issues match" }
        var table = TextTable(
            [
                .init("issue"), .init("state"), .init("sev"), .init("prio", alignment: .right),
                .init("incidents", alignment: .right), .init("live", alignment: .right),
                .init("tests", alignment: .right), .init("runs", alignment: .right),
            ]
                + (costs != nil
                    ? [
                        .init("lost", alignment: .right), .init("of all", alignment: .right),
                        .init("expected", alignment: .right), .init("repair", alignment: .right),
                    ]
                    : [.init("since"), .init("last seen")])
                + [.init("what", fit: .keepingStart, minimum: 30)])
        let total = costs?.reduce(0, +) ?? 0
        for line in issues {
            let issue = line.summary
            let cost = line.weight.cost
            table.add(
                [
                    .init("ISS-\(issue.number)", .strong),
                    .init(state(line.state, line.isRegression), role(line.state)),
                    .init(line.weight.severity.text), .init("P\(line.weight.priority)"),
                    .init(Plural.number(issue.incidents)), .init(Plural.number(issue.liveIncidents)),
                    .init(Plural.number(issue.tests)), .init(Plural.number(issue.failedRuns)),
                ]
                    + (costs != nil
                        ? [
                            .init(hours(cost.lostMinutes)), .init(percent(cost.lostMinutes, of: total)),
                            .init(hours(cost.expectedMinutes)), .init(hours(cost.effortMinutes)),
                        ]
                        : [.init(Moment.text(issue.firstSeen)), .init(Moment.text(issue.lastSeen))])
                    + [.init(issue.title)])
        }
        let text = table.text(width: width, palette: palette)
        return costs.flatMap(concentration).map { "\(text)\n\n\($0)" } ?? text
    }

    /// How few issues cost most of the time: at least three quarters of it.
    private static func concentration(_ costs: [Double]) -> String? {
        let total = costs.reduce(0, +)
        guard total > 0 else { return nil }
        var sum = 0.0
        var count = 0
        for cost in costs where sum < 0.75 * total {
            sum += cost
            count += 1
        }
        let verb = count == 1 ? "costs" : "cost"
        return
            "\(Plural.number(count)) of \(Plural.count(costs.count, "issue")) \(verb) \(percent(sum, of: total)) of the lost time, which is \(hours(total))"
    }

    private static func percent(_ part: Double, of total: Double) -> String {
        total > 0 ? "\(Int((part * 100 / total).rounded())) %" : ""
    }

    /// Hours with one decimal.
    static func hours(_ minutes: Double) -> String {
        let tenths = Int((minutes / 6).rounded())
        return "\(Plural.number(tenths / 10)).\(tenths % 10) h"
    }

    /// Time that its failing tests ran.
    static func machineTime(_ cost: IssueCost) -> String {
        let seconds = (cost.machineMilliseconds + 500) / 1_000
        if seconds < 120 { return Plural.count(Int(seconds), "second") }
        return seconds < 7_200 ? Plural.count(Int(seconds / 60), "minute") : hours(Double(seconds) / 60)
    }

    private static func state(_ state: IssueState, _ isRegression: Bool) -> String {
        state.rawValue + (isRegression ? ", back" : "")
    }

    private static func role(_ state: IssueState) -> Palette.Role {
        switch state {
        case .candidate, .open, .knownError: .bad
        case .fixing, .fixed, .deferred, .notReproduced: .warning
        case .verified: .good
        case .closed: .muted
        }
    }

    /// Severity and priority with their reasons.
    private static func weight(_ weight: IssueWeight) -> String {
        let urgency = weight.urgencyReason.map { ", \(SafeText.line($0, limit: 200))" } ?? ""
        return
            "\(weight.severity.text), \(SafeText.line(weight.severityReason, limit: 200)); P\(weight.priority)\(urgency)"
    }

    /// One issue on a page.
    package static func page(_ issue: IssueDetail, palette: Palette) -> String {
        let summary = issue.summary
        let rule =
            summary.rule.map { "\($0.reason) (\($0.rawValue))" } ?? "withdrawn: evidence no longer says that it recurs"
        var lines = [
            "\(palette.paint("ISS-\(summary.number)", .strong))  \(palette.paint(state(issue.life.state, issue.life.isRegression), role(issue.life.state)))  \(SafeText.line(summary.title, limit: 300))",
            "",
            "  because    \(rule)",
            "  weight     \(weight(issue.weight))",
            "  cost       \(cost(issue.weight.cost))",
            "  since      \(Moment.text(summary.firstSeen)) UTC, last seen \(Moment.text(summary.lastSeen)) UTC",
            "  extent     \(Plural.count(summary.incidents, "incident")), \(Plural.number(summary.liveIncidents)) live; \(Plural.count(summary.tests, "test")), \(Plural.count(summary.failedRuns, "failing run")), \(Plural.count(summary.occurrences, "occurrence"))",
            "  where      \(Plural.count(summary.phases, "phase")), \(Plural.count(summary.configurations, "configuration"))",
        ]
        if !issue.aliases.isEmpty {
            lines.append("  holds      \(issue.aliases.map { "ISS-\($0)" }.joined(separator: ", "))")
        }
        if let former = summary.recurrenceOf {
            lines.append("  recurs     ISS-\(former), on another release line or after more than 180 days")
        }
        if let next = issue.recurredAs { lines.append("  came back  as ISS-\(next)") }
        lines += said(issue.life, suggestedOwner: issue.suggestedOwner, palette)
        if let verification = issue.life.verification, issue.life.fix != nil {
            lines += ["", "  fix"] + self.verification(verification)
        }
        lines += ["", "  incidents"] + incidents(issue, palette)
        lines += ["", "  signatures"] + members(issue.members)
        if !issue.companions.isEmpty { lines += ["", "  fails together with"] + issue.companions.map(companion) }
        if let suspects = issue.suspects { lines += SuspectText.lines(suspects, palette: palette) }
        lines += comparison(issue.comparison)
        lines += ["", "  events"] + issue.life.transitions.map(event)
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

    private static func cost(_ cost: IssueCost) -> String {
        "\(hours(Double(cost.triageMinutes))) of triage and \(machineTime(cost)) of tests so far; \(hours(cost.expectedMinutes)) expected up to the next gate, a repair takes \(hours(cost.effortMinutes))"
    }

    private static func said(_ life: IssueLife, suggestedOwner: String?, _ palette: Palette) -> [String] {
        let category = life.causeClass.map { " (\($0.rawValue))" } ?? ""
        let values: [(String, String?)] = [
            ("owner", life.owner ?? suggestedOwner.map { "\($0) (CODEOWNERS)" }),
            ("cause", life.cause.map { $0 + category }), ("workaround", life.workaround),
            ("link", life.link), ("deferred", life.deferredUntil.map { "until \(Moment.text($0)) UTC" }),
        ]
        return values.compactMap { name, value in
            value.map { value in
                let text = palette.link(SafeText.line(value, limit: 1_000), to: name == "link" ? value : "")
                return "  \(name)\(String(repeating: " ", count: 11 - name.count))\(text)"
            }
        }
    }

    /// What is proven, as people say it.
    private static func verification(_ verification: IssueLife.Verification) -> [String] {
        let commit =
            verification.claim.commit.map { "commit \(SafeText.line(String($0.prefix(12))))" } ?? "no commit named"
        let tested = verification.firstTested.map { "first tested by RUN-\($0)" } ?? "no run has tested it"
        return ["    \(commit); \(tested) (by \(verification.ancestry))"] + verification.places.map(place)
    }

    private static func place(_ place: IssueLife.Verification.Place) -> String {
        let name =
            "\(SafeText.line(place.phase)), \(SafeText.line(place.configuration.isEmpty ? "any configuration" : place.configuration, limit: 120))"
        let before = "failed \(Plural.number(place.failures)) of \(Plural.count(place.trials, "run")) before"
        guard let needed = place.needed else {
            return
                "    \(Plural.count(place.clean, "clean run")) on \(name); \(before): waiting cannot show it, a person must judge it"
        }
        let missing = max(0, needed - place.clean)
        let rest =
            if missing > 0 {
                "\(Plural.number(missing)) more \(missing == 1 ? "reaches" : "reach") 95 %"
            } else if place.days < place.daysNeeded {
                "they must come from \(place.daysNeeded) days"
            } else {
                place.unproven.isEmpty
                    ? "that is enough" : "\(unproven(place)): the fix may have taken them away, a person must judge it"
            }
        let count =
            place.clean > needed
            ? "\(Plural.count(place.clean, "clean run")), \(Plural.number(needed)) needed,"
            : "\(Plural.number(place.clean)) of \(Plural.count(needed, "clean run"))"
        return "    \(count) on \(name); \(before); \(rest)"
    }

    /// Tests that have not passed with the fix.
    private static func unproven(_ place: IssueLife.Verification.Place) -> String {
        let names = place.unproven.prefix(3).map { "TEST-\($0)" }.joined(separator: ", ")
        let rest = place.unproven.count - 3
        let all = rest > 0 ? "\(names) and \(Plural.number(rest)) more" : names
        return "\(all) \(place.unproven.count == 1 ? "has" : "have") not passed with it"
    }

    private static func incidents(_ issue: IssueDetail, _ palette: Palette) -> [String] {
        var lines = issue.incidents.prefix(shownIncidents).map { incident in
            "    \(palette.paint("INC-\(incident.number)", .strong))  \(palette.paint(incident.stateText, IncidentText.role(incident)))  \(SafeText.line(incident.phase)), \(SafeText.line(incident.configuration.description, limit: 120)), since \(Moment.text(incident.opened.startedAt))"
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

    /// Where it fails and where it does not; only what hardly is by chance sets runs apart.
    private static func comparison(_ comparison: IsIsNot) -> [String] {
        var lines = [
            "",
            "  is and is not, of \(Plural.count(comparison.runs, "run")) that exercised its tests, \(Plural.number(comparison.failed)) failed",
        ]
        // What fails less often than the rest sets nothing apart.
        for row in comparison.rows where row.failed * row.otherRuns > row.otherFailed * row.runs {
            let mark = row.chance <= 0.05 ? "sets it apart" : "may be chance"
            let chance = row.chance < 0.001 ? "< 0.001" : "\((row.chance * 1_000).rounded() / 1_000)"
            lines.append(
                "    \(SafeText.line(row.dimension, limit: 40)) \(SafeText.line(row.value, limit: 80)): fails \(Plural.number(row.failed)) of \(Plural.number(row.runs)); elsewhere \(Plural.number(row.otherFailed)) of \(Plural.number(row.otherRuns)); p \(chance), \(mark)"
            )
        }
        if !comparison.neighbours.isEmpty {
            let names = comparison.neighbours.map { SafeText.line($0, limit: 120) }
            lines.append("    not: \(names.joined(separator: ", "))")
        }
        return comparison.rows.isEmpty && comparison.neighbours.isEmpty ? [] : lines
    }

    private static func event(_ event: IssueLife.Transition) -> String {
        let change = event.from.map { "\($0.rawValue) to \(event.to.rawValue)" } ?? event.to.rawValue
        let evidence = event.run.map { "RUN-\($0)  " } ?? event.decision.map { "DEC-\($0)  " } ?? ""
        return
            "    \(Moment.text(event.at)) UTC  \(evidence)\(change)  (\(SafeText.line(event.actor, limit: 80)), \(SafeText.line(event.rule)))"
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
            case _ where decision.signatures == 0:
                "\(decision.kind)\(decision.value.map { " \(SafeText.quoted($0))" } ?? "")"
            default: "\(decision.kind), \(Plural.count(decision.signatures, "signature"))"
            }
        let subjects = decision.subjects.isEmpty ? "" : " \(decision.subjects.joined(separator: ", "))"
        let until = decision.until.map { " until \(Moment.text($0)) UTC" } ?? ""
        let ended = decision.ended.map { "  (ended: \($0))" } ?? ""
        let state = decision.isActive ? ended : palette.paint("  taken back", .muted)
        return
            "    DEC-\(decision.number)  \(Moment.text(decision.at)) UTC  \(what)\(until)\(subjects)  by \(SafeText.line(decision.actor, limit: 80)): \(SafeText.line(decision.reason, limit: 300))\(state)"
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
        if let weight = cluster.weight { lines.append(Self.weight(weight)) }
        if cluster.members.count == 1 {
            lines += ["", "one signature: exception, message and frames are equal after masking"]
        }
        for link in cluster.links { lines += [""] + TriageText.link(link, palette) }
        if !cluster.decisions.isEmpty {
            lines += ["", "decisions of people, which win over evidence"]
            lines += cluster.decisions.map { decision($0, palette) }
        }
        if let suspects = cluster.suspects { lines += SuspectText.lines(suspects, palette: palette) }
        return lines.joined(separator: "\n")
    }
}
