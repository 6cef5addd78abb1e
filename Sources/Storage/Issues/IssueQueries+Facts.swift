// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// What the lives of issues are folded from.
extension IssueQueries {
    /// Every run in the order in which they happened.
    package func allRuns() throws -> [RunFact] {
        try connection.query("SELECT \(raw: RunFact.columns) FROM run r ORDER BY r.started_at, r.key", RunFact.init)
    }

    /// Runs in which a cluster failed, in the order in which they happened.
    package func failedRuns(of cluster: Int64) throws -> [RunFact] {
        try connection.query(
            """
            SELECT DISTINCT \(raw: RunFact.columns)
            FROM membership m
            JOIN occurrence o ON o.signature_id = m.signature_id
            JOIN upload u ON u.id = o.upload_id
            JOIN run r ON r.id = u.run_id
            WHERE m.cluster_id = \(cluster)
            ORDER BY r.started_at, r.key
            """, RunFact.init)
    }

    /// Runs of a phase and class in the order in which they happened.
    package func timeline(phase: String, configuration: Int64) throws -> [RunFact] {
        try connection.query(
            """
            SELECT \(raw: RunFact.columns)
            FROM run r
            WHERE r.phase = \(phase) AND r.class_id = \(configuration)
            ORDER BY r.started_at, r.key
            """, RunFact.init)
    }

    /// The latest runs, in the order in which they happened.
    package func latestRuns(limit: Int) throws -> [RunFact] {
        try connection.query(
            """
            SELECT \(raw: RunFact.columns)
            FROM run r
            ORDER BY r.started_at DESC, r.key DESC
            LIMIT \(limit)
            """, RunFact.init
        ).reversed()
    }

    /// The text of every configuration class.
    package func configurationTexts() throws -> [Int64: String] {
        Dictionary(
            uniqueKeysWithValues: try connection.query("SELECT id, text FROM configuration_class ORDER BY id") {
                ($0.integer(0), $0.text(1))
            })
    }

    /// Rows of the classes that have some settings, such as `os=mac`, with a comma around each; nil for any class.
    func classes(holding settings: String?) throws -> String? {
        guard let settings else { return nil }
        let wanted = ConfigurationClass(stored: settings)
        let found = try configurationTexts().filter {
            wanted.settings.isEmpty ? $0.value == settings : ConfigurationClass(stored: $0.value).holds(wanted)
        }
        return "," + found.keys.sorted().map { "\($0)," }.joined()
    }

    /// A run by its row; nil for an unknown one.
    package func run(_ id: Int64) throws -> RunFact? {
        try connection.first("SELECT \(raw: RunFact.columns) FROM run r WHERE r.id = \(id)", RunFact.init)
    }

    /// The first run of a commit.
    package func firstRun(ofCommit prefix: String) throws -> RunFact? {
        try connection.first(
            """
            SELECT \(raw: RunFact.columns)
            FROM run r
            WHERE lower(r.commit_id) LIKE \(SQLPattern.beginning(SQLPattern.folded(prefix))) ESCAPE '\\'
            ORDER BY r.started_at, r.key
            LIMIT 1
            """, RunFact.init)
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
        /// UTC ms of the run that failed last.
        package let lastFailed: Int64
        /// Failing tests summed over its runs.
        package let occurrences: Int
        package let failedRuns: Int
        package let exercisedRuns: Int
        package let longestStreak: Int
        /// UTC ms of the run that opened it again first; nil for none.
        package let reopenedAt: Int64?
        package let tests: Set<Int64>
        package let isMajor: Bool
    }

    /// The incidents of a cluster, the first one first.
    package func incidentFacts(of cluster: Int64) throws -> [IncidentFact] {
        let tests = try testsOfIncidents(
            "WHERE incident_id IN (SELECT id FROM incident WHERE signature_id = \(cluster))")
        return try connection.query(
            """
            SELECT \(raw: Self.factColumns), \(raw: RunFact.columns), f.started_at, c.text, (
                SELECT min(e.at) FROM event e WHERE e.incident_id = i.id AND e.rule = 'reopen-by-recurrence'
            )
            FROM incident i
            JOIN run r ON r.id = i.opened_run_id
            JOIN run f ON f.id = i.last_failed_run_id
            JOIN configuration_class c ON c.id = i.class_id
            WHERE i.signature_id = \(cluster)
            ORDER BY r.started_at, r.key, i.number
            """
        ) { row in
            let first = Self.factColumnCount
            return Self.fact(
                row, opened: RunFact(row, from: first), lastFailed: row.integer(first + 8), text: row.text(first + 9),
                reopenedAt: row.optionalInteger(first + 10), tests)
        }
    }

    /// What ``fact(_:opened:lastFailed:text:reopenedAt:_:)`` reads, from the first column on.
    static let factColumns =
        "i.id, i.number, i.state, i.failed_runs, i.exercised_runs, i.longest_streak, i.is_major, i.class_id, i.occurrences"
    static let factColumnCount = 9

    static func fact(
        _ row: any StoreRow, opened: RunFact, lastFailed: Int64, text: String, reopenedAt: Int64?,
        _ tests: [Int64: Set<Int64>]
    ) -> IncidentFact {
        IncidentFact(
            id: row.integer(0), number: row.integer(1), phase: opened.phase, configuration: row.integer(7),
            configurationText: text, state: Incident.State(rawValue: row.text(2)) ?? .open, opened: opened,
            lastFailed: lastFailed, occurrences: Int(row.integer(8)), failedRuns: Int(row.integer(3)),
            exercisedRuns: Int(row.integer(4)), longestStreak: Int(row.integer(5)), reopenedAt: reopenedAt,
            tests: tests[row.integer(0)] ?? [], isMajor: row.integer(6) == 1)
    }

    /// Tests of all incidents, ascending, each once.
    package func testsOfIncidents() throws -> [Int64] {
        try connection.query("SELECT DISTINCT test_id FROM incident_test ORDER BY test_id") { $0.integer(0) }
    }

    /// Whether one cluster broke so much of a run that the run proves nothing of others.
    ///
    /// - Parameter tests: How many tests the run has; asked only where many broke together.
    package func isSpoilt(run: Int64, ofTests tests: @autoclosure () throws -> Int) throws -> Bool {
        let outages = try outages(inRun: run, atLeast: Incident.majorTests)
        guard !outages.isEmpty else { return false }
        let tests = try tests()
        return outages.contains { $0.tests * Incident.majorShare >= tests }
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

    /// How long failing tests of a cluster ran, in milliseconds, by the cluster; of every cluster for nil.
    package func failingTimes(of cluster: Int64?) throws -> [Int64: Int64] {
        Dictionary(
            uniqueKeysWithValues: try connection.query(
                """
                SELECT m.cluster_id, sum(o.microseconds) / 1000
                FROM membership m
                JOIN occurrence o ON o.signature_id = m.signature_id
                WHERE o.microseconds IS NOT NULL AND (\(cluster) IS NULL OR m.cluster_id = \(cluster))
                GROUP BY m.cluster_id
                ORDER BY m.cluster_id
                """
            ) { ($0.integer(0), $0.integer(1)) })
    }

    /// How long failing tests of a cluster ran in some of its runs, in milliseconds.
    package func failingTime(of cluster: Int64, inRuns runs: Set<Int64>) throws -> Int64 {
        let times = try connection.query(
            """
            SELECT u.run_id, sum(o.microseconds)
            FROM membership m
            JOIN occurrence o ON o.signature_id = m.signature_id
            JOIN upload u ON u.id = o.upload_id
            WHERE o.microseconds IS NOT NULL AND m.cluster_id = \(cluster)
            GROUP BY u.run_id
            ORDER BY u.run_id
            """
        ) { (run: $0.integer(0), microseconds: $0.integer(1)) }
        return times.reduce(0) { runs.contains($1.run) ? $0 + $1.microseconds : $0 } / 1000
    }

    /// The most results that a run of a phase and class has, its uploads together.
    package func mostResults(phase: String, configuration: Int64) throws -> Int {
        Int(
            try connection.number(
                """
                SELECT coalesce(max(n.results), 0)
                FROM (
                    SELECT sum(u.results) AS results
                    FROM run r
                    JOIN upload u ON u.run_id = r.id
                    WHERE r.phase = \(phase) AND r.class_id = \(configuration)
                    GROUP BY r.id
                ) n
                """))
    }

    /// Classes that have runs in a phase.
    package func configurations(inPhase phase: String) throws -> Set<Int64> {
        Set(
            try connection.query("SELECT DISTINCT class_id FROM run WHERE phase = \(phase) ORDER BY class_id") {
                $0.integer(0)
            })
    }
}

extension IssueQueries.IncidentFact {
    /// Whether a failing run of its cluster is one of its own.
    package func holds(_ run: RunFact) -> Bool {
        run.phase == phase && run.configuration == configuration && run.moment >= opened.moment
            && run.moment.at <= lastFailed
    }

    /// The part of it that some of its failing runs make; nil for none of them.
    ///
    /// - Parameter isOver: Whether what came later belongs to somebody else.
    package func cut(to failures: [RunFact], isOver: Bool) -> Self? {
        guard let first = failures.first, let last = failures.last else { return nil }
        let share = Double(failures.count) / Double(max(failures.count, failedRuns))
        return Self(
            id: id, number: number, phase: phase, configuration: configuration,
            configurationText: configurationText, state: isOver && state.isLive ? .closed : state, opened: first,
            lastFailed: last.moment.at, occurrences: Int((Double(occurrences) * share).rounded()),
            failedRuns: failures.count,
            exercisedRuns: max(failures.count, Int((Double(exercisedRuns) * share).rounded())),
            longestStreak: min(longestStreak, failures.count),
            reopenedAt: reopenedAt.flatMap { (first.moment.at...last.moment.at).contains($0) ? $0 : nil },
            tests: tests, isMajor: isMajor)
    }
}

extension Array<IssueQueries.IncidentFact> {
    /// The tests of all of them; most issues have one incident.
    package var tests: Set<Int64> {
        guard let first else { return [] }
        return dropFirst().reduce(into: first.tests) { $0.formUnion($1.tests) }
    }
}
