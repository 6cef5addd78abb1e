// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Incidents for machines; `format` 1.
package enum IncidentJSON {
    package static func list(_ incidents: [IncidentSummary]) -> String {
        JSONText.object([.init("format", 1), .init("incidents", .array(incidents.map(summary)))]).pretty
    }

    package static func page(
        _ incident: IncidentSummary, events: [IncidentEvent], words: [IncidentWord] = [],
        tests: [(test: TestName, isPassing: Bool)], sample: OccurrenceSample?, known: SimilarIssue? = nil,
        similar: [SimilarIssue] = [], suspects: SuspectReport? = nil
    ) -> String {
        let rows = tests.map { entry in
            JSONText.object([
                .init("id", .string("TEST-\(entry.test.id)")), .init("name", .string(entry.test.display)),
                .init("passes", .bool(entry.isPassing)),
            ])
        }
        return JSONText.object([
            .init("format", 1), .init("incident", summary(incident)), .init("tests", .array(rows)),
            .init("events", .array(events.map(event))), .init("decisions", .array(words.map(word))),
            .init("sample", sample.map(text) ?? .null), .init("known", known.map(facts) ?? .null),
            .init("similar", .array(similar.map(likeness))),
            .init("suspects", suspects.map(SuspectText.json) ?? .null),
        ]).pretty
    }

    private static func word(_ word: IncidentWord) -> JSONText {
        .object([
            .init("id", .string("DEC-\(word.decision)")), .init("at", .string(Moment.iso8601(word.at))),
            .init("actor", .string(word.actor)), .init("verb", .string(word.verb)),
            .init("reason", .string(word.reason)),
        ])
    }

    private static func likeness(_ issue: SimilarIssue) -> JSONText {
        .object([.init("likeness", .double(Double(issue.score) / 1_000))] + members(issue))
    }

    private static func facts(_ issue: SimilarIssue) -> JSONText { .object(members(issue)) }

    private static func members(_ issue: SimilarIssue) -> [JSONText.Member] {
        [
            .init("id", .string(issue.name)), .init("title", .string(issue.title)),
            .init("state", .string(issue.state.rawValue)),
            .init("cause", JSONText(issue.cause)), .init("workaround", JSONText(issue.workaround)),
            .init("commit", JSONText(issue.commit)), .init("days_to_fix", JSONText(issue.daysToFix)),
            .init("regressed", .bool(issue.hasRegressed)),
            .init("articles", .array(issue.articles.map { .string("KB-\($0)") })),
        ]
    }

    package static func summary(_ incident: IncidentSummary) -> JSONText {
        .object([
            .init("id", .string("INC-\(incident.number)")), .init("state", .string(incident.state.rawValue)),
            .init("standing", .string(incident.stateText)), .init("void", .bool(incident.isVoid)),
            .init("stale", .bool(incident.isStale)), .init("masked", .bool(incident.isMasked)),
            .init("acknowledged_by", JSONText(incident.acknowledgedBy)),
            .init("major", .bool(incident.isMajor)), .init("issue", JSONText(incident.issue.map { "ISS-\($0)" })),
            .init("title", .string(incident.title)), .init("phase", .string(incident.phase)),
            .init("configuration", .string(incident.configuration.text)),
            .init("signature", .string(incident.signature)),
            .init("algorithm", .string(incident.algorithm)), .init("episode", .int(incident.episode)),
            .init("tests", .int(incident.tests)), .init("failed_runs", .int(incident.failedRuns)),
            .init("occurrences", .int(incident.occurrences)), .init("reopened", .int(incident.reopenCount)),
            .init("opened_run", .string("RUN-\(incident.opened.id)")),
            .init("opened_at", .string(Moment.iso8601(incident.opened.startedAt))),
            .init("last_good_run", JSONText(incident.lastGoodRun.map { "RUN-\($0)" })),
            .init("last_failed_run", .string("RUN-\(incident.lastFailed.id)")),
            .init("last_failed_at", .string(Moment.iso8601(incident.lastFailed.startedAt))),
            .init("restored_run", JSONText(incident.restored.map { "RUN-\($0.id)" })),
            .init("restored_at", JSONText(incident.restored.map { Moment.iso8601($0.startedAt) })),
        ])
    }

    private static func event(_ event: IncidentEvent) -> JSONText {
        .object([
            .init("at", .string(Moment.iso8601(event.at))), .init("actor", .string(event.actor)),
            .init("rule", .string(event.rule)), .init("run", .string("RUN-\(event.run)")),
            .init("from", JSONText(event.from?.rawValue)), .init("to", .string(event.to.rawValue)),
        ])
    }

    static func text(_ sample: OccurrenceSample) -> JSONText {
        .object([
            .init("test", .string("TEST-\(sample.test)")), .init("run", .string("RUN-\(sample.run)")),
            .init("kind", .string(sample.kind)), .init("type", .string(sample.type)),
            .init("message", JSONText(sample.message)), .init("details", JSONText(sample.details)),
            .init("output", JSONText(sample.output)), .init("line", JSONText(sample.line)),
        ])
    }
}
