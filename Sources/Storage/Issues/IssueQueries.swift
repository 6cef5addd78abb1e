// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Reads issues for people.
package struct IssueQueries {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// Which issues to list; nil means any.
    package struct Filter: Sendable {
        package var activities: [IssueSummary.Activity] = []
        package var phase: String?
        package var release: String?
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
        let text = filter.text.map(SQLPattern.containing)
        let issues = try connection.query(
            """
            SELECT q.number, q.rule, m.cluster_id, s.title, s.key, count(i.id),
                coalesce(sum(CASE WHEN i.state IN ('open', 'intermittent') THEN 1 ELSE 0 END), 0),
                coalesce(sum(CASE WHEN i.state = 'restored' THEN 1 ELSE 0 END), 0),
                coalesce(sum(i.occurrences), 0), coalesce(sum(i.failed_runs), 0), coalesce(min(o.started_at), 0),
                coalesce(max(f.started_at), 0), count(DISTINCT i.phase), count(DISTINCT i.class_id)
            FROM issue q
            JOIN membership m ON m.signature_id = q.signature_id
            JOIN signature s ON s.id = m.cluster_id
            LEFT JOIN incident i ON i.signature_id = m.cluster_id
            LEFT JOIN run o ON o.id = i.opened_run_id
            LEFT JOIN run f ON f.id = i.last_failed_run_id
            WHERE (\(filter.number) IS NULL OR q.number = \(filter.number))
                AND (q.rule IS NOT NULL OR \(filter.includesWithdrawn) = 1 OR \(filter.number) IS NOT NULL)
                AND q.number = (
                    SELECT min(p.number)
                    FROM membership n
                    JOIN issue p ON p.signature_id = n.signature_id
                    WHERE n.cluster_id = m.cluster_id
                )
                AND (\(filter.phase) IS NULL OR EXISTS (
                    SELECT 1
                    FROM incident a
                    WHERE a.signature_id = m.cluster_id AND a.phase = \(filter.phase)
                ))
                AND (\(filter.release) IS NULL OR EXISTS (
                    SELECT 1
                    FROM incident a
                    JOIN run b ON b.id = a.opened_run_id OR b.id = a.last_failed_run_id
                    WHERE a.signature_id = m.cluster_id AND b.release = \(filter.release)
                ))
                AND (\(filter.configuration) IS NULL OR EXISTS (
                    SELECT 1
                    FROM incident a
                    JOIN configuration_class c ON c.id = a.class_id
                    WHERE a.signature_id = m.cluster_id AND c.text = \(filter.configuration)
                ))
                AND (\(text) IS NULL OR EXISTS (
                    SELECT 1
                    FROM membership n
                    JOIN signature t ON t.id = n.signature_id
                    WHERE n.cluster_id = m.cluster_id AND lower(t.title) LIKE lower(\(text)) ESCAPE '\\'
                ))
            GROUP BY q.number, q.rule, m.cluster_id, s.title, s.key
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
                configurations: Int(row.integer(13)))
        }
        let wanted = issues.filter { filter.activities.isEmpty || filter.activities.contains($0.activity) }
        return try wanted.sorted(by: Self.comesFirst).prefix(filter.limit).map(complete)
    }

    private static func comesFirst(_ left: IssueSummary, _ right: IssueSummary) -> Bool {
        let order = IssueSummary.Activity.allCases
        let (first, second) = (order.firstIndex(of: left.activity) ?? 0, order.firstIndex(of: right.activity) ?? 0)
        if first != second { return first < second }
        return (right.occurrences, left.number) < (left.occurrences, right.number)
    }

    /// With what only shown issues need.
    private func complete(_ issue: IssueSummary) throws -> IssueSummary {
        let counts = try connection.first(
            """
            SELECT
                (SELECT count(DISTINCT t.test_id)
                FROM incident i
                JOIN incident_test t ON t.incident_id = i.id
                WHERE i.signature_id = \(issue.cluster)),
                (SELECT count(*)
                FROM membership m
                WHERE m.cluster_id = \(issue.cluster)),
                (SELECT s.title
                FROM incident i
                JOIN upload u ON u.run_id = i.last_failed_run_id
                JOIN occurrence n ON n.upload_id = u.id
                JOIN membership m ON m.signature_id = n.signature_id
                JOIN signature s ON s.id = n.signature_id
                WHERE i.signature_id = \(issue.cluster) AND m.cluster_id = \(issue.cluster)
                    AND i.id = (
                        SELECT a.id
                        FROM incident a
                        JOIN run f ON f.id = a.last_failed_run_id
                        WHERE a.signature_id = \(issue.cluster)
                        ORDER BY f.started_at DESC, f.key DESC
                        LIMIT 1
                    )
                ORDER BY u.attempt DESC, n.id
                LIMIT 1)
            """
        ) { (Int($0.integer(0)), Int($0.integer(1)), $0.optionalText(2)) }
        guard let (tests, signatures, title) = counts else { return issue }
        return IssueSummary(
            number: issue.number, rule: issue.rule, activity: issue.activity, title: title ?? issue.title,
            cluster: issue.cluster, signature: issue.signature, incidents: issue.incidents,
            liveIncidents: issue.liveIncidents, tests: tests, signatures: signatures, occurrences: issue.occurrences,
            failedRuns: issue.failedRuns, firstSeen: issue.firstSeen, lastSeen: issue.lastSeen, phases: issue.phases,
            configurations: issue.configurations)
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

    /// A run as the life of an issue sees it.
    package struct RunFact: Sendable, Equatable {
        package let id: Int64
        package let moment: Run.Moment
        package let commit: String?
        package let branch: String?
        package let release: String?
        package let phase: String
        package let configuration: Int64
    }

    private static let factColumns = "r.id, r.started_at, r.key, r.commit_id, r.branch, r.release, r.phase, r.class_id"

    private func fact(_ row: any StoreRow) -> RunFact {
        RunFact(
            id: row.integer(0), moment: Run.Moment(at: row.integer(1), key: row.text(2)), commit: row.optionalText(3),
            branch: row.optionalText(4), release: row.optionalText(5), phase: row.text(6),
            configuration: row.integer(7))
    }

    /// Runs in which a cluster failed, in the order in which they happened.
    package func failedRuns(of cluster: Int64) throws -> [RunFact] {
        try connection.query(
            """
            SELECT DISTINCT \(raw: Self.factColumns)
            FROM membership m
            JOIN occurrence o ON o.signature_id = m.signature_id
            JOIN upload u ON u.id = o.upload_id
            JOIN run r ON r.id = u.run_id
            WHERE m.cluster_id = \(cluster)
            ORDER BY r.started_at, r.key
            """, fact)
    }

    /// Runs of a phase and class in the order in which they happened.
    package func timeline(phase: String, configuration: Int64) throws -> [RunFact] {
        try connection.query(
            """
            SELECT \(raw: Self.factColumns)
            FROM run r
            WHERE r.phase = \(phase) AND r.class_id = \(configuration)
            ORDER BY r.started_at, r.key
            """, fact)
    }

    /// The latest runs, in the order in which they happened.
    package func latestRuns(limit: Int) throws -> [RunFact] {
        try connection.query(
            """
            SELECT \(raw: Self.factColumns)
            FROM run r
            ORDER BY r.started_at DESC, r.key DESC
            LIMIT \(limit)
            """, fact
        ).reversed()
    }

    /// The text of every configuration class.
    package func configurationTexts() throws -> [Int64: String] {
        Dictionary(
            uniqueKeysWithValues: try connection.query("SELECT id, text FROM configuration_class ORDER BY id") {
                ($0.integer(0), $0.text(1))
            })
    }

    /// The first run of a commit.
    package func firstRun(ofCommit prefix: String) throws -> RunFact? {
        try connection.first(
            """
            SELECT \(raw: Self.factColumns)
            FROM run r
            WHERE r.commit_id LIKE \(SQLPattern.beginning(prefix)) ESCAPE '\\'
            ORDER BY r.started_at, r.key
            LIMIT 1
            """, fact)
    }

    /// An incident as the life of an issue sees it.
    package struct IncidentFact: Sendable {
        package let id: Int64
        package let number: Int64
        package let phase: String
        package let configuration: Int64
        package let configurationText: String
        package let state: Incident.State
        package let opened: RunFact
        package let failedRuns: Int
        package let exercisedRuns: Int
        package let longestStreak: Int
        package let reopenCount: Int
        package let tests: Set<Int64>
        package let isMajor: Bool
    }

    /// The incidents of a cluster, the first one first.
    package func incidentFacts(of cluster: Int64) throws -> [IncidentFact] {
        var tests: [Int64: Set<Int64>] = [:]
        _ = try connection.query(
            """
            SELECT t.incident_id, t.test_id
            FROM incident i
            JOIN incident_test t ON t.incident_id = i.id
            WHERE i.signature_id = \(cluster)
            ORDER BY t.incident_id, t.test_id
            """
        ) { tests[$0.integer(0), default: []].insert($0.integer(1)) }
        return try connection.query(
            """
            SELECT \(raw: Self.factColumns), i.id, i.number, i.state, i.failed_runs, i.exercised_runs, i.longest_streak,
                i.is_major, c.text, i.reopen_count
            FROM incident i
            JOIN run r ON r.id = i.opened_run_id
            JOIN configuration_class c ON c.id = i.class_id
            WHERE i.signature_id = \(cluster)
            ORDER BY r.started_at, r.key, i.number
            """
        ) { row in
            IncidentFact(
                id: row.integer(8), number: row.integer(9), phase: row.text(6), configuration: row.integer(7),
                configurationText: row.text(15), state: Incident.State(rawValue: row.text(10)) ?? .open,
                opened: fact(row), failedRuns: Int(row.integer(11)), exercisedRuns: Int(row.integer(12)),
                longestStreak: Int(row.integer(13)), reopenCount: Int(row.integer(16)),
                tests: tests[row.integer(8)] ?? [],
                isMajor: row.integer(14) == 1)
        }
    }

    /// Clusters that broke many tests of a run, with how many.
    package func outages(inRun run: Int64, atLeast tests: Int) throws -> [(cluster: Int64, tests: Int)] {
        try connection.query(
            """
            SELECT m.cluster_id, count(DISTINCT o.test_id)
            FROM upload u
            JOIN occurrence o ON o.upload_id = u.id
            JOIN membership m ON m.signature_id = o.signature_id
            WHERE u.run_id = \(run)
            GROUP BY m.cluster_id
            HAVING count(DISTINCT o.test_id) >= \(tests)
            ORDER BY m.cluster_id
            """
        ) { ($0.integer(0), Int($0.integer(1))) }
    }

    /// Classes that have runs in a phase.
    package func configurations(inPhase phase: String) throws -> Set<Int64> {
        Set(
            try connection.query("SELECT DISTINCT class_id FROM run WHERE phase = \(phase) ORDER BY class_id") {
                $0.integer(0)
            })
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

    /// The number of the issue of a cluster; nil if it does not recur.
    package func number(ofCluster cluster: Int64) throws -> Int64? {
        try connection.first(
            """
            SELECT min(q.number)
            FROM membership m
            JOIN issue q ON q.signature_id = m.signature_id
            WHERE m.cluster_id = \(cluster)
            """
        ) { $0.optionalInteger(0) } ?? nil
    }
}
