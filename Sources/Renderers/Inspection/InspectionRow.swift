// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// One file in figures, as `exitgate inspect` prints them.
package struct InspectionRow: Sendable {
    package let file: String
    package let isReport: Bool
    /// `yes`, `no` or `empty`.
    package let wellFormed: String
    /// `complete`, `salvaged` or `rejected`.
    package let condition: String
    package let documents, testsuites, testsuite, testcase: Int
    package let passed, failed, error, skipped, flaky, unknown: Int
    package let rerunFailed, suiteErrors: Int
    /// Sum of the readable durations in seconds.
    package let seconds: Double
    /// Different tests by suite path, class and name.
    package let identities: Int
    package let bytes: Int
    /// SHA-256 of the file; nil when it could not be read.
    package let digest: String?
    package let diagnostics: [Diagnostic]

    package init(
        file: String,
        isReport: Bool,
        wellFormed: String,
        condition: String,
        documents: Int,
        testsuites: Int,
        testsuite: Int,
        testcase: Int,
        passed: Int,
        failed: Int,
        error: Int,
        skipped: Int,
        flaky: Int,
        unknown: Int,
        rerunFailed: Int,
        suiteErrors: Int,
        seconds: Double,
        identities: Int,
        bytes: Int,
        digest: String?,
        diagnostics: [Diagnostic]
    ) {
        self.file = file
        self.isReport = isReport
        self.wellFormed = wellFormed
        self.condition = condition
        self.documents = documents
        self.testsuites = testsuites
        self.testsuite = testsuite
        self.testcase = testcase
        self.passed = passed
        self.failed = failed
        self.error = error
        self.skipped = skipped
        self.flaky = flaky
        self.unknown = unknown
        self.rerunFailed = rerunFailed
        self.suiteErrors = suiteErrors
        self.seconds = seconds
        self.identities = identities
        self.bytes = bytes
        self.digest = digest
        self.diagnostics = diagnostics
    }

    package var duplicates: Int { max(0, testcase - identities) }

    /// The figures by the names of the columns.
    package var columns: [(name: String, value: JSONText)] {
        [
            ("junit", .string(isReport ? "yes" : "no")), ("wellformed", .string(wellFormed)),
            ("documents", .int(documents)), ("testsuites", .int(testsuites)), ("testsuite", .int(testsuite)),
            ("testcase", .int(testcase)), ("passed", .int(passed)), ("failed", .int(failed)), ("error", .int(error)),
            ("skipped", .int(skipped)), ("flaky", .int(flaky)), ("rerun_failed", .int(rerunFailed)),
            ("suite_errors", .int(suiteErrors)), ("time_sum", .double(seconds)), ("identities", .int(identities)),
            ("duplicates", .int(duplicates)), ("unknown", .int(unknown)), ("condition", .string(condition)),
        ]
    }
}
