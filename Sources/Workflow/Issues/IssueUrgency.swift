// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Storage
import TestPhase

/// How soon an issue must be looked at: by where it fails now, when the gate there is due, whether people wait for it there, and
/// whether it fails more often.
struct IssueUrgency {
    private static let day: Int64 = 86_400_000
    /// Days to the gate up to which the urgency is 1, 2 and 3.
    private static let daysOf = [2, 7, 30]

    private let trials: TrialHistory
    private let stops: GateStops
    /// UTC ms.
    private let now: Int64
    /// When the gates of phases are due, UTC ms.
    private let gates: [String: Int64]

    init(_ trials: TrialHistory, _ stops: GateStops, now: Int64, gateDates: [String]) {
        (self.trials, self.stops, self.now) = (trials, stops, now)
        var gates: [String: Int64] = [:]
        for line in gateDates {
            let parts = line.split(separator: " ").map(String.init)
            guard parts.count == 2, let at = JUnitTimestamp.read(parts[1])?.milliseconds else { continue }
            gates[parts[0]] = at
        }
        self.gates = gates
    }

    /// From 1, the most urgent, to 4, what does not fail now.
    ///
    /// - Parameters:
    ///   - incidents: Those of an issue that count.
    ///   - failures: Runs in which it failed.
    /// - Returns: The number, and what moved it beside the phase; nil for nothing.
    func urgency(
        of incidents: [IssueQueries.IncidentFact], _ failures: [RunFact]
    ) throws -> (number: Int, reason: String?) {
        let live = incidents.filter(\.state.isLive)
        guard
            let first = Set(live.map(\.phase)).map(base).min(by: {
                ($0.number, $0.reason ?? "~") < ($1.number, $1.reason ?? "~")
            })
        else { return (4, nil) }
        var (number, reason) = first
        // Whoever wants to go on waits for it.
        if let stop = try stops.current(incidents) {
            number = max(1, number - 1)
            reason = [reason, "GATE-\(stop.gate) of \(stop.phase) waits for it"].joinedWords
        }
        let trends = try trends(live, failures)
        if trends.contains(.rising) { return (max(1, number - 1), [reason, "it fails more often"].joinedWords) }
        if !trends.isEmpty, trends.allSatisfy({ $0 == .falling }) {
            return (min(4, number + 1), [reason, "it fails less often"].joinedWords)
        }
        return (number, reason)
    }

    /// By the phase alone, and its gate where that is due on a day to come.
    private func base(_ phase: String) -> (number: Int, reason: String?) {
        // The gate is due until its day ends.
        if let gate = gates[phase], gate / Self.day >= now / Self.day {
            let days = Int(gate / Self.day - now / Self.day)
            let number = 1 + (Self.daysOf.firstIndex { days <= $0 } ?? Self.daysOf.count)
            return (
                number,
                "the gate of \(phase) is due \(days == 0 ? "today" : days == 1 ? "in 1 day" : "in \(days) days")"
            )
        }
        return (["release", "operation"].contains(phase) ? 1 : phase == "beta" ? 2 : 3, nil)
    }

    /// Of each place where it fails now: whether it failed more often in the last ten runs that executed its tests than in the
    /// ten before; nil where there were fewer, or where it did neither.
    private func trends(_ live: [IssueQueries.IncidentFact], _ failures: [RunFact]) throws -> [Trend?] {
        struct Place: Hashable {
            let phase: String
            let configuration: Int64
        }
        let places = Dictionary(grouping: live) { Place(phase: $0.phase, configuration: $0.configuration) }
        return try places.map { place, incidents in
            let tests = incidents.tests
            let runs = try trials.latestExercised(
                tests, phase: place.phase, configuration: place.configuration, count: 2 * Trend.runs,
                since: failures)
            guard runs.count == 2 * Trend.runs else { return nil }
            let failed = Set(failures.map(\.id))
            return Trend(
                last: runs.suffix(Trend.runs).count { failed.contains($0.id) },
                previous: runs.prefix(Trend.runs).count { failed.contains($0.id) })
        }
    }
}

extension Array<String?> {
    /// Those that are there, joined as in a sentence.
    fileprivate var joinedWords: String { compactMap(\.self).joined(separator: ", and ") }
}
