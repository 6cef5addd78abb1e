// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Tells of an incident where it still fails, and what showed that it does no more.
struct FailingPlaces {
    private let incident: IncidentSummary
    private let lines: [Incident.FailingLine]
    private let descents: RunDescent

    init(_ incident: IncidentSummary, _ connection: any StoreConnection) throws {
        self.incident = incident
        descents = RunDescent(connection)
        let several = try FailingLineRecords(connection).lines(of: incident.id)
        guard several.isEmpty else {
            lines = several
            return
        }
        let tests = try IncidentQueries(connection).tests(incident: incident.id)
        lines = [
            Incident.FailingLine(
                run: incident.lastFailed, branch: try descents.source(of: incident.lastFailed.id)?.branch,
                broken: Set(tests.filter { !$0.isPassing }.map(\.test)))
        ]
    }

    /// Those that no pass covers yet; none for an incident that is over.
    ///
    /// - Parameter tests: Those that it affects.
    func all(_ tests: [TestName]) throws -> [FailingPlace] {
        guard incident.state.isLive else { return [] }
        return try lines.filter { !$0.broken.isEmpty }.map { line in
            FailingPlace(
                run: line.run.id, branch: line.branch, commit: try descents.source(of: line.run.id)?.commit,
                tests: tests.filter { line.broken.contains($0.id) })
        }
    }

    /// By what the commit that restored it is known to hold one that failed; nil for one that is not restored.
    func restoredBy() throws -> RestoreEvidence? {
        try incident.restored.map { try descents.evidence(that: $0.id, holds: lines) }
    }
}
