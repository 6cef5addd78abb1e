// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Something worth telling about an input, with its place and a stable code; never thrown, always collected.
package struct Diagnostic: Sendable, Hashable {
    /// How much was lost: nothing (`warning`) or something (`error`).
    package enum Severity: String, Sendable, Hashable, Comparable {
        case warning
        case error

        package static func < (left: Severity, right: Severity) -> Bool { left == .warning && right == .error }
    }

    package let severity: Severity
    /// Stable identifier such as `truncated`; listed in the handbook, never renamed.
    package let code: String
    /// One lower-case sentence without a full stop. Data inside it is not yet made safe for a terminal.
    package let message: String
    /// What the reader can do about it.
    package let hint: String?
    /// The path as the user wrote it, with `!entry` behind it for a member of an archive.
    package let file: String
    /// Line of the input, from 1; nil when the fault is the file as a whole.
    package let line: Int?
    /// Column in characters, from 1; nil when unknown.
    package let column: Int?
    /// Where in the document: `testsuite[2]("api") > testcase[7]`.
    package let path: String?
    /// How many equal findings of the file this one stands for, from 1.
    package let count: Int

    package init(
        _ severity: Severity, _ code: String, _ message: String, hint: String? = nil, file: String, line: Int? = nil,
        column: Int? = nil, path: String? = nil, count: Int = 1
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.hint = hint
        self.file = file
        self.line = line
        self.column = column
        self.path = path
        self.count = count
    }
}
