// Exitgate
// SPDX-License-Identifier: Apache-2.0

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
                HAVING count(*) >= 10 OR max(r.started_at - e.started_at) >= \(Int64(14 * 86_400_000))
                ORDER BY i.number
                """
            ) { $0.integer(0) })
    }

    /// Live incidents all of whose tests fail in another way since: what they broke cannot show whether they are over.
    package func maskedNumbers() throws -> Set<Int64> {
        Set(
            try connection.query(
                """
                SELECT i.number
                FROM incident i
                JOIN run f ON f.id = i.last_failed_run_id
                WHERE i.state IN ('open', 'intermittent') AND EXISTS (
                    SELECT 1
                    FROM incident_test n
                    WHERE n.incident_id = i.id AND n.is_passing = 0
                ) AND NOT EXISTS (
                    SELECT 1
                    FROM incident_test t
                    WHERE t.incident_id = i.id AND t.is_passing = 0 AND NOT EXISTS (
                        SELECT 1
                        FROM incident_test o
                        JOIN incident m ON m.id = o.incident_id
                        JOIN run l ON l.id = m.last_failed_run_id
                        WHERE o.test_id = t.test_id AND o.is_passing = 0 AND m.id <> i.id
                            AND m.phase = i.phase AND m.class_id = i.class_id
                            AND m.state IN ('open', 'intermittent')
                            AND (l.started_at, l.key) > (f.started_at, f.key)
                    )
                )
                ORDER BY i.number
                """
            ) { $0.integer(0) })
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
