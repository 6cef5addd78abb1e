// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Reads incidents for people, and the evidence that their fold needs.
package struct IncidentQueries {
    let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// A failing observation as the fold sees it.
    package struct Observed: Sendable {
        package let run: Int64
        package let test: Int64
        /// Whether the test failed at the end of an attempt.
        package let decides: Bool
    }

    /// Occurrences of a key in all its runs.
    package func occurrences(of key: IncidentKey) throws -> [Observed] {
        try connection.query(
            """
            SELECT u.run_id, o.test_id, max(o.decides)
            FROM membership c
            JOIN occurrence o ON o.signature_id = c.signature_id
            JOIN upload u ON u.id = o.upload_id
            JOIN run r ON r.id = u.run_id
            WHERE c.cluster_id = \(key.cluster) AND r.phase = \(key.phase) AND r.class_id = \(key.configuration)
            GROUP BY u.run_id, o.test_id
            ORDER BY u.run_id, o.test_id
            """
        ) { Observed(run: $0.integer(0), test: $0.integer(1), decides: $0.integer(2) == 1) }
    }

    /// Signatures that occurred in a run, with the cluster of each.
    package func signatures(inRun run: Int64) throws -> [(signature: Int64, cluster: Int64)] {
        try connection.query(
            """
            SELECT DISTINCT o.signature_id, coalesce(c.cluster_id, o.signature_id)
            FROM upload u
            JOIN occurrence o ON o.upload_id = u.id
            LEFT JOIN membership c ON c.signature_id = o.signature_id
            WHERE u.run_id = \(run)
            ORDER BY o.signature_id
            """
        ) { ($0.integer(0), $0.integer(1)) }
    }

    /// Every key that has occurrences.
    package func allKeys() throws -> [IncidentKey] {
        try connection.query(
            """
            SELECT DISTINCT c.cluster_id, r.phase, r.class_id
            FROM occurrence o
            JOIN membership c ON c.signature_id = o.signature_id
            JOIN upload u ON u.id = o.upload_id
            JOIN run r ON r.id = u.run_id
            ORDER BY c.cluster_id, r.phase, r.class_id
            """
        ) { IncidentKey(cluster: $0.integer(0), phase: $0.text(1), configuration: $0.integer(2)) }
    }

    /// Clusters that incidents are about as they are stored.
    package func clusters() throws -> Set<Int64> {
        Set(try connection.query("SELECT DISTINCT signature_id FROM incident ORDER BY signature_id") { $0.integer(0) })
    }

    /// Every key of some clusters that has occurrences or an incident.
    package func keys(of clusters: Set<Int64>) throws -> [IncidentKey] {
        try clusters.sorted().flatMap { cluster in
            try connection.query(
                """
                SELECT r.phase, r.class_id
                FROM membership c
                JOIN occurrence o ON o.signature_id = c.signature_id
                JOIN upload u ON u.id = o.upload_id
                JOIN run r ON r.id = u.run_id
                WHERE c.cluster_id = \(cluster)
                UNION
                SELECT phase, class_id
                FROM incident
                WHERE signature_id = \(cluster)
                ORDER BY 1, 2
                """
            ) { IncidentKey(cluster: cluster, phase: $0.text(0), configuration: $0.integer(1)) }
        }
    }

    /// Which incidents to list; nil means any.
    package struct Filter: Sendable {
        package var states: [String] = []
        package var phase: String?
        package var release: String?
        /// Settings that a class must have, such as `os=mac`.
        package var configuration: String?
        /// UTC ms; last failure at or after it.
        package var since: Int64?
        /// Part of the title of any signature of its cluster, in any case.
        package var text: String?
        package var number: Int64?
        /// Kinds of which there are incidents to list; only those of tests are in the tables that this reads.
        package var kinds = Set(IncidentKind.allCases)
        /// Row of the first signature of a cluster.
        package var cluster: Int64?
        package var limit = 1000

        package init() {}
    }

    /// Incidents, live ones first, then by the number of affected tests and the number.
    package func lines(_ filter: Filter) throws -> [IncidentSummary] {
        let states = "," + filter.states.joined(separator: ",") + ","
        let classes = try IssueQueries(connection).classes(holding: filter.configuration)
        return try connection.query(
            """
            SELECT \(raw: Self.columns)
            WHERE (\(filter.states.isEmpty) = 1 OR \(states) LIKE '%,' || i.state || ',%')
                AND (\(filter.phase) IS NULL OR i.phase = \(filter.phase))
                AND (\(filter.release) IS NULL OR f.release = \(filter.release) OR o.release = \(filter.release) OR EXISTS (
                    SELECT 1
                    FROM run b
                    JOIN upload u ON u.run_id = b.id
                    JOIN occurrence n ON n.upload_id = u.id
                    JOIN membership m ON m.signature_id = n.signature_id
                    WHERE b.release = \(filter.release) AND b.phase = i.phase AND b.class_id = i.class_id
                        AND b.started_at BETWEEN o.started_at AND f.started_at AND m.cluster_id = i.signature_id
                ))
                AND (\(classes) IS NULL OR \(classes) LIKE '%,' || CAST(i.class_id AS text) || ',%')
                AND (\(filter.since) IS NULL OR f.started_at >= \(filter.since))
                AND (\(filter.text) IS NULL OR EXISTS (
                    SELECT 1
                    FROM membership m
                    JOIN signature t ON t.id = m.signature_id
                    WHERE m.cluster_id = i.signature_id
                        AND lower(t.title) LIKE \(filter.text.map { SQLPattern.containing(folded: $0) }) ESCAPE '\\'
                ))
                AND (\(filter.number) IS NULL OR i.number = \(filter.number))
                AND (\(filter.cluster) IS NULL OR i.signature_id = \(filter.cluster))
            ORDER BY \(raw: Self.order)
            LIMIT \(filter.limit)
            """, line)
    }

    /// A live incident in few words.
    package struct Live: Sendable {
        package let number: Int64
        /// What its cluster said first.
        package let title: String
        /// UTC ms.
        package let openedAt: Int64
    }

    /// The live incidents of a phase, by number.
    package func live(phase: String) throws -> [Live] {
        try connection.query(
            """
            SELECT i.number, s.title, o.started_at
            FROM incident i
            JOIN signature s ON s.id = i.signature_id
            JOIN run o ON o.id = i.opened_run_id
            WHERE i.phase = \(phase) AND i.state IN ('open', 'intermittent')
            ORDER BY i.number
            """
        ) { Live(number: $0.integer(0), title: $0.text(1), openedAt: $0.integer(2)) }
    }

    /// Incidents that a run opened, changed, or failed with.
    ///
    /// - Complexity: O(failures of the run); the joins say their order, or an engine goes through all incidents of the class.
    package func lines(touchedBy run: Int64) throws -> [IncidentSummary] {
        try connection.query(
            """
            WITH failed (cluster_id) AS MATERIALIZED (
                SELECT DISTINCT m.cluster_id
                FROM upload u
                JOIN occurrence o ON o.upload_id = u.id
                JOIN membership m ON m.signature_id = o.signature_id
                WHERE u.run_id = \(run)
            ),
            touched (id) AS (
                SELECT incident_id
                FROM event
                WHERE run_id = \(run)
                UNION
                SELECT i.id
                FROM failed k
                CROSS JOIN run r
                CROSS JOIN incident i
                JOIN run a ON a.id = i.opened_run_id
                JOIN run z ON z.id = i.last_failed_run_id
                WHERE r.id = \(run) AND i.signature_id = k.cluster_id AND i.phase = r.phase AND i.class_id = r.class_id
                    AND r.started_at BETWEEN a.started_at AND z.started_at
            )
            SELECT \(raw: Self.columns)
            JOIN touched k ON k.id = i.id
            ORDER BY \(raw: Self.order)
            """, line)
    }

    /// The cluster that an incident is about, or was about before it became part of another.
    package func cluster(ofIncident number: Int64) throws -> Int64? {
        try connection.first(
            """
            SELECT m.cluster_id
            FROM (
                SELECT signature_id
                FROM incident
                WHERE number = \(number)
                UNION ALL
                SELECT signature_id
                FROM incident_alias
                WHERE number = \(number)
            ) i
            JOIN membership m ON m.signature_id = i.signature_id
            """
        ) { $0.integer(0) }
    }

    /// The incident that one became part of when its cluster did; nil for a number that is not a former one.
    package func successor(of number: Int64) throws -> Int64? {
        try connection.first(
            """
            SELECT i.number
            FROM incident_alias a
            JOIN membership m ON m.signature_id = a.signature_id
            JOIN incident i ON i.signature_id = m.cluster_id AND i.phase = a.phase AND i.class_id = a.class_id
            JOIN run b ON b.id = a.opened_run_id
            JOIN run o ON o.id = i.opened_run_id
            WHERE a.number = \(number) AND NOT EXISTS (SELECT 1 FROM incident c WHERE c.number = a.number)
            ORDER BY CASE WHEN o.started_at <= b.started_at THEN 0 ELSE 1 END, i.episode DESC
            LIMIT 1
            """
        ) { $0.integer(0) }
    }

    /// Rows of the incidents that a run opened again.
    package func reopened(by run: Int64) throws -> Set<Int64> {
        Set(
            try connection.query(
                "SELECT incident_id FROM event WHERE run_id = \(run) AND rule = 'reopen-by-recurrence' ORDER BY incident_id"
            ) { $0.integer(0) })
    }

    /// What an incident said last; its cluster may have begun with another sentence.
    private static let title = """
        coalesce((
            SELECT t.title
            FROM upload u
            JOIN occurrence n ON n.upload_id = u.id
            JOIN membership m ON m.signature_id = n.signature_id
            JOIN signature t ON t.id = n.signature_id
            WHERE u.run_id = i.last_failed_run_id AND m.cluster_id = i.signature_id
            ORDER BY u.attempt DESC, n.id
            LIMIT 1
        ), s.title)
        """

    private static let columns = """
        i.id, i.number, i.state, \(title), s.key, s.algorithm, i.phase, c.text, i.episode, o.id, o.started_at,
            i.last_good_run_id, f.id, f.started_at, x.id, x.started_at, i.reopen_count, i.occurrences, i.failed_runs,
            (SELECT count(*) FROM incident_test t WHERE t.incident_id = i.id) AS tests, i.signature_id,
            i.is_major, (
                SELECT q.number
                FROM membership m
                JOIN issue q ON q.signature_id = m.signature_id
                LEFT JOIN run b ON b.id = q.since_run_id
                WHERE m.cluster_id = i.signature_id AND q.rule IS NOT NULL
                    AND (b.id IS NULL OR b.started_at <= f.started_at)
                ORDER BY coalesce(b.started_at, 0) DESC, q.number
                LIMIT 1
            )
        FROM incident i
        JOIN signature s ON s.id = i.signature_id
        JOIN configuration_class c ON c.id = i.class_id
        JOIN run o ON o.id = i.opened_run_id
        JOIN run f ON f.id = i.last_failed_run_id
        LEFT JOIN run x ON x.id = i.restored_run_id
        """

    private static let order = """
        CASE i.state WHEN 'open' THEN 0 WHEN 'intermittent' THEN 1 WHEN 'restored' THEN 2 ELSE 3 END, tests DESC, i.number
        """

    private func line(_ row: any StoreRow) -> IncidentSummary {
        func reference(_ column: Int) -> Incident.RunReference {
            Incident.RunReference(id: row.integer(column), startedAt: row.integer(column + 1))
        }
        return IncidentSummary(
            id: row.integer(0), number: row.integer(1), state: Incident.State(rawValue: row.text(2)) ?? .open,
            title: row.text(3), signature: row.text(4), signatureID: row.integer(20), algorithm: row.text(5),
            phase: row.text(6), configuration: ConfigurationClass(stored: row.text(7)), episode: Int(row.integer(8)),
            opened: reference(9), lastGoodRun: row.optionalInteger(11), lastFailed: reference(12),
            restored: row.optionalInteger(14) == nil ? nil : reference(14), reopenCount: Int(row.integer(16)),
            occurrences: Int(row.integer(17)), failedRuns: Int(row.integer(18)), tests: Int(row.integer(19)),
            isMajor: row.integer(21) == 1, issue: row.optionalInteger(22))
    }

    /// How many incidents are in each state.
    ///
    /// - Parameter excluded: Numbers of incidents that count for nothing.
    package func counts(phase: String?, without excluded: Set<Int64> = []) throws -> [Incident.State: Int] {
        let rows = try connection.query(
            """
            SELECT state, count(*)
            FROM incident
            WHERE \(phase) IS NULL OR phase = \(phase)
            GROUP BY state
            ORDER BY state
            """
        ) { (Incident.State(rawValue: $0.text(0)) ?? .open, Int($0.integer(1))) }
        var counts = Dictionary(uniqueKeysWithValues: rows)
        for number in excluded {
            let state = try connection.first(
                "SELECT state FROM incident WHERE number = \(number) AND (\(phase) IS NULL OR phase = \(phase))"
            ) { Incident.State(rawValue: $0.text(0)) ?? .open }
            if let state { counts[state, default: 1] -= 1 }
        }
        return counts.filter { $0.value > 0 }
    }

    package func events(incident: Int64) throws -> [IncidentEvent] {
        try connection.query(
            """
            SELECT at, actor, rule, run_id, from_state, to_state
            FROM event
            WHERE incident_id = \(incident)
            ORDER BY ordinal
            """
        ) { row in
            IncidentEvent(
                at: row.integer(0), actor: row.text(1), rule: row.text(2), run: row.integer(3),
                from: row.optionalText(4).flatMap(Incident.State.init),
                to: Incident.State(rawValue: row.text(5)) ?? .open)
        }
    }

    /// Affected tests and whether each passed since, in the order of their rows.
    package func tests(incident: Int64) throws -> [(test: Int64, isPassing: Bool)] {
        try connection.query(
            "SELECT test_id, is_passing FROM incident_test WHERE incident_id = \(incident) ORDER BY test_id"
        ) { ($0.integer(0), $0.integer(1) == 1) }
    }

    /// The latest occurrence of an incident.
    package func sample(of incident: IncidentSummary) throws -> OccurrenceSample? {
        try connection.first(
            """
            SELECT o.test_id, u.run_id, o.kind, o.type, m.body, d.body, p.body, o.line
            FROM upload u
            JOIN occurrence o ON o.upload_id = u.id
            JOIN membership c ON c.signature_id = o.signature_id
            LEFT JOIN text m ON m.id = o.message_id
            LEFT JOIN text d ON d.id = o.details_id
            LEFT JOIN text p ON p.id = o.output_id
            WHERE c.cluster_id = \(incident.signatureID) AND u.run_id = \(incident.lastFailed.id)
            ORDER BY u.attempt DESC, o.id
            LIMIT 1
            """
        ) { row in
            OccurrenceSample(
                test: row.integer(0), run: row.integer(1), kind: row.text(2), type: row.text(3),
                message: row.optionalText(4), details: row.optionalText(5), output: row.optionalText(6),
                line: row.optionalInteger(7).map(Int.init))
        }
    }

    /// Incidents that fail, or failed, with a test; the latest first.
    package func incidents(ofTest test: Int64) throws -> [Int64] {
        try connection.query(
            """
            SELECT i.number
            FROM incident_test t
            JOIN incident i ON i.id = t.incident_id
            WHERE t.test_id = \(test)
            ORDER BY i.number DESC
            """
        ) { $0.integer(0) }
    }
}
