// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Baselines for people and machines.
package enum BaselineText {
    private static let shownItems = 40

    package static func list(_ baselines: [Baseline], width: Int?, palette: Palette) -> String {
        guard !baselines.isEmpty else { return "no baselines match" }
        var table = TextTable([
            .init("baseline"), .init("state"), .init("kind"), .init("items", alignment: .right), .init("captured"),
            .init("by"), .init("approved by", fit: .keepingStart), .init("digest"),
        ])
        for baseline in baselines {
            table.add([
                .init(baseline.name, .strong), .init(baseline.state.rawValue, role(baseline.state)),
                .init(Baseline.Kind(phase: baseline.phase).rawValue), .init(Plural.number(baseline.items)),
                .init(Moment.text(baseline.capturedAt)), .init(baseline.author), .init(approval(baseline)),
                .init(String(baseline.digest.prefix(12))),
            ])
        }
        return table.text(width: width, palette: palette)
    }

    /// Who approved it; that it was its author is never left out.
    static func approval(_ baseline: Baseline) -> String {
        guard let approver = baseline.approver else { return "-" }
        return baseline.isSelfApproved ? "\(approver) (self-approved)" : approver
    }

    static func role(_ state: BaselineState) -> Palette.Role {
        switch state {
        case .captured, .proposed: .warning
        case .approved, .frozen: .good
        case .suspect, .rejected: .bad
        case .superseded, .retired: .muted
        }
    }

    /// One baseline on a page.
    package static func page(
        _ baseline: Baseline, items: [ConfigurationItem], events: [BaselineEvent], suites: [String], tests: Int,
        failures: [String], palette: Palette
    ) -> String {
        let state = palette.paint(baseline.state.rawValue, role(baseline.state))
        let kinds = ConfigurationItem.Kind.allCases.compactMap { kind -> String? in
            let count = items.count { $0.kind == kind }
            return count == 0 ? nil : "\(Plural.number(count)) \(kind.rawValue)"
        }
        let unpinned = items.count { !$0.isPinned && $0.kind != .source }
        var lines = [
            "\(palette.paint(baseline.name, .strong))  \(state)  \(Baseline.Kind(phase: baseline.phase).rawValue) baseline",
            "", "  digest     sha256:\(baseline.digest)",
            "  captured   \(Moment.text(baseline.capturedAt)) UTC by \(SafeText.line(baseline.author, limit: 80))",
        ]
        if let at = baseline.approvedAt {
            lines.append("  approved   \(Moment.text(at)) UTC by \(SafeText.line(approval(baseline), limit: 100))")
        }
        if let run = baseline.run { lines.append("  run        RUN-\(run)") }
        lines += [
            "  items      \(Plural.number(items.count)): \(kinds.joined(separator: ", "))",
            "  unpinned   \(unpinned == 0 ? "none" : "\(Plural.number(unpinned)), which may change without notice")",
            "  suites     \(suites.isEmpty ? "none required" : SafeText.line(suites.joined(separator: ", "), limit: 300))",
            "  tests      \(Plural.number(tests)) in the inventory",
            "  known      \(failures.isEmpty ? "nothing is known to fail" : known(failures))",
            "", "  configuration",
        ]
        lines += items.prefix(shownItems).map { "    \(SafeText.line(item($0), limit: 200))" }
        if items.count > shownItems {
            lines.append("    and \(Plural.number(items.count - shownItems)) more; --format json lists them")
        }
        lines += ["", "  events"] + events.map(event)
        return lines.joined(separator: "\n")
    }

    private static func known(_ failures: [String]) -> String {
        let rest = failures.count > 20 ? ", and \(Plural.number(failures.count - 20)) more" : ""
        return "\(failures.prefix(20).joined(separator: ", "))\(rest) fail"
    }

    static func item(_ item: ConfigurationItem) -> String {
        let value = item.value ?? item.digest.map(DiffText.short) ?? "any"
        return "\(item.kind.rawValue) \(item.key) \(value)\(item.isPinned ? "" : " (not pinned)"), \(item.evidence)"
    }

    private static func event(_ event: BaselineEvent) -> String {
        let change = event.from.map { "\($0.rawValue) to \(event.to.rawValue)" } ?? event.to.rawValue
        return
            "    \(Moment.text(event.at)) UTC  \(change)  (\(SafeText.line(event.actor, limit: 80)), \(event.verb)): \(SafeText.line(event.reason, limit: 200))"
    }

    /// What a command did.
    package static func outcome(
        _ baseline: Baseline, before: BaselineState?, superseded: [String], tests: Int, failures: Int, isDryRun: Bool
    ) -> String {
        let start = isDryRun ? "dry run  " : ""
        let self_ = baseline.isSelfApproved ? ", self-approved" : ""
        let end = superseded.isEmpty ? "" : "; supersedes \(superseded.joined(separator: ", "))"
        guard let before else {
            return
                "\(start)\(baseline.name)  captured: \(Plural.count(baseline.items, "item")), \(Plural.count(tests, "test")), \(Plural.count(failures, "known failure")); sha256:\(baseline.digest.prefix(12))"
        }
        return "\(start)\(baseline.name)  was \(before.rawValue), is \(baseline.state.rawValue)\(self_)\(end)"
    }

    // MARK: JSON

    package static func listJSON(_ baselines: [Baseline]) -> String {
        JSONText.object([.init("format", 1), .init("baselines", .array(baselines.map { .object(summary($0)) }))]).pretty
    }

    package static func pageJSON(
        _ baseline: Baseline, items: [ConfigurationItem], events: [BaselineEvent], suites: [String], tests: Int,
        failures: [String]
    ) -> String {
        JSONText.object([
            .init("format", 1), .init("baseline", .object(summary(baseline))),
            .init("suites", .array(suites.map(JSONText.string))), .init("tests", .int(tests)),
            .init("known_failures", .array(failures.map(JSONText.string))),
            .init("items", .array(items.map(json))), .init("events", .array(events.map(json))),
        ]).pretty
    }

    package static func summary(_ baseline: Baseline) -> [JSONText.Member] {
        [
            .init("id", .string(baseline.name)), .init("phase", .string(baseline.phase)),
            .init("kind", .string(Baseline.Kind(phase: baseline.phase).rawValue)),
            .init("state", .string(baseline.state.rawValue)), .init("digest", .string("sha256:\(baseline.digest)")),
            .init("item_count", .int(baseline.items)), .init("author", .string(baseline.author)),
            .init("proposer", JSONText(baseline.proposer)),
            .init("captured_at", .string(Moment.iso8601(baseline.capturedAt))),
            .init("approver", JSONText(baseline.approver)),
            .init("approved_at", JSONText(baseline.approvedAt.map(Moment.iso8601))),
            .init("self_approved", .bool(baseline.isSelfApproved)),
            .init("run", JSONText(baseline.run.map { "RUN-\($0)" })),
        ]
    }

    static func json(_ item: ConfigurationItem) -> JSONText {
        .object([
            .init("kind", .string(item.kind.rawValue)), .init("key", .string(item.key)),
            .init("value", JSONText(item.value)), .init("digest", JSONText(item.digest)),
            .init("pinned", .bool(item.isPinned)), .init("evidence", .string(item.evidence)),
            .init("direct", item.isDirect.map(JSONText.bool) ?? .null),
            .init("development", item.isDevelopment.map(JSONText.bool) ?? .null),
        ])
    }

    private static func json(_ event: BaselineEvent) -> JSONText {
        .object([
            .init("at", .string(Moment.iso8601(event.at))), .init("actor", .string(event.actor)),
            .init("verb", .string(event.verb)), .init("reason", .string(event.reason)),
            .init("from", JSONText(event.from?.rawValue)), .init("to", .string(event.to.rawValue)),
        ])
    }
}
