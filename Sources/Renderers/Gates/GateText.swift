// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Verdicts of gates for people: the verdict first, then what stops it, with the next command.
package enum GateText {
    private static let shown = 8

    package static func verdict(_ verdict: GateVerdict, _ decision: GateDecision, palette: Palette) -> String {
        let release = verdict.release.map { ", release \(SafeText.line($0, limit: 80))" } ?? ""
        let candidate = verdict.candidate.map { ", commit \(SafeText.line(String($0.prefix(12))))" } ?? ""
        var lines = [
            "\(palette.paint(verdict.outcome.rawValue, role(verdict.outcome)))  \(SafeText.line(verdict.phase))\(release)\(candidate) (\(decision.name))",
            "",
        ]
        let told = verdict.byWeight.filter { ![.pass, .notApplicable].contains($0.outcome) }
        lines += told.flatMap { rule($0, palette) }
        let passed = verdict.rules.filter { $0.outcome == .pass }
        if !passed.isEmpty {
            lines.append(
                "  \(palette.paint("pass", .good))       \(passed.map { "\($0.id) \($0.name)" }.joined(separator: ", "))"
            )
        }
        let others = verdict.rules.filter { $0.outcome == .notApplicable }
        if !others.isEmpty {
            lines.append(
                "  not asked  \(others.map { "\($0.id) \($0.name): \(SafeText.line($0.actual, limit: 80))" }.joined(separator: ", "))"
            )
        }
        if verdict.rules.isEmpty { lines.append("  no rule counts in this phase, so nothing is decided") }
        if let baseline = verdict.baseline, baseline.isSelfApproved == true {
            lines += ["", "  held against \(SafeText.line(baseline.name)), self-approved"]
        }
        if !verdict.endings.isEmpty {
            lines += ["", "  waivers that end within two weeks"]
            lines += verdict.endings.map {
                "    \($0.waiver)  \(SafeText.line($0.subject, limit: 120))  until \(Moment.text($0.until)) UTC"
            }
        }
        if !verdict.changes.isEmpty {
            lines += [
                "",
                "  the policy differs from the default: \(SafeText.line(verdict.changes.joined(separator: ", "), limit: 600))",
            ]
        }
        lines += [
            "",
            "  policy sha256:\(decision.policyDigest.prefix(12)), evidence sha256:\(decision.evidenceDigest.prefix(12)), verdict sha256:\(decision.verdictDigest.prefix(12))",
        ]
        return lines.joined(separator: "\n")
    }

    private static func rule(_ rule: GateVerdict.Rule, _ palette: Palette) -> [String] {
        let word = rule.outcome.rawValue + (rule.isBlocking ? "" : " (told only)")
        var lines = [
            "  \(palette.paint(word, role(rule)))  \(palette.paint("\(rule.id) \(rule.name)", .strong)): \(SafeText.line(rule.actual, limit: 160)); wanted \(SafeText.line(rule.expected, limit: 160))"
        ]
        lines += rule.subjects.prefix(shown).map { subject in
            let waiver = subject.waiver.map { name in
                ", waived by \(name) (\(SafeText.line(subject.approver ?? "-", limit: 60)), until \(subject.until.map(Moment.text) ?? "-") UTC)"
            }
            let text = subject.text.isEmpty ? "" : "  \(SafeText.line(subject.text, limit: 140))"
            return "    \(SafeText.line(subject.id, limit: 120))\(text)\(waiver ?? "")"
        }
        if rule.subjects.count > shown {
            lines.append("    and \(Plural.number(rule.subjects.count - shown)) more; --format json lists them")
        }
        if let next = rule.next, rule.outcome != .waived {
            lines.append("    next: \(SafeText.line(next, limit: 200))")
        }
        return lines
    }

    package static func role(_ outcome: GateVerdict.Outcome) -> Palette.Role {
        switch outcome {
        case .go: .good
        case .conditionalGo, .undecided: .warning
        case .noGo: .bad
        }
    }

    private static func role(_ rule: GateVerdict.Rule) -> Palette.Role {
        switch rule.outcome {
        case .pass, .notApplicable: .good
        case .fail: rule.isBlocking ? .bad : .warning
        case .undecided, .waived: .warning
        }
    }

    // MARK: Lists

    package static func list(_ decisions: [GateDecision], width: Int?, palette: Palette) -> String {
        guard !decisions.isEmpty else { return "no gate was decided" }
        var table = TextTable([
            .init("gate"), .init("verdict"), .init("phase"), .init("release"), .init("commit"), .init("decided"),
            .init("by", fit: .keepingStart),
        ])
        for one in decisions {
            table.add([
                .init(one.name, .strong), .init(one.outcome.rawValue, role(one.outcome)), .init(one.phase),
                .init(one.release ?? "-"), .init(one.candidate.map { String($0.prefix(12)) } ?? "-"),
                .init(Moment.text(one.at)), .init(one.actor),
            ])
        }
        return table.text(width: width, palette: palette)
    }

    package static func backtest(_ backtest: GateBacktest, palette: Palette) -> String {
        guard !backtest.lines.isEmpty else { return "no gate of this phase was decided" }
        var lines = backtest.lines.map { line in
            let same = line.decision.outcome == line.outcome
            let now = same ? "the same" : palette.paint(line.outcome.rawValue, role(line.outcome))
            let rules = line.rules.isEmpty ? "" : " by \(line.rules.joined(separator: ", "))"
            let escapes =
                line.escapes.isEmpty ? "" : "; escaped it: \(line.escapes.map { "ISS-\($0)" }.joined(separator: ", "))"
            return "\(line.decision.name)  \(line.decision.outcome.rawValue), then \(now)\(rules)\(escapes)"
        }
        let stopped = backtest.lines.count(where: \.isStopped)
        let freed = backtest.lines.count(where: \.isFreed)
        lines += [
            "",
            "\(Plural.number(stopped)) of \(Plural.count(backtest.lines.count, "decision")) would have been stopped, \(Plural.number(freed)) let go; \(Plural.count(backtest.caught.count, "escaped issue")) would have been caught\(backtest.caught.isEmpty ? "" : ": \(backtest.caught.map { "ISS-\($0)" }.joined(separator: ", "))")",
        ]
        return lines.joined(separator: "\n")
    }

    package static func waivers(
        _ waivers: [(waiver: Waiver, state: Waiver.State)], width: Int?, palette: Palette
    ) -> String {
        guard !waivers.isEmpty else { return "no waivers" }
        var table = TextTable([
            .init("waiver"), .init("state"), .init("rule"), .init("subject"), .init("phase"), .init("release"),
            .init("until"),
            .init("approved by"), .init("owner"), .init("reason", fit: .keepingStart),
        ])
        for (waiver, state) in waivers {
            let approver = waiver.approver.map { waiver.isSelfApproved ? "\($0) (self-approved)" : $0 } ?? "-"
            table.add([
                .init(waiver.name, .strong), .init(state.rawValue, state == .active ? .warning : .muted),
                .init(waiver.rule),
                .init(waiver.subject), .init(waiver.phase), .init(waiver.release ?? "-"),
                .init(Moment.text(waiver.expires)),
                .init(approver), .init(waiver.owner), .init(waiver.reason),
            ])
        }
        return table.text(width: width, palette: palette)
    }

    package static func waiver(_ waiver: Waiver, before: String?, after: String, isDryRun: Bool) -> String {
        let start = isDryRun ? "dry run  " : ""
        let self_ = waiver.isSelfApproved && after == "active" ? ", self-approved" : ""
        let what =
            "\(waiver.rule) \(SafeText.line(waiver.subject, limit: 120)), \(waiver.phase), until \(Moment.text(waiver.expires)) UTC"
        return before.map { "\(start)\(waiver.name)  was \($0), is \(after)\(self_): \(what)" }
            ?? "\(start)\(waiver.name)  \(after): \(what)"
    }
}
