// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase
import Workflow

extension IngestReport {
    /// The outcome of the use case as renderers take it.
    init(_ outcome: IngestOutcome, isDryRun: Bool) {
        self.init()
        run = outcome.run
        isRepeated = outcome.isRepeated
        self.isDryRun = isDryRun
        digest = outcome.digest
        diagnostics = outcome.diagnostics
        outcomes = outcome.tally.outcomes
        files = outcome.reports.map { report in
            File(
                file: report.file, condition: "\(report.reading.condition)", outcomes: report.reading.tally.outcomes,
                bytes: report.reading.bytes, digest: report.digest, diagnostics: report.diagnostics)
        }
        opened = outcome.changes.opened
        reopened = outcome.changes.reopened
        restored = outcome.changes.restored
        ongoing = outcome.changes.ongoing
        passedOnRetry = outcome.changes.passedOnRetry
    }
}

extension ReportTally {
    /// Cases by outcome, without those that are none.
    var outcomes: [Outcome: Int] {
        let all: [Outcome: Int] = [
            .passed: passed, .failed: failed, .error: errors, .skipped: skipped, .flaky: flaky, .unknown: unknown,
        ]
        return all.filter { $0.value > 0 }
    }
}
