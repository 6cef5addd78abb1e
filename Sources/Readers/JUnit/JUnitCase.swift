// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// One test case as a report states it; every `Bytes` is valid only during the call that hands it out.
package struct JUnitCase {
    /// Index of the innermost suite in the order of start tags, from 0; nil for a case outside any suite.
    package var suite: Int?
    /// Whether it stands for a failure of the suite itself, such as a broken set-up, and not for a test.
    package var isSuiteLevel = false
    package var className = Bytes(start: nil, count: 0)
    package var name = Bytes(start: nil, count: 0)
    package var file = Bytes(start: nil, count: 0)
    /// Line in `file`, from 1; nil when absent or no number.
    package var line: Int?
    /// Duration in seconds, finite and not negative; nil when absent or unreadable.
    package var seconds: Double?
    package var outcome = Outcome.passed
    /// Every failing observation in document order: failures, errors, and the failed attempts before the last.
    package var failures: [JUnitFailure] = []
    /// Whether a failed test carries attempts that failed as well.
    package var hasFailedReruns = false
    package var skipReason = Bytes(start: nil, count: 0)
    package var output = Bytes(start: nil, count: 0)
    package var errorOutput = Bytes(start: nil, count: 0)
    package var properties: [(name: Bytes, value: Bytes)] = []
    /// Paths as written in `[[ATTACHMENT|path]]`; never opened.
    package var attachments: [Bytes] = []
}

/// One failing observation inside a test case.
package struct JUnitFailure {
    package enum Kind: String, Sendable, Hashable {
        /// `failure` or `error`: the verdict of the last attempt.
        case failure, error
        /// `flakyFailure` or `flakyError`: a failed attempt of a test that passed in the end.
        case flakyFailure, flakyError
        /// `rerunFailure` or `rerunError`: a failed attempt of a test that failed in the end.
        case rerunFailure, rerunError
    }

    package var kind: Kind
    package var message: Bytes
    package var type: Bytes
    /// Text content, usually a stack trace.
    package var text: Bytes

    package init(kind: Kind, message: Bytes = .none, type: Bytes = .none, text: Bytes = .none) {
        self.kind = kind
        self.message = message
        self.type = type
        self.text = text
    }
}

/// A suite at its start tag.
package struct JUnitSuite: Sendable {
    /// Position among the start tags of suites, from 0.
    package var index: Int
    /// The enclosing suite.
    package var parent: Int?
    package var name: String
    package var hostname: String
    /// UTC milliseconds since 1970; nil when absent or unreadable.
    package var timestamp: Int64?
    /// Whether the time stamp named a zone; without one it is read as UTC.
    package var hasZone: Bool
}

/// Receives a report while it is read.
package protocol JUnitConsumer: AnyObject {
    func suiteBegan(_ suite: JUnitSuite)
    /// The properties of a suite, at its end tag; values are cut to the limits.
    func suiteEnded(_ index: Int, properties: [(name: String, value: String)])
    func testCase(_ testCase: borrowing JUnitCase, log: inout DiagnosticLog)
    /// Everything that was handed out for this report is void: it is malformed and read again, or rejected.
    func restart()
}
