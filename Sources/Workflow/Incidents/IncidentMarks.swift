// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// What people said about single incidents.
struct IncidentMarks {
    private var acknowledged: [Int64: String] = [:]
    private var void: Set<Int64> = []
    private let stale: Set<Int64>
    private let masked: Set<Int64>

    /// - Parameter hasStandings: Whether it is told which incidents are stale or masked; that is a look at all of them.
    init(_ connection: any StoreConnection, hasStandings: Bool = true) throws {
        let queries = IncidentQueries(connection)
        let configurations = ConfigurationIncidents(connection)
        let drifts = try configurations.all()
        stale = hasStandings ? try queries.staleNumbers().union(configurations.staleNumbers(among: drifts)) : []
        masked = hasStandings ? try queries.maskedNumbers() : []
        for decision in try Decisions(connection).active {
            guard let number = decision.incident else { continue }
            // Whoever spoke before it failed, or began, again did not know that it would; and a word about an incident that
            // became part of another is not one about the whole.
            var moments = try queries.moments(of: number)
            // The same drift, seen again, is nothing new.
            if let drift = drifts.first(where: { $0.episode.number == number })?.episode {
                moments = (drift.onset, drift.changed.at)
            }
            if decision.kind == .void {
                if decision.at >= moments.lastFailed { void.insert(number) }
            } else if decision.kind == .acknowledge, decision.at >= moments.onset {
                acknowledged[number] = decision.actor
            }
        }
    }

    /// What people said about one incident, the oldest first, as far as it was not taken back, and what is in force of it.
    static func words(
        about incident: IncidentSummary, _ connection: any StoreConnection
    ) throws -> [IncidentWord] {
        try words(about: incident, among: Decisions(connection).active, connection)
    }

    private static func words(
        about incident: IncidentSummary, among decisions: [StoredDecision], _ connection: any StoreConnection
    ) throws -> [IncidentWord] {
        var moments = try IncidentQueries(connection).moments(of: incident.number)
        if let drift = incident.drift { moments = (drift.onset, drift.changed.at) }
        return decisions.filter { $0.incident == incident.number }.map { decision in
            IncidentWord(
                decision: decision.id, at: decision.at, actor: decision.actor, verb: decision.kind.rawValue,
                reason: decision.reason, ended: ended(decision, incident, moments))
        }
    }

    /// Why words about incidents are in force no more, by the decision; those that are, and others, are left out.
    ///
    /// - Parameter decisions: Those that nobody took back.
    /// - Complexity: O(incidents that they are about).
    static func endings(of decisions: [StoredDecision], _ connection: any StoreConnection) throws -> [Int64: String] {
        let queries = IncidentQueries(connection)
        let configurations = ConfigurationIncidents(connection)
        var endings: [Int64: String] = [:]
        for (number, own) in Dictionary(grouping: decisions.filter { $0.incident != nil }, by: { $0.incident ?? 0 }) {
            var filter = IncidentQueries.Filter()
            filter.number = number
            guard let incident = try configurations.find(number)?.summary ?? queries.lines(filter).first else {
                let other = try queries.successor(of: number)
                for word in own { endings[word.id] = other.map { "it became part of INC-\($0)" } ?? "it is gone" }
                continue
            }
            for word in try words(about: incident, among: own, connection) { endings[word.decision] = word.ended }
        }
        return endings
    }

    /// Why a word is not in force; nil while it is.
    private static func ended(
        _ decision: StoredDecision, _ incident: IncidentSummary, _ moments: (onset: Int64, lastFailed: Int64)
    ) -> String? {
        switch decision.kind {
        case .void where decision.at < moments.lastFailed:
            incident.kind == .test ? "it failed again" : "it drifted in another way"
        case .acknowledge where !incident.state.isLive: "it is \(incident.state.rawValue)"
        case .acknowledge where decision.at < moments.onset: "it began again"
        case .close where incident.state != .closed: "it is not closed"
        default: nil
        }
    }

    /// Whether somebody looks at a live incident.
    func isAcknowledged(_ number: Int64) -> Bool { acknowledged[number] != nil }

    func isVoid(_ number: Int64) -> Bool { void.contains(number) }

    /// How many incidents in each state count for nothing.
    var voidNumbers: Set<Int64> { void }

    /// The incident with what was said of it.
    func marked(_ incident: IncidentSummary) -> IncidentSummary {
        var incident = incident
        incident.isStale = stale.contains(incident.number)
        incident.isMasked = masked.contains(incident.number)
        incident.isVoid = void.contains(incident.number)
        incident.acknowledgedBy = incident.state.isLive ? acknowledged[incident.number] : nil
        return incident
    }

    /// Its state as people read it.
    func text(of incident: IncidentSummary) -> String { marked(incident).stateText }
}
