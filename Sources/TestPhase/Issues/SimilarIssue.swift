// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// An issue whose failures are like those of an incident, with what was learned from it.
package struct SimilarIssue: Sendable, Equatable {
    /// Such as ISS-3.
    package let name: String
    package let title: String
    /// Log-odds in thousandths; below the threshold, or they would be one cluster.
    package let score: Int
    package let state: IssueState
    package let cause: String?
    package let workaround: String?
    package let commit: String?
    /// Days from its first failure to the proof of its fix; nil without a proof.
    package let daysToFix: Int?
    /// Whether it came back after it was fixed.
    package let hasRegressed: Bool
    /// Numbers of the articles about it.
    package let articles: [Int64]

    package init(
        name: String, title: String, score: Int, state: IssueState, cause: String?, workaround: String?,
        commit: String?, daysToFix: Int?, hasRegressed: Bool, articles: [Int64]
    ) {
        self.name = name
        self.title = title
        self.score = score
        self.state = state
        self.cause = cause
        self.workaround = workaround
        self.commit = commit
        self.daysToFix = daysToFix
        self.hasRegressed = hasRegressed
        self.articles = articles
    }
}
