// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Runs for machines; `format` 1.
package enum RunJSON {
    package static func list(_ runs: [RunSummary]) -> String {
        JSONText.object([.init("format", 1), .init("runs", .array(runs.map(summary)))]).pretty
    }

    package static func summary(_ summary: RunSummary) -> JSONText {
        let run = summary.run
        return .object([
            .init("id", .string("RUN-\(summary.id)")), .init("key", .string(run.key)),
            .init("phase", .string(run.phase)),
            .init("release", JSONText(run.release)), .init("environment", JSONText(run.environment)),
            .init("configuration", .string(run.configuration.text)), .init("commit", JSONText(run.commit)),
            .init("branch", JSONText(run.branch)), .init("build_url", JSONText(run.buildURL)),
            .init("started_at", .string(Moment.iso8601(run.startedAt))),
            .init("started_from", .string(run.startedFrom.rawValue)),
            .init("queue_ms", JSONText(summary.queueMilliseconds.map(Int.init))),
            .init("expected_shards", JSONText(run.expectedShards)),
            .init("missing_shards", .array(summary.missingShards.map(JSONText.int))),
            .init("complete", .bool(summary.isComplete)), .init("tainted", .bool(summary.isTainted)),
            .init("results", counts(summary.outcomes)),
            .init("uploads", .array(summary.uploads.map(upload))),
        ])
    }

    /// Every outcome with its number, and the sum.
    package static func counts(_ outcomes: [Outcome: Int]) -> JSONText {
        .object(
            [.init("tests", .int(outcomes.values.reduce(0, +)))]
                + Outcome.allCases.map { .init($0.word, .int(outcomes[$0] ?? 0)) })
    }

    private static func upload(_ upload: UploadSummary) -> JSONText {
        .object([
            .init("shard", upload.shard == 0 ? .null : .int(upload.shard)), .init("attempt", .int(upload.attempt)),
            .init("digest", .string(upload.digest)), .init("received_at", .string(Moment.iso8601(upload.receivedAt))),
            .init("complete", .bool(upload.isComplete)), .init("secrets_masked", .bool(upload.masksSecrets)),
            .init("results", .int(upload.results)), .init("queue_ms", JSONText(upload.queueMilliseconds.map(Int.init))),
        ])
    }
}
