// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A test in words.
package struct TestName: Sendable, Equatable {
    /// Row in the store, printed as TEST-id.
    package let id: Int64
    /// Names of the enclosing suites, outermost first.
    package let suites: [String]
    package let className: String
    package let name: String
    /// Relative source file; empty when none.
    package let file: String

    package init(
        id: Int64, suites: [String], className: String, name: String, file: String
    ) {
        self.id = id
        self.suites = suites
        self.className = className
        self.name = name
        self.file = file
    }
}

/// One result in the history of a test.
package struct HistoryEntry: Sendable, Equatable {
    package let run: Int64
    /// UTC milliseconds since 1970.
    package let startedAt: Int64
    package let phase: String
    package let configuration: ConfigurationClass
    package let commit: String?
    package let attempt: Int
    package let outcome: Outcome
    /// Duration; -1 when unknown.
    package let microseconds: Int64

    package init(
        run: Int64, startedAt: Int64, phase: String, configuration: ConfigurationClass, commit: String?,
        attempt: Int, outcome: Outcome, microseconds: Int64
    ) {
        self.run = run
        self.startedAt = startedAt
        self.phase = phase
        self.configuration = configuration
        self.commit = commit
        self.attempt = attempt
        self.outcome = outcome
        self.microseconds = microseconds
    }
}

extension TestName {
    /// Name of the test that stands for a suite which failed as a whole.
    package static let suiteTest = "[suite]"

    /// Class and name, as people say it: `pkg.CartTests.adds`.
    package var display: String {
        let scope = className.isEmpty ? suites.joined(separator: " > ") : className
        return scope.isEmpty ? name : "\(scope).\(name)"
    }
}
