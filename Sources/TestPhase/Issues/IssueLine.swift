// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How much an issue weighs.
package struct IssueWeight: Sendable, Equatable {
    package let severity: Severity
    /// Which rule, or who, set the severity.
    package let severityReason: String
    /// 1 is to be done first, 4 last.
    package let priority: Int
    /// What moved the priority beside the severity, how much fails and the phase; nil for nothing.
    package let urgencyReason: String?
    package let cost: IssueCost

    package init(
        severity: Severity, severityReason: String, priority: Int, urgencyReason: String? = nil, cost: IssueCost
    ) {
        self.urgencyReason = urgencyReason
        self.severity = severity
        self.severityReason = severityReason
        self.priority = priority
        self.cost = cost
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
