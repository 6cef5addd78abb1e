// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Phases of releases for people and machines.
package enum PhaseText {
    private static let shown = 20

    package static func list(_ phases: [PhaseReport], width: Int?, palette: Palette) -> String {
        guard !phases.isEmpty else { return "no phase of a release has begun: runs name one with --release" }
        var table = TextTable([
            .init("release"), .init("phase"), .init("state"), .init("gate"), .init("runs", alignment: .right),
            .init("since"), .init("next", fit: .keepingStart, minimum: 20),
        ])
        for one in phases {
            table.add([
                .init(one.release, .strong), .init(one.phase), .init(one.life.state.text, role(one.life.state)),
                .init(one.life.decision?.name ?? "-"), .init(Plural.number(one.runs)),
                .init(one.life.since.map(Moment.text) ?? "-"), .init(one.next ?? ""),
            ])
        }
        return table.text(width: width, palette: palette)
    }

    package static func page(_ one: PhaseReport, palette: Palette) -> String {
        let life = one.life
        var lines = [
            "\(palette.paint(SafeText.line("\(one.phase) of \(one.release)", limit: 200), .strong))  \(palette.paint(life.state.text, role(life.state)))",
            "", "  runs       \(Plural.number(one.runs))", "  entered    \(entered(one))",
        ]
        if let decision = life.decision {
            lines.append(
                "  gate       \(palette.paint(decision.outcome.rawValue, GateText.role(decision.outcome))) (\(decision.name), \(Moment.text(decision.at)) UTC)"
            )
        }
        if one.needsSignOff {
            lines.append(
                "  sign-off   \(life.signedOffBy.map { "by \(SafeText.line($0, limit: 100))" } ?? "needed, and not given")"
            )
        }
        lines += one.blocking.map { "  before it  \(SafeText.line($0.phase, limit: 60)) is \($0.state.text)" }
        if !life.transitions.isEmpty { lines += ["", "  events"] }
        let rest = life.transitions.count - shown
        if rest > 0 { lines.append("    \(Plural.number(rest)) earlier; --format json lists them") }
        lines += life.transitions.suffix(shown).map(event)
        if let next = one.next { lines += ["", "  next: \(SafeText.line(next, limit: 300))"] }
        return lines.joined(separator: "\n")
    }

    private static func entered(_ one: PhaseReport) -> String {
        guard one.life.state != .planned else { return "not yet" }
        guard let who = one.life.enteredBy else { return "by its first run; nobody said so" }
        return
            "by \(SafeText.line(who, limit: 100))\(one.life.isForced ? ", although a phase before it was not over" : "")"
    }

    private static func event(_ event: PhaseLife.Transition) -> String {
        let evidence = event.gate.map { ", GATE-\($0)" } ?? event.run.map { ", RUN-\($0)" } ?? ""
        let reason = event.reason.map { ": \(SafeText.line($0, limit: 200))" } ?? ""
        let moved = event.from == event.to ? event.to.text : "\(event.from.text) -> \(event.to.text)"
        return
            "    \(Moment.text(event.at)) UTC  \(moved)  \(event.rule), \(SafeText.line(event.actor, limit: 60))\(evidence)\(reason)"
    }

    /// What a command did.
    package static func outcome(_ one: PhaseReport, before: PhaseState, frozen: String?, isDryRun: Bool) -> String {
        let start = isDryRun ? "dry run  " : ""
        let name = SafeText.line("\(one.phase) of \(one.release)", limit: 200)
        let moved = before == one.life.state ? "is \(before.text)" : "was \(before.text), is \(one.life.state.text)"
        return "\(start)\(name)  \(moved)\(frozen.map { "; \($0) is frozen" } ?? "")"
    }

    static func role(_ state: PhaseState) -> Palette.Role {
        switch state {
        case .planned: .muted
        case .active, .inReview, .held: .warning
        case .passed, .passedConditionally: .good
        }
    }

    // MARK: JSON

    package static func listJSON(_ phases: [PhaseReport]) -> String {
        JSONText.object([.init("format", 1), .init("phases", .array(phases.map { .object(members($0)) }))]).pretty
    }

    package static func pageJSON(_ one: PhaseReport) -> String {
        let events = one.life.transitions.map { event in
            JSONText.object([
                .init("at", .string(Moment.iso8601(event.at))), .init("actor", .string(event.actor)),
                .init("rule", .string(event.rule)), .init("reason", JSONText(event.reason)),
                .init("gate", JSONText(event.gate.map { "GATE-\($0)" })),
                .init("run", JSONText(event.run.map { "RUN-\($0)" })), .init("from", .string(event.from.rawValue)),
                .init("to", .string(event.to.rawValue)),
            ])
        }
        return JSONText.object([.init("format", 1)] + members(one) + [.init("events", .array(events))]).pretty
    }

    static func members(_ one: PhaseReport) -> [JSONText.Member] {
        let blocking = one.blocking.map { phase, state in
            JSONText.object([.init("phase", .string(phase)), .init("state", .string(state.rawValue))])
        }
        return [
            .init("release", .string(one.release)), .init("phase", .string(one.phase)),
            .init("state", .string(one.life.state.rawValue)), .init("runs", .int(one.runs)),
            .init("entered_by", JSONText(one.life.enteredBy)), .init("is_forced", .bool(one.life.isForced)),
            .init("gate", JSONText(one.life.decision?.name)),
            .init("verdict", JSONText(one.life.decision?.outcome.rawValue)),
            .init("needs_sign_off", .bool(one.needsSignOff)), .init("signed_off_by", JSONText(one.life.signedOffBy)),
            .init("blocked_by", .array(blocking)), .init("next", JSONText(one.next)),
        ]
    }
}
