// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Which failures keep candidates from passing gates.
///
/// Told by rules that name incidents and tests; those that count issues go by severity, which would follow from itself. A
/// class, because what gates said is read when an issue first asks, and all of them ask.
final class GateStops {
    /// Places of stops among all, ascending, by what they name in one phase.
    private struct Named {
        private var incidents: [Int64: [Int]] = [:]
        private var tests: [Int64: [Int]] = [:]

        /// - Parameter subject: Such as INC-3 or TEST-5.
        mutating func add(_ subject: String, at place: Int) {
            if subject.hasPrefix("INC-"), let number = Int64(subject.dropFirst(4)) {
                incidents[number, default: []].append(place)
            } else if subject.hasPrefix("TEST-"), let test = Int64(subject.dropFirst(5)) {
                tests[test, default: []].append(place)
            }
        }

        /// Places of those that name an incident, and of those that name each of its tests.
        func places(of incident: IssueQueries.IncidentFact) -> [[Int]] {
            let own = incidents[incident.number].map { [$0] } ?? []
            // A gate names few tests, an outage has many.
            guard tests.count < incident.tests.count else { return own + incident.tests.compactMap { tests[$0] } }
            return own + tests.filter { incident.tests.contains($0.key) }.map(\.value)
        }
    }

    private struct Index {
        let stops: [GateRecords.Stop]
        /// By phase.
        var all: [String: Named] = [:]
        /// The same of the last gate of each phase.
        var last: [String: Named] = [:]
    }

    private let connection: any StoreConnection
    /// UTC ms; what was decided then or later is not known.
    private let now: Int64
    private let isHeard: Bool
    private lazy var index: Result<Index, any Error> = Result { try readIndex() }

    /// - Parameter isHeard: Whether gates say anything at all.
    init(_ connection: any StoreConnection, now: Int64, isHeard: Bool) {
        (self.connection, self.now, self.isHeard) = (connection, now, isHeard)
    }

    /// The last gate of a phase that one of some incidents, live there, stopped.
    func current(_ incidents: [IssueQueries.IncidentFact]) throws -> GateRecords.Stop? {
        let index = try index.get()
        guard !index.stops.isEmpty else { return nil }
        var found: Int?
        for incident in incidents where incident.state.isLive {
            for places in index.last[incident.phase]?.places(of: incident) ?? [] {
                let place = places.last { incident.opened.moment.at <= index.stops[$0].at }
                if let place, place > found ?? -1 { found = place }
            }
        }
        return found.map { index.stops[$0] }
    }

    /// The first gate that one of some incidents stopped.
    func first(_ incidents: [IssueQueries.IncidentFact]) throws -> GateRecords.Stop? {
        let index = try index.get()
        guard !index.stops.isEmpty else { return nil }
        var found: Int?
        for incident in incidents {
            for places in index.all[incident.phase]?.places(of: incident) ?? [] {
                let place = places.first { incident.opened.moment.at <= index.stops[$0].at }
                if let place, place < found ?? .max { found = place }
            }
        }
        return found.map { index.stops[$0] }
    }

    private func readIndex() throws -> Index {
        let records = GateRecords(connection)
        var index = Index(stops: try isHeard ? records.stops(before: now) : [])
        guard !index.stops.isEmpty else { return index }
        let latest = try records.latest(before: now)
        for (place, stop) in index.stops.enumerated() {
            index.all[stop.phase, default: Named()].add(stop.subject, at: place)
            if latest[stop.phase] == stop.gate { index.last[stop.phase, default: Named()].add(stop.subject, at: place) }
        }
        return index
    }
}
