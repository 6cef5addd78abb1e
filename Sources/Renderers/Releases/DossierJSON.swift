// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// The dossier of a release for machines.
package enum DossierJSON {
    package static func text(_ dossier: ReleaseDossier) -> String {
        let own: [JSONText.Member] = [
            .init("scope", scope(dossier)),
            .init("life", .array(dossier.phases.map { .object(PhaseText.members($0)) })),
            .init("baselines", .array(dossier.baselines.map(baseline))),
            .init(
                "evidence",
                .object([
                    .init("uploads", .int(dossier.uploads)), .init("digest", .string(dossier.evidenceDigest)),
                    .init("places", .array(dossier.evidence.map(place))),
                ])), .init("waivers", .array(dossier.waivers.map { GateJSON.waiver($0.waiver, $0.state) })),
            .init("decisions", .array(dossier.decisions.map(decision))),
        ]
        return JSONText.object([.init("format", 1)] + NotesJSON.members(dossier.notes) + own).pretty
    }

    private static func scope(_ dossier: ReleaseDossier) -> JSONText {
        .object([
            .init("phases", .array(dossier.summary.phases.map(ReleaseText.phase))),
            .init("first", .string(Moment.iso8601(dossier.summary.first))),
            .init("last", .string(Moment.iso8601(dossier.summary.last))), .init("runs", .int(dossier.summary.runs)),
            .init("commits", .int(dossier.commits)),
            .init("environments", .array(dossier.environments.map { .string($0) })),
        ])
    }

    private static func baseline(_ one: AuditedBaseline) -> JSONText {
        let events = one.events.map { event in
            JSONText.object([
                .init("at", .string(Moment.iso8601(event.at))), .init("actor", .string(event.actor)),
                .init("verb", .string(event.verb)), .init("reason", .string(event.reason)),
                .init("to", .string(event.to.rawValue)),
            ])
        }
        return .object(
            BaselineText.summary(one.baseline) + [
                .init("events", .array(events)), .init("audit", JSONText(one.audit?.verdict.rawValue)),
                .init("unaccounted", .array((one.audit?.unaccounted ?? []).map(DiffText.json))),
                .init(
                    "accounted",
                    .array(
                        (one.audit?.accounted ?? []).map {
                            .object([
                                .init("change", .string("CR-\($0.change)")), .init("delta", DiffText.json($0.delta)),
                            ])
                        })),
            ])
    }

    private static func place(_ one: ReleaseDossier.Evidence) -> JSONText {
        .object([
            .init("phase", .string(one.phase)), .init("configuration", .string(one.configuration.text)),
            .init("runs", .int(one.runs)), .init("whole_runs", .int(one.wholeRuns)),
            .init("failed_runs", .int(one.failedRuns)), .init("latest", JSONText(one.latest.map { "RUN-\($0)" })),
            .init("commit", JSONText(one.commit)),
            .init(
                "outcomes",
                .object(
                    Outcome.allCases.map { outcome in .init("\(outcome)", .int(one.outcomes[outcome] ?? 0)) })),
        ])
    }

    private static func decision(_ one: ReleaseDossier.ProvenDecision) -> JSONText {
        let decision = one.decision
        return .object([
            .init("gate", .string(decision.name)), .init("phase", .string(decision.phase)),
            .init("verdict", .string(decision.outcome.rawValue)), .init("at", .string(Moment.iso8601(decision.at))),
            .init("actor", .string(decision.actor)), .init("candidate", JSONText(decision.candidate)),
            .init("stopping", .array(one.stopping.map { .string($0) })),
            .init("waived", .array(one.waived.map { .string($0) })), .init("is_proven", .bool(one.isProven)),
            .init("policy_sha256", .string(decision.policyDigest)),
            .init("evidence_sha256", .string(decision.evidenceDigest)),
            .init("verdict_sha256", .string(decision.verdictDigest)),
        ])
    }
}
