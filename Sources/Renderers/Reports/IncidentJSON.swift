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
        tests: [(test: TestName, isPassing: Bool)], failing: [FailingPlace] = [], sample: OccurrenceSample?,
        known: SimilarIssue? = nil, similar: [SimilarIssue] = [], suspects: SuspectReport? = nil,
        drift: [DriftItem] = []
    ) -> String {
        let rows = tests.map { entry in
            JSONText.object([
                .init("id", .string("TEST-\(entry.test.id)")), .init("name", .string(entry.test.display)),
                .init("passes", .bool(entry.isPassing)),
            ])
        }
        return JSONText.object([
            .init("format", 1), .init("incident", summary(incident)),
            .init("restored_by", JSONText(incident.restoredBy?.rawValue)), .init("tests", .array(rows)),
            .init("fails_on", .array(failing.map(place))),
            .init("events", .array(events.map(event))), .init("decisions", .array(words.map(word))),
            .init("sample", sample.map(text) ?? .null), .init("known", known.map(facts) ?? .null),
            .init("similar", .array(similar.map(likeness))),
            .init("suspects", suspects.map(SuspectText.json) ?? .null),
            .init("drift", incident.drift.map { Self.drift($0, drift) } ?? .null),
        ]).pretty
    }

    private static func place(_ place: FailingPlace) -> JSONText {
        .object([
            .init("branch", JSONText(place.branch)), .init("commit", JSONText(place.commit)),
            .init("run", .string("RUN-\(place.run)")),
            .init("tests", .array(place.tests.map { .string("TEST-\($0.id)") })),
        ])
    }

    private static func word(_ word: IncidentWord) -> JSONText {
        .object([
            .init("id", .string("DEC-\(word.decision)")), .init("at", .string(Moment.iso8601(word.at))),
            .init("actor", .string(word.actor)), .init("verb", .string(word.verb)),
            .init("reason", .string(word.reason)), .init("ended", JSONText(word.ended)),
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
            .init("id", .string("INC-\(incident.number)")), .init("kind", .string(incident.kind.rawValue)),
            .init("state", .string(incident.state.rawValue)),
            .init("standing", .string(incident.stateText)), .init("void", .bool(incident.isVoid)),
            .init("stale", .bool(incident.isStale)), .init("masked", .bool(incident.isMasked)),
            .init("acknowledged_by", JSONText(incident.acknowledgedBy)),
            .init("major", .bool(incident.isMajor)), .init("issue", JSONText(incident.issue.map { "ISS-\($0)" })),
            .init("title", .string(incident.title)), .init("phase", .string(incident.phase)),
            .init("configuration", .string(incident.configuration.text)),
            .init("signature", incident.kind == .test ? .string(incident.signature) : .null),
            .init("algorithm", incident.kind == .test ? .string(incident.algorithm) : .null),
            .init("episode", .int(incident.episode)),
            .init("tests", .int(incident.tests)), .init("failed_runs", .int(incident.failedRuns)),
            .init("occurrences", .int(incident.occurrences)), .init("reopened", .int(incident.reopenCount)),
            .init("opened_run", run(incident.opened)),
            .init("opened_at", .string(Moment.iso8601(incident.opened.startedAt))),
            .init("last_good_run", JSONText(incident.lastGoodRun.map { "RUN-\($0)" })),
            .init("last_failed_run", run(incident.lastFailed)),
            .init("last_failed_at", .string(Moment.iso8601(incident.lastFailed.startedAt))),
            .init("restored_run", incident.restored.map(run) ?? .null),
            .init("restored_at", JSONText(incident.restored.map { Moment.iso8601($0.startedAt) })),
        ])
    }

    /// null for documents of the working tree.
    private static func run(_ reference: Incident.RunReference) -> JSONText {
        reference.id == 0 ? .null : .string("RUN-\(reference.id)")
    }

    private static func drift(_ drift: DriftEpisode, _ items: [DriftItem]) -> JSONText {
        .object([
            .init("baseline", .string(drift.last.baseline)), .init("audits", .int(drift.findings)),
            .init("quiet_audits", .int(drift.quietAudits)),
            .init(
                "items",
                .array(
                    items.map { item in
                        .object([
                            .init("delta", DiffText.json(item.delta)),
                            .init("last_good_run", JSONText(item.lastGood.map { "RUN-\($0)" })),
                            .init("first_run", JSONText(item.first.map { "RUN-\($0)" })),
                            .init("change", JSONText(item.change.map { "CR-\($0)" })),
                        ])
                    })),
        ])
    }

    private static func event(_ event: IncidentEvent) -> JSONText {
        .object([
            .init("at", .string(Moment.iso8601(event.at))), .init("actor", .string(event.actor)),
            .init("rule", .string(event.rule)), .init("run", JSONText(event.run.map { "RUN-\($0)" })),
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
