// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The decision table from children and attributes of a test case to its outcome.
///
/// A child always wins over an attribute; attributes decide only when there is no outcome child. A failure wins over an
/// error, unless it says nothing at all: `<failure/><error/>` tells of a crash.
struct OutcomeRule {
    private var failures = 0
    private var errors = 0
    private var skips = 0
    private var flaky = 0
    private var reruns = 0
    private var hasFailureEvidence = false
    private var isNotRun = false
    private var isFailed = false
    private var isErroneous = false

    /// Notes an outcome child that ended.
    ///
    /// - Parameter hasEvidence: whether it has a message or a type, if only an empty one, or text.
    mutating func child(_ kind: ElementKind, hasEvidence: Bool) {
        switch kind {
        case .failure:
            failures += 1
            hasFailureEvidence = hasFailureEvidence || hasEvidence
        case .error: errors += 1
        case .skipped: skips += 1
        case .flakyFailure, .flakyError: flaky += 1
        case .rerunFailure, .rerunError: reruns += 1
        default: break
        }
    }

    /// Notes the value of `status` or `result`, in whatever order they stand.
    mutating func status(_ value: Bytes) {
        let word = value.trimmed
        guard word.count <= 12 else { return }
        switch word.text.lowercased() {
        case "notrun", "not_run", "disabled", "skipped", "skip", "suppressed", "ignored", "pending", "notexecuted",
            "not executed":
            isNotRun = true
        case "fail", "failed", "failure": isFailed = true
        case "error", "errored": isErroneous = true
        default: break
        }
    }

    /// Notes `ignored="true"` or `incomplete="true"`.
    mutating func ignored() {
        isNotRun = true
    }

    var hasFailedReruns: Bool { reruns > 0 && (failures > 0 || errors > 0 || outcome == .failed) }

    /// Whether children contradict each other.
    var isConflicting: Bool {
        (failures > 0 ? 1 : 0) + (errors > 0 ? 1 : 0) + (skips > 0 ? 1 : 0) > 1
    }

    var outcome: Outcome {
        if failures > 0, errors == 0 || hasFailureEvidence { return .failed }
        if errors > 0 { return .error }
        if skips > 0 { return .skipped }
        if flaky > 0 { return .flaky }
        if reruns > 0 { return .failed }
        if isNotRun { return .skipped }
        if isFailed { return .failed }
        return isErroneous ? .error : .passed
    }
}
