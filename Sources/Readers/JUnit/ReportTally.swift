// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// What one file holds, in numbers: elements are counted, declared totals are not believed.
package struct ReportTally: Sendable, Equatable {
    /// Root elements read, reports or not.
    package var documents = 0
    /// `testsuites` elements.
    package var roots = 0
    /// `testsuite` elements at any depth.
    package var suites = 0
    /// `testcase` elements at any depth.
    package var cases = 0
    package var passed = 0
    package var failed = 0
    package var errors = 0
    package var skipped = 0
    package var flaky = 0
    package var unknown = 0
    /// Failed or erroneous cases with attempts that failed as well.
    package var failedReruns = 0
    /// `failure` and `error` elements that belong to a suite and not to a case.
    package var suiteErrors = 0
    /// Sum of the durations that could be read, in seconds.
    package var seconds = 0.0
    /// Whether any document is a JUnit report.
    package var isReport = false
    /// Whether any document has one of the four root elements.
    package var hasKnownRoot = false

    package init() {}

    /// Nothing but the number of root elements.
    static func rejected(documents: Int) -> ReportTally {
        var tally = ReportTally()
        tally.documents = documents
        return tally
    }

    /// Adds the counts of another file.
    package mutating func add(_ other: ReportTally) {
        documents += other.documents
        roots += other.roots
        suites += other.suites
        cases += other.cases
        passed += other.passed
        failed += other.failed
        errors += other.errors
        skipped += other.skipped
        flaky += other.flaky
        unknown += other.unknown
        failedReruns += other.failedReruns
        suiteErrors += other.suiteErrors
        seconds += other.seconds
        note(isReport: other.isReport, hasKnownRoot: other.hasKnownRoot)
    }

    mutating func count(_ testCase: borrowing JUnitCase) {
        guard !testCase.isSuiteLevel else { return }
        switch testCase.outcome {
        case .passed: passed += 1
        case .failed: failed += 1
        case .error: errors += 1
        case .skipped: skipped += 1
        case .flaky: flaky += 1
        case .unknown: unknown += 1
        }
        if testCase.hasFailedReruns { failedReruns += 1 }
        seconds += testCase.seconds ?? 0
    }

    mutating func note(isReport: Bool, hasKnownRoot: Bool) {
        self.isReport = self.isReport || isReport
        self.hasKnownRoot = self.hasKnownRoot || hasKnownRoot
    }
}
