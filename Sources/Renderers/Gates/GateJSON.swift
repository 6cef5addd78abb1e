// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Verdicts of gates for machines.
package enum GateJSON {
    package static func verdict(_ verdict: GateVerdict, _ decision: GateDecision) -> String {
        JSONText.object(
            [.init("format", 1)] + summary(decision) + [
                .init("project", .string(verdict.project)),
                .init("baseline", verdict.baseline.map(baseline) ?? .null),
                .init("rules", .array(verdict.rules.map(rule))),
                .init("policy_changes", .array(verdict.changes.map(JSONText.string))),
                .init(
                    "waivers_ending",
                    .array(
                        verdict.endings.map { ending in
                            .object([
                                .init("waiver", .string(ending.waiver)), .init("subject", .string(ending.subject)),
                                .init("until", .string(Moment.iso8601(ending.until))),
                            ])
                        })),
            ]
        ).pretty
    }

    private static func summary(_ decision: GateDecision) -> [JSONText.Member] {
        [
            .init("gate", decision.number == nil ? .null : .string(decision.name)),
            .init("verdict", .string(decision.outcome.rawValue)), .init("phase", .string(decision.phase)),
            .init("release", JSONText(decision.release)), .init("commit", JSONText(decision.candidate)),
            .init("at", .string(Moment.iso8601(decision.at))), .init("by", .string(decision.actor)),
            .init("policy_digest", .string("sha256:\(decision.policyDigest)")),
            .init("evidence_digest", .string("sha256:\(decision.evidenceDigest)")),
            .init("verdict_digest", .string("sha256:\(decision.verdictDigest)")),
        ]
    }

    private static func baseline(_ baseline: GateVerdict.Baseline) -> JSONText {
        .object([
            .init("id", .string(baseline.name)), .init("digest", .string("sha256:\(baseline.digest)")),
            .init("self_approved", .bool(baseline.isSelfApproved == true)),
        ])
    }

    private static func rule(_ rule: GateVerdict.Rule) -> JSONText {
        let subjects = rule.subjects.map { subject in
            JSONText.object([
                .init("id", .string(subject.id)), .init("text", .string(subject.text)),
                .init("waiver", JSONText(subject.waiver)), .init("approver", JSONText(subject.approver)),
                .init("until", JSONText(subject.until.map(Moment.iso8601))),
            ])
        }
        return .object([
            .init("id", .string(rule.id)), .init("name", .string(rule.name)), .init("summary", .string(rule.summary)),
            .init("outcome", .string(rule.outcome.rawValue)), .init("blocking", .bool(rule.isBlocking)),
            .init("expected", .string(rule.expected)), .init("actual", .string(rule.actual)),
            .init("subjects", .array(subjects)), .init("next", JSONText(rule.next)),
        ])
    }

    package static func list(_ decisions: [GateDecision]) -> String {
        JSONText.object([.init("format", 1), .init("gates", .array(decisions.map { .object(summary($0)) }))]).pretty
    }

    package static func backtest(_ backtest: GateBacktest) -> String {
        let lines = backtest.lines.map { line in
            JSONText.object([
                .init("gate", .string(line.decision.name)), .init("verdict", .string(line.decision.outcome.rawValue)),
                .init("verdict_then", .string(line.outcome.rawValue)),
                .init("rules", .array(line.rules.map(JSONText.string))),
                .init("escapes", .array(line.escapes.map { .string("ISS-\($0)") })),
            ])
        }
        return JSONText.object([
            .init("format", 1), .init("decisions", .array(lines)),
            .init("stopped", .int(backtest.lines.count(where: \.isStopped))),
            .init("let_go", .int(backtest.lines.count(where: \.isFreed))),
            .init("caught", .array(backtest.caught.map { .string("ISS-\($0)") })),
        ]).pretty
    }

    package static func waivers(_ waivers: [(waiver: Waiver, state: Waiver.State)]) -> String {
        JSONText.object([.init("format", 1), .init("waivers", .array(waivers.map(waiver)))]).pretty
    }

    static func waiver(_ waiver: Waiver, _ state: Waiver.State) -> JSONText {
        .object([
            .init("waiver", .string(waiver.name)), .init("state", .string(state.rawValue)),
            .init("rule", .string(waiver.rule)), .init("subject", .string(waiver.subject)),
            .init("phase", .string(waiver.phase)), .init("release", JSONText(waiver.release)),
            .init("reason", .string(waiver.reason)), .init("risk", .string(waiver.risk)),
            .init("owner", .string(waiver.owner)), .init("compensation", JSONText(waiver.compensation)),
            .init("requester", .string(waiver.requester)), .init("approver", JSONText(waiver.approver)),
            .init("self_approved", .bool(waiver.isSelfApproved)),
            .init("requested_at", .string(Moment.iso8601(waiver.requestedAt))),
            .init("expires", .string(Moment.iso8601(waiver.expires))),
            .init("accepted_rate", JSONText(waiver.acceptedRate)),
        ])
    }
}
