// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Which failures keep candidates from passing gates.
///
/// Told by rules that name incidents and tests; those that count issues go by severity, which would follow from itself. A
/// class, because what gates said is read when an issue first asks, and all of them ask.
final class GateStops {
    private let connection: any StoreConnection
    /// UTC ms; what was decided then or later is not known.
    private let now: Int64
    private let isHeard: Bool
    private lazy var stops: Result<[GateRecords.Stop], any Error> = Result {
        try isHeard ? GateRecords(connection).stops(before: now) : []
    }
    private lazy var latest: Result<[String: Int64], any Error> = Result {
        try GateRecords(connection).latest(before: now)
    }

    /// - Parameter isHeard: Whether gates say anything at all.
    init(_ connection: any StoreConnection, now: Int64, isHeard: Bool) {
        (self.connection, self.now, self.isHeard) = (connection, now, isHeard)
    }

    /// The last gate of a phase that one of some incidents, live there, stopped.
    func current(_ incidents: [IssueQueries.IncidentFact]) throws -> GateRecords.Stop? {
        let stops = try stops.get()
        guard !stops.isEmpty else { return nil }
        let latest = try latest.get()
        let live = incidents.filter(\.state.isLive)
        return stops.last { stop in latest[stop.phase] == stop.gate && live.contains { Self.names(stop, $0) } }
    }

    /// The first gate that one of some incidents stopped.
    func first(_ incidents: [IssueQueries.IncidentFact]) throws -> GateRecords.Stop? {
        try stops.get().first { stop in incidents.contains { Self.names(stop, $0) } }
    }

    private static func names(_ stop: GateRecords.Stop, _ incident: IssueQueries.IncidentFact) -> Bool {
        guard incident.phase == stop.phase, incident.opened.moment.at <= stop.at else { return false }
        if stop.subject == "INC-\(incident.number)" { return true }
        guard stop.subject.hasPrefix("TEST-"), let test = Int64(stop.subject.dropFirst(5)) else { return false }
        return incident.tests.contains(test)
    }
}
