// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// The review of a release for machines: everything, whatever a page shows.
package enum ReviewJSON {
    package static func text(_ review: ReleaseReview) -> String {
        JSONText.object([
            .init("format", 1), .init("release", .string(review.release)), .init("previous", JSONText(review.previous)),
            .init("at", .string(Moment.iso8601(review.at))),
            .init("phases", .array(review.summary.phases.map(ReleaseText.phase))),
            .init("recurring", .array(review.recurring.map(recurring))),
            .init("by_cause", .array(review.byCause.map(share))),
            .init("by_component", .array(review.byComponent.map(share))),
            .init("turnover", turnover(review.turnover)), .init("escapes", .array(review.escapes.map(escape))),
            .init("containment", .array(review.containment.map(containment))),
            .init("figures", .array(review.measures.map(measure))),
            .init("changes", .array(review.changes.map(change))),
            .init("configuration", .array(review.configuration.map(configuration))),
            .init(
                "knowledge",
                .object([
                    .init("covered", .int(review.knowledge.covered)),
                    .init("missing", names(review.knowledge.missing)),
                    .init("uses", .int(review.knowledge.uses)), .init("successes", .int(review.knowledge.successes)),
                ])), .init("capacity", .array(review.capacity.map(capacity))),
            .init("evidence", quality(review.quality)), .init("trend", .array(review.trend.map(trend))),
        ]).pretty
    }

    private static func recurring(_ one: ReleaseReview.Recurring) -> JSONText {
        .object([
            .init("issue", .string("ISS-\(one.line.summary.number)")), .init("state", .string(one.line.state.rawValue)),
            .init("severity", .string(one.line.weight.severity.text)),
            .init("priority", .int(one.line.weight.priority)), .init("cause_class", .string(one.cause.rawValue)),
            .init("components", .array(one.components.map { .string($0) })),
            .init("occurrences", .int(one.extent.occurrences)), .init("failed_runs", .int(one.extent.failedRuns)),
            .init("incidents", .int(one.extent.incidents)), .init("tests", .int(one.extent.tests)),
            .init("configurations", .int(one.extent.configurations)),
            .init("first", .string(Moment.iso8601(one.extent.first))),
            .init("last", .string(Moment.iso8601(one.extent.last))), .init("lost_minutes", rounded(one.extent.minutes)),
            .init("owner", JSONText(one.line.owner)), .init("next", .string(one.next)),
            .init("title", .string(one.line.summary.title)),
        ])
    }

    private static func share(_ share: ReleaseReview.Share) -> JSONText {
        .object([
            .init("name", .string(share.name)), .init("issues", .int(share.issues)),
            .init("occurrences", .int(share.occurrences)), .init("lost_minutes", rounded(share.minutes)),
        ])
    }

    private static func turnover(_ turnover: ReleaseReview.Turnover) -> JSONText {
        .object(
            ReviewText.turnover(turnover).map { part in
                .init(part.name.replacing(" ", with: "_"), names(part.issues.map(\.summary.number)))
            })
    }

    private static func names(_ numbers: [Int64]) -> JSONText { .array(numbers.map { .string("ISS-\($0)") }) }

    private static func escape(_ escape: ReleaseReview.Escape) -> JSONText {
        .object([
            .init("issue", .string("ISS-\(escape.line.summary.number)")), .init("due", .string(escape.due)),
            .init("found", .string(escape.found)), .init("gap", .string(escape.gap.rawValue)),
        ])
    }

    private static func containment(_ one: ReleaseReview.Containment) -> JSONText {
        .object([
            .init("phase", .string(one.phase)),
            .init("found", .object(one.found.sorted { $0.key < $1.key }.map { .init($0.key, .int($0.value)) })),
            .init("missed", .int(one.missed)), .init("share", one.share.map(rounded) ?? .null),
        ])
    }

    private static func measure(_ measure: ReleaseReview.Measure) -> JSONText {
        .object([
            .init("id", .string(measure.id)), .init("meaning", .string(measure.meaning)),
            .init("unit", .string(measure.unit.rawValue)), .init("value", measure.value.map(rounded) ?? .null),
            .init("lower", measure.lower.map(rounded) ?? .null), .init("upper", measure.upper.map(rounded) ?? .null),
            .init("p90", measure.p90.map(rounded) ?? .null), .init("n", .int(measure.count)),
            .init("open", .int(measure.open)), .init("is_sufficient", .bool(measure.isKnown)),
        ])
    }

    static func change(_ line: ChangeLine) -> JSONText {
        .object([
            .init("change", .string("CR-\(line.number)")), .init("state", .string(line.life.state.rawValue)),
            .init("kind", .string(line.request.kind.rawValue)),
            .init("did_harm", line.isHarmful.map { .bool($0) } ?? .null),
            .init("self_approved", .bool(line.life.isSelfApproved)), .init("title", .string(line.request.title)),
        ])
    }

    private static func configuration(_ one: ReleaseReview.Configuration) -> JSONText {
        .object([
            .init("phase", .string(one.phase)), .init("baseline", JSONText(one.baseline?.name)),
            .init("state", JSONText(one.baseline?.state.rawValue)),
            .init("self_approved", one.baseline.map { .bool($0.isSelfApproved) } ?? .null),
            .init("audit", JSONText(one.verdict?.rawValue)),
            .init("unaccounted", .int(one.drift)), .init("accounted", .int(one.accounted)),
            .init("unpinned", .int(one.unpinned)), .init("outdated", .int(one.outdated)),
        ])
    }

    private static func capacity(_ one: ReleaseReview.Capacity) -> JSONText {
        .object([
            .init("phase", .string(one.phase)), .init("runs", .int(one.runs)),
            .init("p50_ms", JSONText(one.p50.map { Int($0) })), .init("p95_ms", JSONText(one.p95.map { Int($0) })),
            .init("p95_ms_before", JSONText(one.before.map { Int($0) })),
            .init("queue_runs", .int(one.queued)),
            .init("queue_p50_ms", JSONText(one.queueP50.map { Int($0) })),
            .init("queue_p95_ms", JSONText(one.queueP95.map { Int($0) })),
        ])
    }

    private static func quality(_ quality: ReleaseReview.Quality) -> JSONText {
        .object([
            .init("runs", .int(quality.runs)), .init("empty", .int(quality.empty)),
            .init("incomplete", .int(quality.incomplete)), .init("without_commit", .int(quality.withoutCommit)),
            .init("without_configuration", .int(quality.withoutConfiguration)), .init("tainted", .int(quality.tainted)),
        ])
    }

    private static func trend(_ one: ReleaseReview.Trend) -> JSONText {
        .object([
            .init("release", .string(one.release)), .init("runs", .int(one.runs)),
            .init("failed_runs", .int(one.failedRuns)), .init("occurrences", .int(one.occurrences)),
            .init("executions", .int(one.executions)), .init("flaky", .int(one.flaky)),
        ])
    }

    /// Four digits behind the point.
    static func rounded(_ number: Double) -> JSONText { .double((number * 10_000).rounded() / 10_000) }
}
