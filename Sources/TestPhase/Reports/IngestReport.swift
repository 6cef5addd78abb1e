// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What an ingestion tells.
package struct IngestReport: Sendable {
    /// One file of it.
    package struct File: Sendable {
        package let file: String
        package let condition: String
        /// Cases by outcome; nil when only the run knows them.
        package let outcomes: [Outcome: Int]?
        package let bytes: Int
        package let digest: String?
        package let diagnostics: [Diagnostic]

        package init(
            file: String, condition: String, outcomes: [Outcome: Int]?, bytes: Int, digest: String?,
            diagnostics: [Diagnostic]
        ) {
            self.file = file
            self.condition = condition
            self.outcomes = outcomes
            self.bytes = bytes
            self.digest = digest
            self.diagnostics = diagnostics
        }
    }

    package var run: RunSummary?
    package var isRepeated = false
    package var isDryRun = false
    package var digest = ""
    package var files: [File] = []
    package var diagnostics: [Diagnostic] = []
    package var outcomes: [Outcome: Int] = [:]
    package var opened: [IncidentSummary] = []
    package var reopened: [IncidentSummary] = []
    package var restored: [IncidentSummary] = []
    package var ongoing: [IncidentSummary] = []
    /// Numbers of those opened, reopened or ongoing of which all that failed passed in the end.
    package var passedOnRetry: Set<Int64> = []

    package init() {}

    /// What is said of an incident that failed in the run.
    ///
    /// - Parameter word: Such as `still fails`.
    package func word(_ word: String, of incident: IncidentSummary) -> String {
        guard passedOnRetry.contains(incident.number) else { return word }
        return ongoing.contains { $0.number == incident.number } ? "passed on a retry" : "\(word), passed on a retry"
    }

    /// Results kept.
    package var results: Int { outcomes.values.reduce(0, +) }

    /// How many files ended in which way.
    package var warned: Int { files.count { $0.condition == "complete" && !$0.diagnostics.isEmpty } }
    package var salvaged: Int { files.count { $0.condition == "salvaged" } }
    package var rejected: Int { files.count { $0.condition == "rejected" } }
}
