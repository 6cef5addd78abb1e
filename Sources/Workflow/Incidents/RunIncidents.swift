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
        return changes
    }
}
