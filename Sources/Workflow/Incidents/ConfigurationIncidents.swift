// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import TestPhase

/// Incidents of kind configuration: one for each phase and configuration class in which what is tested is not what was
/// approved, folded from what audits found.
struct ConfigurationIncidents {
    /// One with where it is.
    struct Told {
        let episode: DriftEpisode
        let phase: String
        let configuration: ConfigurationClass
        /// Row of the configuration class.
        let classID: Int64
        /// Releases of the runs that audits looked at.
        let releases: Set<String>

        var summary: IncidentSummary { IncidentSummary(episode, phase: phase, configuration: configuration) }
    }

    private let connection: any StoreConnection

    init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// All of a phase, or of all phases, by number.
    ///
    /// - Complexity: O(audits that found or ended drift).
    func all(phase: String? = nil) throws -> [Told] {
        let rows = try DriftRecords(connection).all(phase: phase)
        return try Dictionary(grouping: rows, by: Place.init).flatMap { place, rows in
            let episodes = DriftEpisode.fold(try sightings(rows))
            return episodes.map { episode in
                let own = rows.filter { $0.number == episode.number }
                return Told(
                    episode: episode, phase: place.phase, configuration: rows[0].configuration, classID: place.classID,
                    releases: Set(own.compactMap(\.release)))
            }
        }.sorted { $0.episode.number < $1.episode.number }
    }

    func find(_ number: Int64) throws -> Told? {
        guard try DriftRecords(connection).holds(number: number) else { return nil }
        return try all().first { $0.episode.number == number }
    }

    /// Those that a filter takes, as lists show them.
    func lines(_ filter: IncidentQueries.Filter) throws -> [IncidentSummary] {
        guard filter.kinds.contains(.configuration), filter.cluster == nil else { return [] }
        return try all(phase: filter.phase).filter { Self.takes(filter, $0) }.map(\.summary)
    }

    private static func takes(_ filter: IncidentQueries.Filter, _ told: Told) -> Bool {
        let episode = told.episode
        let text = ([told.summary.title] + episode.last.deltas.map(\.name)).joined(separator: "\n").lowercased()
        return (filter.states.isEmpty || filter.states.contains(episode.state.rawValue))
            && (filter.release.map(told.releases.contains) ?? true)
            && (filter.configuration.map { told.configuration.isTaken(by: $0) } ?? true)
            && (filter.since.map { episode.last.at >= $0 } ?? true)
            && (filter.text.map { text.contains($0.lowercased()) } ?? true)
            && (filter.number.map { $0 == episode.number } ?? true)
    }

    /// Numbers of live ones whose phase and class no audit has looked at for long, while runs went on.
    func staleNumbers(among told: [Told]) throws -> Set<Int64> {
        let records = DriftRecords(connection)
        return Set(
            try told.filter { told in
                guard told.episode.state.isLive else { return false }
                let later = try records.runs(phase: told.phase, classID: told.classID, after: told.episode.last.at)
                return later.count >= Incident.staleRuns
                    || later.latest - told.episode.last.at >= Incident.staleMilliseconds
            }.map(\.episode.number))
    }

    // MARK: Audits

    /// Notes what an audit found of a place; answers what became of its incident.
    ///
    /// An audit without drift is noted only as long as an incident waits for it: to be restored, and to be closed. One of
    /// documents is always noted, because it is the evidence of its phase.
    ///
    /// - Parameters:
    ///   - snapshot: Row of what was observed.
    ///   - deltas: What no approved change speaks of.
    ///   - now: UTC ms.
    func note(
        _ place: BaselineAudit.Place, snapshot: Int64, of baseline: BaselineRecords.Stored,
        deltas: [BaselineDiff.Delta], now: Int64
    ) throws -> BaselineAudit.Notice? {
        let records = DriftRecords(connection)
        let phase = baseline.baseline.phase
        let classID = try RunRecords(connection).configurationClass(place.configuration)
        let known = try sightings(records.all(phase: phase).filter { $0.classID == classID })
        let before = DriftEpisode.fold(known)
        func sighting(_ number: Int64) -> DriftSighting {
            DriftSighting(
                id: (known.last?.id ?? 0) + 1, number: number, at: now, baseline: baseline.baseline.name,
                run: place.run, deltas: deltas)
        }
        let isWaiting = before.last.map { $0.state != .closed } ?? false
        guard isWaiting || !deltas.isEmpty || place.run == nil else { return nil }
        let isNew = DriftEpisode.fold(known + [sighting(0)]).count > before.count
        let number = try isNew ? IncidentRecords(connection).takeNumbers(1) : isWaiting ? before.last?.number : nil
        try records.append(
            .init(
                number: number, phase: phase, classID: classID, baseline: baseline.id, snapshot: snapshot,
                run: place.run, at: now, deltas: deltas.isEmpty ? nil : Self.text(deltas)))
        guard let number, let after = DriftEpisode.fold(known + [sighting(number)]).last else { return nil }
        return Self.fate(before: isNew ? nil : before.last, after, isDrift: !deltas.isEmpty).map {
            .init(number: number, configuration: place.configuration, fate: $0)
        }
    }

    private static func fate(
        before: DriftEpisode?, _ after: DriftEpisode, isDrift: Bool
    ) -> BaselineAudit.Notice.Fate? {
        guard let before else { return .opened }
        switch (before.state, after.state) {
        case (.restored, .open): return .reopened
        case (.open, .restored): return .restored
        case (.restored, .closed): return .closed
        default: return isDrift ? .ongoing : nil
        }
    }

    // MARK: Rows

    private struct Place: Hashable {
        let phase: String
        let classID: Int64

        init(_ row: DriftRecords.Row) { (phase, classID) = (row.phase, row.classID) }
    }

    /// Rows as the fold sees them.
    ///
    /// - Throws: `StorageError` for differences that cannot be read.
    func sightings(_ rows: [DriftRecords.Row]) throws -> [DriftSighting] {
        var read: [String: [BaselineDiff.Delta]] = [:]
        return try rows.map { row in
            if let text = row.deltas, read[text] == nil { read[text] = try Self.deltas(text) }
            return DriftSighting(
                id: row.id, number: row.number ?? 0, at: row.at, baseline: "BL-\(row.phase)-\(row.baselineNumber)",
                run: row.run, deltas: row.deltas.flatMap { read[$0] } ?? [])
        }
    }

    private static func text(_ deltas: [BaselineDiff.Delta]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(deltas), as: UTF8.self)
    }

    private static func deltas(_ text: String) throws -> [BaselineDiff.Delta] {
        do {
            return try JSONDecoder().decode([BaselineDiff.Delta].self, from: Data(text.utf8))
        } catch {
            throw StorageError(.damaged, "what an audit found cannot be read")
        }
    }
}

extension ConfigurationClass {
    /// Whether a filter of lists takes it: settings that it must have, or its whole text.
    fileprivate func isTaken(by settings: String) -> Bool {
        let wanted = ConfigurationClass(stored: settings)
        return wanted.settings.isEmpty ? text == settings : holds(wanted)
    }
}
