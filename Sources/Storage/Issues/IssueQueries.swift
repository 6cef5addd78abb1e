// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Reads issues for people.
package struct IssueQueries {
    let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// Which issues to list; nil means any.
    package struct Filter: Sendable {
        package var activities: [IssueSummary.Activity] = []
        package var phase: String?
        /// Settings that a class must have, such as `os=mac`.
        package var configuration: String?
        /// UTC ms; last failure at or after it.
        package var since: Int64?
        /// Part of the title of any of its signatures, in any case.
        package var text: String?
        package var number: Int64?
        /// Whether those that evidence no longer supports are listed as well.
        package var includesWithdrawn = false
        package var limit = 1000

        package init() {}
    }

    /// Issues, live ones first, then by the number of their occurrences and their own number.
    package func lines(_ filter: Filter) throws -> [IssueSummary] {
        try bareLines(filter).prefix(filter.limit).map(complete)
    }

    /// The same without a limit, and without what takes a question for each: the last title, tests and signatures.
    package func bareLines(_ filter: Filter) throws -> [IssueSummary] {
        let text = filter.text.map { SQLPattern.containing(folded: $0) }
        let classes = try classes(holding: filter.configuration)
        let issues = try connection.query(
            """
            SELECT q.number, q.rule, m.cluster_id, s.title, s.key, count(i.id),
                coalesce(sum(CASE WHEN i.state IN ('open', 'intermittent') THEN 1 ELSE 0 END), 0),
                coalesce(sum(CASE WHEN i.state = 'restored' THEN 1 ELSE 0 END), 0),
                coalesce(sum(i.occurrences), 0), coalesce(sum(i.failed_runs), 0), coalesce(min(o.started_at), 0),
                coalesce(max(f.started_at), 0), count(DISTINCT i.phase), count(DISTINCT i.class_id), q.recurrence_of
            FROM issue q
            JOIN membership m ON m.signature_id = q.signature_id
            JOIN signature s ON s.id = m.cluster_id
            LEFT JOIN incident i ON i.signature_id = m.cluster_id
            LEFT JOIN run o ON o.id = i.opened_run_id
            LEFT JOIN run f ON f.id = i.last_failed_run_id
            WHERE (\(filter.number) IS NULL OR q.number = \(filter.number))
                AND (q.rule IS NOT NULL OR \(filter.includesWithdrawn) = 1 OR \(filter.number) IS NOT NULL)
                AND (q.recurrence_of IS NOT NULL OR q.number = (
                    SELECT min(p.number)
                    FROM membership n
                    JOIN issue p ON p.signature_id = n.signature_id
                    WHERE n.cluster_id = m.cluster_id AND p.recurrence_of IS NULL
                ))
                AND (\(filter.phase) IS NULL OR EXISTS (
                    SELECT 1
                    FROM incident a
                    WHERE a.signature_id = m.cluster_id AND a.phase = \(filter.phase)
                ))
                AND (\(classes) IS NULL OR EXISTS (
                    SELECT 1
                    FROM incident a
                    WHERE a.signature_id = m.cluster_id
                        AND \(classes) LIKE '%,' || CAST(a.class_id AS text) || ',%'
                ))
                AND (\(text) IS NULL OR EXISTS (
                    SELECT 1
                    FROM membership n
                    JOIN signature t ON t.id = n.signature_id
                    WHERE n.cluster_id = m.cluster_id AND lower(t.title) LIKE \(text) ESCAPE '\\'
                ))
            GROUP BY q.number, q.rule, m.cluster_id, s.title, s.key, q.recurrence_of
            HAVING \(filter.since) IS NULL OR coalesce(max(f.started_at), 0) >= \(filter.since)
            ORDER BY q.number
            """
        ) { row in
            let (live, restored) = (Int(row.integer(6)), Int(row.integer(7)))
            return IssueSummary(
                number: row.integer(0), rule: row.optionalText(1).flatMap(RecurrenceRule.init),
                activity: live > 0 ? .live : restored > 0 ? .quiet : .closed, title: row.text(3),
                cluster: row.integer(2), signature: row.text(4), incidents: Int(row.integer(5)), liveIncidents: live,
                tests: 0, signatures: 0, occurrences: Int(row.integer(8)), failedRuns: Int(row.integer(9)),
                firstSeen: row.integer(10), lastSeen: row.integer(11), phases: Int(row.integer(12)),
                configurations: Int(row.integer(13)), recurrenceOf: row.optionalInteger(14))
        }
        let wanted = issues.filter { filter.activities.isEmpty || filter.activities.contains($0.activity) }
        return wanted.sorted(by: Self.comesFirst)
    }

    /// The first title of every issue that evidence supports, by its number.
    package func titles() throws -> [Int64: String] {
        Dictionary(
            uniqueKeysWithValues: try connection.query(
                """
                SELECT q.number, s.title
                FROM issue q
                JOIN membership m ON m.signature_id = q.signature_id
                JOIN signature s ON s.id = m.cluster_id
                WHERE q.rule IS NOT NULL
                ORDER BY q.id
                """
            ) { ($0.integer(0), $0.text(1)) })
    }

    /// Whether an issue stands before another: live ones first, then by occurrences and number.
    package static func comesFirst(_ left: IssueSummary, _ right: IssueSummary) -> Bool {
        let order = IssueSummary.Activity.allCases
        let (first, second) = (order.firstIndex(of: left.activity) ?? 0, order.firstIndex(of: right.activity) ?? 0)
        if first != second { return first < second }
        return (right.occurrences, left.number) < (left.occurrences, right.number)
    }

    /// With what only shown issues need.
    package func complete(_ issue: IssueSummary) throws -> IssueSummary { try complete([issue])[0] }

    /// As above; what all need is counted at once.
    package func complete(_ issues: [IssueSummary]) throws -> [IssueSummary] {
        let one = issues.count == 1 ? issues[0].cluster : nil
        let tests = try counts(
            """
            SELECT i.signature_id, count(DISTINCT t.test_id)
            FROM incident i
            JOIN incident_test t ON t.incident_id = i.id
            \(Self.isOne("i.signature_id", one))
            GROUP BY i.signature_id
            ORDER BY i.signature_id
            """)
        let signatures = try counts(
            """
            SELECT m.cluster_id, count(*)
            FROM membership m
            \(Self.isOne("m.cluster_id", one))
            GROUP BY m.cluster_id
            ORDER BY m.cluster_id
            """)
        return try issues.map { issue in
            IssueSummary(
                number: issue.number, rule: issue.rule, activity: issue.activity,
                title: try latestTitle(of: issue.cluster) ?? issue.title, cluster: issue.cluster,
                signature: issue.signature, incidents: issue.incidents, liveIncidents: issue.liveIncidents,
                tests: tests[issue.cluster] ?? 0, signatures: signatures[issue.cluster] ?? 0,
                occurrences: issue.occurrences, failedRuns: issue.failedRuns, firstSeen: issue.firstSeen,
                lastSeen: issue.lastSeen, phases: issue.phases, configurations: issue.configurations,
                recurrenceOf: issue.recurrenceOf)
        }
    }

    private static func isOne(_ column: String, _ cluster: Int64?) -> SQLText {
        guard let cluster else { return "" }
        return "WHERE \(raw: column) = \(cluster)"
    }

    /// Numbers by clusters.
    private func counts(_ statement: SQLText) throws -> [Int64: Int] {
        Dictionary(uniqueKeysWithValues: try connection.query(statement) { ($0.integer(0), Int($0.integer(1))) })
    }

    /// What the failure said that was seen last.
    private func latestTitle(of cluster: Int64) throws -> String? {
        try connection.first(
            """
            SELECT s.title
            FROM (
                SELECT a.last_failed_run_id AS run_id
                FROM incident a
                JOIN run f ON f.id = a.last_failed_run_id
                WHERE a.signature_id = \(cluster)
                ORDER BY f.started_at DESC, f.key DESC
                LIMIT 1
            ) l
            JOIN upload u ON u.run_id = l.run_id
            JOIN membership m ON m.cluster_id = \(cluster)
            JOIN occurrence n ON n.signature_id = m.signature_id AND n.upload_id = u.id
            JOIN signature s ON s.id = n.signature_id
            ORDER BY u.attempt DESC, n.id
            LIMIT 1
            """
        ) { $0.text(0) }
    }

    /// A signature of a cluster, for people.
    package struct Member: Sendable, Equatable {
        package let row: Int64
        package let key: String
        package let title: String
        package let occurrences: Int
    }

    /// The signatures of a cluster in the order in which they were first seen.
    package func members(of cluster: Int64) throws -> [Member] {
        try connection.query(
            """
            SELECT s.id, s.key, s.title, (SELECT count(*) FROM occurrence o WHERE o.signature_id = s.id)
            FROM membership m
            JOIN signature s ON s.id = m.signature_id
            LEFT JOIN evidence e ON e.signature_id = s.id
            LEFT JOIN run r ON r.id = e.run_id
            WHERE m.cluster_id = \(cluster)
            ORDER BY r.started_at, r.key, e.class, s.key
            """
        ) { Member(row: $0.integer(0), key: $0.text(1), title: $0.text(2), occurrences: Int($0.integer(3))) }
    }

    /// Runs in which a cluster failed, each with its moment, in the order in which they happened.
    package func runs(of cluster: Int64) throws -> [Int64] {
        try connection.query(
            """
            SELECT DISTINCT r.started_at, r.key, r.id
            FROM membership m
            JOIN occurrence o ON o.signature_id = m.signature_id
            JOIN upload u ON u.id = o.upload_id
            JOIN run r ON r.id = u.run_id
            WHERE m.cluster_id = \(cluster)
            ORDER BY r.started_at, r.key
            """
        ) { $0.integer(2) }
    }

    /// Clusters that failed in a run.
    package func clusters(inRun run: Int64) throws -> [Int64] {
        try connection.query(
            """
            SELECT DISTINCT m.cluster_id
            FROM upload u
            JOIN occurrence o ON o.upload_id = u.id
            JOIN membership m ON m.signature_id = o.signature_id
            WHERE u.run_id = \(run)
            ORDER BY m.cluster_id
            """
        ) { $0.integer(0) }
    }

    /// Signatures whose key begins with some hexadecimal digits, at most two.
    package func signatures(prefix: String) throws -> [Member] {
        try connection.query(
            """
            SELECT id, key, title
            FROM signature
            WHERE key >= \(prefix) AND key < \(prefix + "g")
            ORDER BY key
            LIMIT 2
            """
        ) { Member(row: $0.integer(0), key: $0.text(1), title: $0.text(2), occurrences: 0) }
    }

    /// Key of a signature.
    package func key(of signature: Int64) throws -> String? {
        try connection.first("SELECT key FROM signature WHERE id = \(signature)") { $0.text(0) }
    }

    /// The signature that the issue of a cluster goes with, of several that with the lowest number; nil for no issue.
    package func anchor(ofCluster cluster: Int64) throws -> Int64? {
        try connection.first(
            """
            SELECT q.signature_id
            FROM membership m
            JOIN issue q ON q.signature_id = m.signature_id
            WHERE m.cluster_id = \(cluster)
            ORDER BY q.number
            LIMIT 1
            """
        ) { $0.integer(0) }
    }

    /// Signatures that issues are called by, the lowest number first.
    package func anchors() throws -> [(signature: Int64, number: Int64)] {
        try connection.query("SELECT signature_id, number FROM issue ORDER BY number") {
            ($0.integer(0), $0.integer(1))
        }
    }

    /// The number of the latest issue of a cluster; nil if it does not recur.
    package func number(ofCluster cluster: Int64) throws -> Int64? {
        try connection.first(
            """
            SELECT coalesce(
                max(CASE WHEN q.recurrence_of IS NOT NULL AND q.rule IS NOT NULL THEN q.number END),
                min(CASE WHEN q.recurrence_of IS NULL THEN q.number END))
            FROM membership m
            JOIN issue q ON q.signature_id = m.signature_id
            WHERE m.cluster_id = \(cluster)
            """
        ) { $0.optionalInteger(0) } ?? nil
    }
}
