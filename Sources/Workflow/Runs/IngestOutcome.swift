// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Readers
package import TestPhase

/// What an ingestion came to; equal for a repeated upload but for `isRepeated` and what is said of its commits.
package struct IngestOutcome: Sendable {
    /// One report that was read.
    package struct Report: Sendable {
        package let file: String
        package let reading: JUnitReading
        package let digest: String?
        /// All its findings, with those of later steps.
        package var diagnostics: [Diagnostic]
    }

    /// Arguments that matched no file.
    package var unmatched: [String] = []
    package var diagnostics: [Diagnostic] = []
    package var reports: [Report] = []
    package var tally = ReportTally()
    /// SHA-256 over the digests of the files.
    package var digest = ""
    /// Whether the store had this very upload.
    package var isRepeated = false
    /// The run with all its parts; nil when nothing was found to read.
    package var run: RunSummary?
    package var changes = RunIncidents.Changes()

    /// Adds findings about reports that were made after they were read.
    mutating func add(_ findings: [Diagnostic]) {
        diagnostics += findings
        for finding in findings {
            if let index = reports.firstIndex(where: { $0.file == finding.file }) {
                reports[index].diagnostics.append(finding)
            }
        }
    }

    /// How many files ended in which condition.
    package var summary: (read: Int, warned: Int, salvaged: Int, rejected: Int) {
        let conditions = reports.map(\.reading.condition)
        return (
            reports.count, reports.count { !$0.diagnostics.isEmpty && $0.reading.condition == .complete },
            conditions.count { $0 == .salvaged }, conditions.count { $0 == .rejected }
        )
    }
}
