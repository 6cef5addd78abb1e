// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Issues for machines; `format` 1.
package enum IssueJSON {
    package static func list(_ issues: [IssueLine]) -> String {
        let lines = issues.map { line in
            JSONText.object(
                [
                    .init("id", .string("ISS-\(line.summary.number)")), .init("state", .string(line.state.rawValue)),
                    .init("regression", .bool(line.isRegression)), .init("owner", JSONText(line.owner)),
                ] + weight(line.weight) + summary(line.summary))
        }
        return JSONText.object([.init("format", 1), .init("issues", .array(lines))]).pretty
    }

    private static func weight(_ weight: IssueWeight) -> [JSONText.Member] {
        [
            .init("severity", .string(weight.severity.text)), .init("severity_reason", .string(weight.severityReason)),
            .init("priority", .int(weight.priority)), .init("urgency_reason", JSONText(weight.urgencyReason)),
            .init("triage_minutes", .int(weight.cost.triageMinutes)),
            .init("test_seconds", .double(Double(weight.cost.machineMilliseconds) / 1_000)),
            .init("expected_minutes", .double((weight.cost.expectedMinutes * 10).rounded() / 10)),
            .init("effort_minutes", .double(weight.cost.effortMinutes.rounded())),
            .init("fix_first", .double((weight.cost.fixFirst * 1_000).rounded() / 1_000)),
        ]
    }

    private static func life(_ life: IssueLife) -> [JSONText.Member] {
        [
            .init("state", .string(life.state.rawValue)), .init("regression", .bool(life.isRegression)),
            .init("owner", JSONText(life.owner)), .init("cause", JSONText(life.cause)),
            .init("cause_class", JSONText(life.causeClass?.rawValue)), .init("workaround", JSONText(life.workaround)),
            .init("link", JSONText(life.link)),
            .init("deferred_until", JSONText(life.deferredUntil.map(Moment.iso8601))),
        ]
    }

    private static func transition(_ transition: IssueLife.Transition) -> JSONText {
        .object([
            .init("at", .string(Moment.iso8601(transition.at))), .init("actor", .string(transition.actor)),
            .init("rule", .string(transition.rule)), .init("run", JSONText(transition.run.map { "RUN-\($0)" })),
            .init("decision", JSONText(transition.decision.map { "DEC-\($0)" })),
            .init("from", JSONText(transition.from?.rawValue)), .init("to", .string(transition.to.rawValue)),
        ])
    }

    private static func verification(_ verification: IssueLife.Verification) -> JSONText {
        .object([
            .init("commit", JSONText(verification.claim.commit)), .init("ancestry", .string(verification.ancestry)),
            .init("first_tested", JSONText(verification.firstTested.map { "RUN-\($0)" })),
            .init(
                "places",
                .array(
                    verification.places.map { place in
                        .object([
                            .init("phase", .string(place.phase)), .init("configuration", .string(place.configuration)),
                            .init("trials", .int(place.trials)), .init("failures", .int(place.failures)),
                            .init("needed", JSONText(place.needed)), .init("clean", .int(place.clean)),
                            .init("days", .int(place.days)), .init("days_needed", .int(place.daysNeeded)),
                            .init("unproven", .array(place.unproven.map { .string("TEST-\($0)") })),
                            .init("done", .bool(place.isDone)),
                        ])
                    })),
        ])
    }

    package static func page(_ issue: IssueDetail) -> String {
        JSONText.object([
            .init("format", 1),
            .init(
                "issue",
                .object(
                    [
                        .init("id", .string("ISS-\(issue.summary.number)")),
                        .init("suggested_owner", JSONText(issue.suggestedOwner)),
                    ] + life(issue.life) + weight(issue.weight)
                        + summary(issue.summary))),
            .init("events", .array(issue.life.transitions.map(transition))),
            .init("fix", issue.life.fix == nil ? .null : issue.life.verification.map(verification) ?? .null),
            .init("recurred_as", JSONText(issue.recurredAs.map { "ISS-\($0)" })),
            .init("holds", .array(issue.aliases.map { .string("ISS-\($0)") })),
            .init("incidents", .array(issue.incidents.map(IncidentJSON.summary))),
            .init("signatures", .array(issue.members.map(member))),
            .init("fails_together", .array(issue.companions.map(companion))),
            .init("is_and_is_not", comparison(issue.comparison)),
            .init("decisions", .array(issue.decisions.map(decision))),
            .init("suspects", issue.suspects.map(SuspectText.json) ?? .null),
            .init("suggested_rule", JSONText(issue.suggestedRule)),
            .init("sample", issue.sample.map(IncidentJSON.text) ?? .null),
        ]).pretty
    }

    package static func decisions(_ decisions: [IssueDetail.Decision]) -> String {
        JSONText.object([.init("format", 1), .init("decisions", .array(decisions.map(decision)))]).pretty
    }

    package static func explanation(_ cluster: ClusterExplanation) -> String {
        JSONText.object([
            .init("format", 1), .init("name", .string(cluster.name)), .init("title", .string(cluster.title)),
            .init("algorithm", .string(cluster.algorithm)),
            .init("weight", cluster.weight.map { .object(weight($0)) } ?? .null),
            .init("signatures", .array(cluster.members.map(member))),
            .init("links", .array(cluster.links.map(TriageJSON.link))),
            .init("decisions", .array(cluster.decisions.map(decision))),
            .init("suspects", cluster.suspects.map(SuspectText.json) ?? .null),
        ]).pretty
    }

    private static func summary(_ issue: IssueSummary) -> [JSONText.Member] {
        [
            .init("activity", .string(issue.activity.rawValue)),
            .init("rule", JSONText(issue.rule?.rawValue)),
            .init("recurrence_of", JSONText(issue.recurrenceOf.map { "ISS-\($0)" })),
            .init("title", .string(issue.title)),
            .init("signature", .string(issue.signature)), .init("signatures", .int(issue.signatures)),
            .init("incidents", .int(issue.incidents)), .init("live_incidents", .int(issue.liveIncidents)),
            .init("tests", .int(issue.tests)), .init("failed_runs", .int(issue.failedRuns)),
            .init("occurrences", .int(issue.occurrences)), .init("phases", .int(issue.phases)),
            .init("configurations", .int(issue.configurations)),
            .init("first_seen", .string(Moment.iso8601(issue.firstSeen))),
            .init("last_seen", .string(Moment.iso8601(issue.lastSeen))),
        ]
    }

    private static func comparison(_ comparison: IsIsNot) -> JSONText {
        let rows = comparison.rows.map { row in
            JSONText.object([
                .init("dimension", .string(row.dimension)), .init("value", .string(row.value)),
                .init("failed", .int(row.failed)), .init("runs", .int(row.runs)),
                .init("other_failed", .int(row.otherFailed)), .init("other_runs", .int(row.otherRuns)),
                .init("chance", .double(row.chance)),
            ])
        }
        return .object([
            .init("runs", .int(comparison.runs)), .init("failed", .int(comparison.failed)),
            .init("rows", .array(rows)), .init("neighbours", .array(comparison.neighbours.map { .string($0) })),
        ])
    }

    private static func member(_ member: IssueDetail.Member) -> JSONText {
        .object([
            .init("signature", .string(member.signature)), .init("title", .string(member.title)),
            .init("test", .string(member.test)), .init("occurrences", .int(member.occurrences)),
        ])
    }

    private static func companion(_ other: IssueDetail.Companion) -> JSONText {
        .object([
            .init("name", .string(other.name)), .init("title", .string(other.title)),
            .init("common_runs", .int(other.common)), .init("either_runs", .int(other.either)),
            .init("began_together", .bool(other.beganTogether)),
        ])
    }

    private static func decision(_ decision: IssueDetail.Decision) -> JSONText {
        .object([
            .init("id", .string("DEC-\(decision.number)")), .init("at", .string(Moment.iso8601(decision.at))),
            .init("actor", .string(decision.actor)), .init("kind", .string(decision.kind)),
            .init("subjects", .array(decision.subjects.map { .string($0) })),
            .init("until", JSONText(decision.until.map(Moment.iso8601))), .init("reason", .string(decision.reason)),
            .init("value", JSONText(decision.value)),
            .init("undoes", JSONText(decision.undoes.map { "DEC-\($0)" })), .init("holds", .bool(decision.holds)),
            .init("ended", JSONText(decision.ended)),
            .init("signatures", .int(decision.signatures)),
        ])
    }
}
