// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Incidents for people.
package enum IncidentText {
    /// Tests that one failing line names.
    private static let placedTests = 5

    /// A table, or a sentence when there is nothing to show.
    package static func list(_ incidents: [IncidentSummary], width: Int?, palette: Palette) -> String {
        guard !incidents.isEmpty else { return "no incidents match" }
        var table = TextTable([
            .init("incident"), .init("state"), .init("phase"), .init("configuration", fit: .keepingStart),
            .init("tests", alignment: .right), .init("runs", alignment: .right), .init("since"),
            .init("what", fit: .keepingStart, minimum: 30),
        ])
        for incident in incidents {
            table.add([
                .init("INC-\(incident.number)", .strong), .init(incident.stateText, role(incident)),
                .init(incident.phase), .init(incident.configuration.description), .init(Plural.number(incident.tests)),
                .init(Plural.number(incident.failedRuns)), .init(Moment.text(incident.opened.startedAt)),
                .init(incident.title),
            ])
        }
        return table.text(width: width, palette: palette)
    }

    static func role(_ incident: IncidentSummary) -> Palette.Role {
        switch incident.standing {
        case .void: .muted
        case .acknowledged, .masked, .stale: .warning
        case .open, .intermittent, .restored, .closed: role(incident.state)
        }
    }

    package static func role(_ state: Incident.State) -> Palette.Role {
        switch state {
        case .open: .bad
        case .intermittent: .warning
        case .restored: .good
        case .closed: .muted
        }
    }

    /// One incident on a page.
    package static func page(
        _ incident: IncidentSummary, events: [IncidentEvent], words: [IncidentWord] = [],
        tests: [(test: TestName, isPassing: Bool)], failing: [FailingPlace] = [], sample: OccurrenceSample?,
        known: SimilarIssue? = nil, similar: [SimilarIssue] = [], suspects: SuspectReport? = nil, palette: Palette
    ) -> String {
        var lines = [
            "\(palette.paint("INC-\(incident.number)", .strong))  \(palette.paint(incident.stateText, role(incident)))  \(SafeText.line(incident.title, limit: 300))",
            "",
            "  where      \(SafeText.line(incident.phase)), \(SafeText.line(incident.configuration.description, limit: 200))",
            "  since      RUN-\(incident.opened.id), \(Moment.text(incident.opened.startedAt)) UTC\(onset(incident))",
            "  last seen  RUN-\(incident.lastFailed.id), \(Moment.text(incident.lastFailed.startedAt)) UTC",
        ]
        lines += failing.map(place)
        if let restored = incident.restored {
            let evidence = incident.restoredBy.map {
                " (by \($0 == .same ? "a pass of the same commit" : $0.rawValue))"
            }
            lines.append("  restored   RUN-\(restored.id), \(Moment.text(restored.startedAt)) UTC\(evidence ?? "")")
        }
        let reopened = incident.reopenCount > 0 ? ", reopened \(Plural.count(incident.reopenCount, "time"))" : ""
        if let owner = incident.acknowledgedBy { lines.append("  looked at  by \(SafeText.line(owner, limit: 80))") }
        if let issue = incident.issue {
            lines.append("  issue      ISS-\(issue)\(known.map { ", \($0.state.rawValue)" } ?? "")")
            lines += known.map(facts) ?? []
        }
        if incident.isMajor { lines.append("  major      it broke a fifth of a run at once, most often an outage") }
        if incident.isMasked {
            lines.append("  masked     its tests fail in another way since, so nobody knows whether it is over")
        }
        lines += [
            "  extent     \(Plural.count(incident.tests, "test")), \(Plural.count(incident.failedRuns, "failing run")), \(Plural.count(incident.occurrences, "occurrence"))\(reopened)",
            "  episode    \(incident.episode)",
            "  signature  \(incident.signature) (\(SafeText.line(incident.algorithm)))", "", "  tests",
        ]
        for entry in tests.prefix(20) {
            let mark = entry.isPassing ? palette.paint("passes", .good) : palette.paint("fails ", .bad)
            lines.append("    \(mark)  TEST-\(entry.test.id)  \(SafeText.line(entry.test.display, limit: 200))")
        }
        if tests.count > 20 {
            lines.append("    and \(Plural.number(tests.count - 20)) more; --format json lists them")
        }
        lines += ["", "  events"] + events.map(event)
        if !words.isEmpty { lines += ["", "  decisions"] + words.map(word) }
        if let suspects { lines += SuspectText.lines(suspects, palette: palette) }
        if !similar.isEmpty { lines += ["", "  issues that are like it"] + similar.flatMap(likeness) }
        if let sample {
            lines += ["", "  latest occurrence, in RUN-\(sample.run) by TEST-\(sample.test)"] + texts(sample)
        }
        return lines.joined(separator: "\n")
    }

    /// Where it still fails, such as `main at c0ffee02c0ff, RUN-2: TEST-1, TEST-4`.
    private static func place(_ place: FailingPlace) -> String {
        let commit = place.commit.map { " at \(SafeText.line(String($0.prefix(12)), limit: 80))" } ?? ""
        let branch = place.branch.map { SafeText.line($0, limit: 80) } ?? "a branch that is not known"
        let named = place.tests.prefix(placedTests).map { "TEST-\($0.id)" }.joined(separator: ", ")
        let rest = place.tests.count - placedTests
        return
            "  fails on   \(branch)\(commit), RUN-\(place.run): \(named)\(rest > 0 ? " and \(Plural.number(rest)) more" : "")"
    }

    static func word(_ word: IncidentWord) -> String {
        "    \(Moment.text(word.at)) UTC  DEC-\(word.decision)  \(word.verb) by \(SafeText.line(word.actor, limit: 80)): \(SafeText.line(word.reason, limit: 200))\(word.ended.map { "  (ended: \($0))" } ?? "")"
    }

    /// What was learned from a similar issue.
    private static func likeness(_ issue: SimilarIssue) -> [String] {
        let head =
            "    \(issue.name)  \(issue.state.rawValue), likeness \(Points.signed(issue.score))  \(SafeText.line(issue.title, limit: 120))"
        return [head] + facts(issue)
    }

    /// Cause, workaround, fix, and whether it holds.
    private static func facts(_ issue: SimilarIssue) -> [String] {
        let proof =
            issue.daysToFix.map { days in
                "fixed after \(Plural.count(days, "day"))\(issue.hasRegressed ? ", and it came back" : ", and the fix holds")"
            }
        let facts = [
            issue.cause.map { "cause: \($0)" }, issue.workaround.map { "workaround: \($0)" },
            issue.commit.map { "fix: \($0.prefix(12))" }, proof,
            issue.articles.isEmpty ? nil : issue.articles.map { "KB-\($0)" }.joined(separator: ", "),
        ].compactMap(\.self)
        return facts.map { "      \(SafeText.line($0, limit: 300))" }
    }

    private static func onset(_ incident: IncidentSummary) -> String {
        incident.lastGoodRun.map { "; last good RUN-\($0)" } ?? "; no earlier pass is known"
    }

    static func event(_ event: IncidentEvent) -> String {
        let change = event.from.map { "\($0.rawValue) to \(event.to.rawValue)" } ?? event.to.rawValue
        let run = event.run.map { "RUN-\($0)" } ?? "documents"
        return
            "    \(Moment.text(event.at)) UTC  \(run)  \(change)  (\(SafeText.line(event.actor)), \(SafeText.line(event.rule)))"
    }

    static func texts(_ sample: OccurrenceSample) -> [String] {
        var lines: [String] = []
        if !sample.type.isEmpty { lines.append("    type     \(SafeText.line(sample.type, limit: 200))") }
        if let message = sample.message { lines += block("message", message, lines: 12) }
        if let details = sample.details { lines += block("details", details, lines: 40) }
        if let output = sample.output { lines += block("output", output, lines: 20) }
        return lines
    }

    private static func block(_ name: String, _ text: String, lines limit: Int) -> [String] {
        let all = text.split(separator: "\n", omittingEmptySubsequences: false)
        let shown = all.prefix(limit).joined(separator: "\n")
        let rest =
            all.count > limit ? ["    \(Plural.count(all.count - limit, "more line")); --format json has all"] : []
        return ["    \(name)", SafeText.block(shown)] + rest
    }
}
