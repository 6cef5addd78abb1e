// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How much an issue weighs.
package struct IssueWeight: Sendable, Equatable {
    package let severity: Severity
    /// Which rule, or who, set the severity.
    package let severityReason: String
    /// 1 is to be done first, 4 last.
    package let priority: Int
    /// Time that people spent on looking at its failures so far, in minutes: 20 for the first of an incident, 5 for each
    /// run that repeats it.
    package let triageMinutes: Int

    package init(severity: Severity, severityReason: String, priority: Int, triageMinutes: Int) {
        self.severity = severity
        self.severityReason = severityReason
        self.priority = priority
        self.triageMinutes = triageMinutes
    }
}

/// An issue in one line.
package struct IssueLine: Sendable {
    package let summary: IssueSummary
    package let state: IssueState
    package let isRegression: Bool
    package let owner: String?
    package let weight: IssueWeight

    package init(summary: IssueSummary, state: IssueState, isRegression: Bool, owner: String?, weight: IssueWeight) {
        self.summary = summary
        self.state = state
        self.isRegression = isRegression
        self.owner = owner
        self.weight = weight
    }
}
