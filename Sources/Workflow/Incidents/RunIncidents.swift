// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
package import TestPhase

/// What one run did to incidents.
package struct RunIncidents {
    /// Incidents by what happened to them, each list by number.
    package struct Changes: Sendable, Equatable {
        package var opened: [IncidentSummary] = []
        package var reopened: [IncidentSummary] = []
        package var restored: [IncidentSummary] = []
        /// Failing in this run, and known before.
        package var ongoing: [IncidentSummary] = []
        /// Numbers of those of them whose every test that failed passed in the end: in a later attempt, or a rerun.
        package var passedOnRetry: Set<Int64> = []

        package init() {}
    }

    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    package func changes(run: Int64) throws -> Changes {
        var changes = Changes()
        let queries = IncidentQueries(connection)
        let reopened = try queries.reopened(by: run)
        for line in try queries.lines(touchedBy: run) {
            if line.opened.id == run {
                changes.opened.append(line)
            } else if reopened.contains(line.id) {
                changes.reopened.append(line)
            } else if line.restored?.id == run {
                changes.restored.append(line)
            } else if line.state != .closed {
                changes.ongoing.append(line)
            }
        }
        changes.passedOnRetry = try passedOnRetry(changes.opened + changes.reopened + changes.ongoing, run)
        return changes
    }

    private func passedOnRetry(_ incidents: [IncidentSummary], _ run: Int64) throws -> Set<Int64> {
        guard !incidents.isEmpty else { return [] }
        let failing = try IncidentQueries(connection).failingTests(inRun: run)
        // Of a job that was not repeated each failure says whether it decided.
        var broken = Set(failing.values.joined().filter(\.value).map(\.key))
        if !broken.isEmpty, try RunQueries(connection).uploads(run: run).contains(where: { $0.attempt > 1 }) {
            var cache = OutcomeCache(connection, SuiteCases(connection))
            broken.subtract(try cache.outcomes(of: run, tests: broken).filter { $0.value.outcome == .flaky }.keys)
        }
        let retried = incidents.filter { incident in
            let tests = failing[incident.signatureID] ?? [:]
            return !tests.isEmpty && broken.isDisjoint(with: tests.keys)
        }
        return Set(retried.map(\.number))
    }
}
