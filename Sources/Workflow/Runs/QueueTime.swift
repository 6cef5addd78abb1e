// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// How long the job of an upload was queued: from when it was put there until it started.
///
/// It started when somebody says so, or with the earliest time stamp of its reports where all of them name their zone. The start
/// that a pipeline tells is that of all its jobs, and the moment of ingestion comes after the tests: neither counts.
package struct QueueTime {
    /// What is longer is a slip: 30 days.
    package static let longest: Int64 = 30 * 86_400_000

    /// nil where it is unknown.
    let milliseconds: Int64?
    /// Why it is unknown although it was asked for; nil else.
    let warning: Diagnostic?

    init(_ request: IngestRun.Request, _ draft: UploadDraft) {
        guard let queuedAt = request.queuedAt else {
            (milliseconds, warning) = (nil, nil)
            return
        }
        let given = request.started.flatMap { $0.from == .given ? $0.at : nil }
        guard let start = given ?? (draft.lacksZone ? nil : draft.earliest) else {
            milliseconds = nil
            warning = Self.warning(
                draft.earliest == nil
                    ? "no report says when the job started" : "a report says when it started without a time zone")
            return
        }
        let fault = Self.fault(queuedAt: queuedAt, startedAt: start)
        milliseconds = fault == nil ? start - queuedAt : nil
        warning = fault.map { Self.warning("by the time stamps of the reports \($0)") }
    }

    /// What is wrong with two moments, both UTC ms, in the words of an error; nil for nothing.
    package static func fault(queuedAt: Int64, startedAt: Int64) -> String? {
        if startedAt < queuedAt { return "the job was queued after it started" }
        return startedAt - queuedAt > longest ? "the job was queued for more than 30 days" : nil
    }

    private static func warning(_ fact: String) -> Diagnostic {
        Diagnostic(
            .warning, "queue-unknown", "\(fact); how long it was queued stays unknown",
            hint: "give the start of the job with --started", file: "--queued-at")
    }
}
