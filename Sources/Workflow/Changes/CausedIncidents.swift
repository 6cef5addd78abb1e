// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Finds incidents that a change most probably caused: they began with the first run that held it, and no other suspect is
/// more likely.
final class CausedIncidents {
    /// From this score on a change is called the cause.
    static let leastScore = 0.5

    struct Caused {
        let incident: IncidentSummary
        /// Of the change among all suspects, from 0 to 1.
        let score: Double
        var isLikely: Bool { score >= CausedIncidents.leastScore }
    }

    private let connection: any StoreConnection
    private let presence: ChangePresence
    private let finder: FindSuspects
    private lazy var incidents: Result<[IncidentSummary], any Error> = Result {
        var filter = IncidentQueries.Filter()
        filter.limit = Int(Int32.max)
        let marks = try IncidentMarks(connection)
        return try IncidentQueries(connection).lines(filter).map(marks.marked).filter { !$0.isVoid }
    }

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint, _ presence: ChangePresence) {
        self.connection = connection
        self.presence = presence
        let accounts = ChangeAccounts(connection, viewpoint, presence: presence)
        finder = FindSuspects(connection, viewpoint, accounts: accounts)
    }

    /// Incidents that began where a change came, the likeliest first.
    ///
    /// - Parameter target: Cluster that the change is about; its incidents are not of its making.
    func find(of change: StoredChange, besides target: Int64?) throws -> [Caused] {
        let sightings = try presence.find(change).sightings
        var caused: [Caused] = []
        for incident in try incidents.get() where incident.signatureID != target {
            guard sightings.contains(where: { $0.first.id == incident.opened.id }) else { continue }
            let queries = IncidentQueries(connection)
            let tests = try TestQueries(connection).tests(queries.tests(incident: incident.id).map(\.test))
            let report = try finder.find(of: incident, sample: queries.sample(of: incident), tests: tests)
            let score = report.suspects.filter { $0.changes.contains(change.number) }.reduce(0) {
                $0 + $1.score / Double(max(1, $1.changes.count))
            }
            caused.append(Caused(incident: incident, score: score))
        }
        return caused.sorted { ($1.score, $0.incident.number) < ($0.score, $1.incident.number) }
    }
}
