// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Issues for machines; `format` 1.
package enum IssueJSON {
    package static func list(_ issues: [IssueSummary]) -> String {
        JSONText.object([.init("format", 1), .init("issues", .array(issues.map(summary)))]).pretty
    }

    package static func page(_ issue: IssueDetail) -> String {
        JSONText.object([
            .init("format", 1), .init("issue", summary(issue.summary)),
            .init("holds", .array(issue.aliases.map { .string("ISS-\($0)") })),
            .init("incidents", .array(issue.incidents.map(IncidentJSON.summary))),
            .init("signatures", .array(issue.members.map(member))),
            .init("fails_together", .array(issue.companions.map(companion))),
            .init("decisions", .array(issue.decisions.map(decision))),
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
            .init("signatures", .array(cluster.members.map(member))),
            .init("links", .array(cluster.links.map(TriageJSON.link))),
            .init("decisions", .array(cluster.decisions.map(decision))),
        ]).pretty
    }

    private static func summary(_ issue: IssueSummary) -> JSONText {
        .object([
            .init("id", .string("ISS-\(issue.number)")), .init("state", .string(issue.activity.rawValue)),
            .init("rule", JSONText(issue.rule?.rawValue)), .init("title", .string(issue.title)),
            .init("signature", .string(issue.signature)), .init("signatures", .int(issue.signatures)),
            .init("incidents", .int(issue.incidents)), .init("live_incidents", .int(issue.liveIncidents)),
            .init("tests", .int(issue.tests)), .init("failed_runs", .int(issue.failedRuns)),
            .init("occurrences", .int(issue.occurrences)), .init("phases", .int(issue.phases)),
            .init("configurations", .int(issue.configurations)),
            .init("first_seen", .string(Moment.iso8601(issue.firstSeen))),
            .init("last_seen", .string(Moment.iso8601(issue.lastSeen))),
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
            .init("reason", .string(decision.reason)), .init("value", JSONText(decision.value)),
            .init("undoes", JSONText(decision.undoes.map { "DEC-\($0)" })), .init("holds", .bool(decision.isActive)),
            .init("signatures", .int(decision.signatures)),
        ])
    }
}
