// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// What covers the state of incidents.
extension IncidentQueries {
    /// Live incidents that 10 runs of their phase and class, or runs of 14 days, did not exercise: their numbers.
    package func staleNumbers() throws -> Set<Int64> {
        Set(
            try connection.query(
                """
                SELECT i.number
                FROM incident i
                JOIN run e ON e.id = coalesce(i.exercised_run_id, i.last_failed_run_id)
                JOIN run r ON r.phase = i.phase AND r.class_id = i.class_id
                WHERE i.state IN ('open', 'intermittent') AND (r.started_at, r.key) > (e.started_at, e.key)
                GROUP BY i.number
                HAVING count(*) >= \(Incident.staleRuns) OR max(r.started_at - e.started_at) >= \(Incident.staleMilliseconds)
                ORDER BY i.number
                """
            ) { $0.integer(0) })
    }

    /// Live incidents all of whose tests fail in another way since: what they broke cannot show whether they are over.
    ///
    /// - Complexity: O(failing tests of live incidents).
    package func maskedNumbers() throws -> Set<Int64> {
        let live = try Dictionary(uniqueKeysWithValues: liveOnes().map { ($0.id, $0) })
        let failing = try connection.query(
            """
            SELECT t.incident_id, t.test_id
            FROM incident_test t
            JOIN incident i ON i.id = t.incident_id
            WHERE t.is_passing = 0 AND i.state IN ('open', 'intermittent')
            ORDER BY t.incident_id, t.test_id
            """
        ) { row in live[row.integer(0)].map { ($0, $0.place(of: row.integer(1))) } }.compactMap(\.self)
        var latest: [LiveOne.Place: Run.Moment] = [:]
        for (incident, place) in failing { latest[place] = max(latest[place] ?? incident.failed, incident.failed) }
        var isMasked: [Int64: Bool] = [:]
        for (incident, place) in failing {
            let isLater = latest[place].map { $0 > incident.failed } ?? false
            isMasked[incident.number] = (isMasked[incident.number] ?? true) && isLater
        }
        return Set(isMasked.filter(\.value).keys)
    }

    private func liveOnes() throws -> [LiveOne] {
        try connection.query(
            """
            SELECT i.id, i.number, i.phase, i.class_id, f.started_at, f.key
            FROM incident i
            JOIN run f ON f.id = i.last_failed_run_id
            WHERE i.state IN ('open', 'intermittent')
            ORDER BY i.id
            """
        ) { row in
            LiveOne(
                id: row.integer(0), number: row.integer(1), phase: row.text(2), configuration: row.integer(3),
                failed: Run.Moment(at: row.integer(4), key: row.text(5)))
        }
    }

    /// When an incident began, or began again, and when it failed last, UTC ms; the end of time for none.
    package func moments(of number: Int64) throws -> (onset: Int64, lastFailed: Int64) {
        try connection.first(
            """
            SELECT f.started_at, max(e.at)
            FROM incident i
            JOIN run f ON f.id = i.last_failed_run_id
            JOIN event e ON e.incident_id = i.id
            WHERE i.number = \(number) AND (e.from_state IS NULL OR e.from_state = 'restored') AND e.to_state <> 'closed'
            GROUP BY f.started_at
            """
        ) { ($0.integer(1), $0.integer(0)) } ?? (.max, .max)
    }
}

/// A live incident, and when it failed last.
private struct LiveOne {
    /// A test where it ran.
    struct Place: Hashable {
        let phase: String
        let configuration: Int64
        let test: Int64
    }

    let id: Int64
    let number: Int64
    let phase: String
    let configuration: Int64
    let failed: Run.Moment

    func place(of test: Int64) -> Place { Place(phase: phase, configuration: configuration, test: test) }
}
