// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// What an incident is about: one cluster in one phase and one configuration class.
package struct IncidentKey: Hashable, Sendable {
    /// Row of the signature that the cluster began with.
    package let cluster: Int64
    package let phase: String
    package let configuration: Int64

    package init(cluster: Int64, phase: String, configuration: Int64) {
        self.cluster = cluster
        self.phase = phase
        self.configuration = configuration
    }
}

/// An incident with its rows.
package struct StoredIncident: Sendable {
    package let id: Int64
    package let number: Int64
    package let key: IncidentKey
    /// Without its transitions: what it goes through from now on is new.
    package var incident: Incident
}

/// Writes incidents and reads those that a run may change.
package struct IncidentRecords {
    let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// Incidents of a phase and class that a run at `time` may change: live ones, and restored ones that are not yet quiet for
    /// long enough, or that are now to be closed. Three ranges of one index.
    package func changeable(phase: String, configuration: Int64, at time: Int64) throws -> [StoredIncident] {
        let needed = Incident.quietRunsToClose
        let live = try ["open", "intermittent"].flatMap { state in
            try load("i.phase = \(phase) AND i.class_id = \(configuration) AND i.state = \(state)")
        }
        let recent = try load(
            "i.phase = \(phase) AND i.class_id = \(configuration) AND i.state = 'restored' AND i.quiet_runs < \(needed)"
        )
        let old = try load(
            """
            i.phase = \(phase) AND i.class_id = \(configuration) AND i.state = 'restored' AND i.quiet_runs >= \(needed)
                AND i.restored_at <= \(time - Incident.quietMilliseconds)
            """)
        return live + recent + old
    }

    /// The restored incident of a key, if any.
    package func restored(_ key: IncidentKey) throws -> StoredIncident? {
        try load(
            """
            i.signature_id = \(key.cluster) AND i.phase = \(key.phase) AND i.class_id = \(key.configuration)
                AND i.state = 'restored'
            """
        ).first
    }

    /// All episodes of a key, the first one first.
    package func episodes(of key: IncidentKey) throws -> [StoredIncident] {
        try load(
            "i.phase = \(key.phase) AND i.class_id = \(key.configuration) AND i.signature_id = \(key.cluster)")
    }

    /// The number of the last episode of a key; 0 for none.
    package func lastEpisode(of key: IncidentKey) throws -> Int {
        Int(
            try connection.number(
                """
                SELECT coalesce(max(episode), 0)
                FROM incident
                WHERE signature_id = \(key.cluster) AND phase = \(key.phase) AND class_id = \(key.configuration)
                """))
    }

    /// Clusters of incidents of a phase and class, with the tests that each affects.
    package func affectedTests(phase: String, configuration: Int64) throws -> [(cluster: Int64, test: Int64)] {
        try connection.query(
            """
            SELECT DISTINCT i.signature_id, t.test_id
            FROM incident i
            JOIN incident_test t ON t.incident_id = i.id
            WHERE i.phase = \(phase) AND i.class_id = \(configuration)
            ORDER BY i.signature_id, t.test_id
            """
        ) { ($0.integer(0), $0.integer(1)) }
    }

    /// Takes `count` numbers that no incident ever had; answers the first.
    package func takeNumbers(_ count: Int) throws -> Int64 {
        try StoreInfo(connection).takeNumbers(count, of: "last-incident")
    }

    /// The number that an incident had before its cluster became part of another, taken back.
    package func formerNumber(_ key: IncidentKey, _ incident: Incident) throws -> Int64? {
        try connection.first(
            """
            DELETE FROM incident_alias
            WHERE number = (
                SELECT a.number
                FROM incident_alias a
                JOIN membership m ON m.signature_id = a.signature_id
                WHERE m.cluster_id = \(key.cluster) AND a.phase = \(key.phase) AND a.class_id = \(key.configuration)
                    AND a.opened_run_id = \(incident.opened.id)
                ORDER BY a.number
                LIMIT 1
            )
            RETURNING number
            """
        ) { $0.integer(0) }
    }

    /// Whether there is any incident.
    package func hasAny() throws -> Bool {
        try connection.first("SELECT id FROM incident LIMIT 1") { $0.integer(0) } != nil
    }

    /// How many incidents there are.
    package func count() throws -> Int64 {
        try connection.number("SELECT count(*) FROM incident")
    }

    /// Writes new incidents with their tests and transitions.
    package func insert(_ incidents: [(number: Int64, key: IncidentKey, incident: Incident)]) throws {
        guard !incidents.isEmpty else { return }
        let first = try connection.number("SELECT coalesce(max(id), 0) + 1 FROM incident")
        try connection.insert(into: "incident", columns: Self.columns, count: incidents.count) { index, row in
            let (number, key, incident) = incidents[index]
            row.integer(first + Int64(index))
            row.integer(number)
            row.integer(key.cluster)
            row.text(key.phase)
            row.integer(key.configuration)
            row.integer(Int64(incident.episode))
            row.text(incident.state.rawValue)
            row.integer(incident.opened.id)
            row.optional(incident.lastGood?.id)
            row.integer(incident.lastFailed.id)
            row.optional(incident.restored?.id)
            row.optional(incident.restored?.startedAt)
            row.integer(Int64(incident.reopenCount))
            row.integer(Int64(incident.occurrences))
            row.integer(Int64(incident.failedRuns))
            row.integer(Int64(incident.quietRuns))
            row.integer(Int64(incident.streak))
            row.integer(Int64(incident.longestStreak))
            row.integer(Int64(incident.exercisedRuns))
            row.integer(Int64(incident.spanRuns))
            row.integer(incident.isMajor ? 1 : 0)
            row.optional(incident.branch)
            row.optional(incident.exercised?.id)
            row.text(incident.recentText)
            row.optional(incident.passedCommit)
        }
        let tests = incidents.enumerated().flatMap { index, entry in
            entry.incident.tests.sorted { $0.key < $1.key }.map { (first + Int64(index), $0.key, $0.value) }
        }
        try insert(tests)
        for (index, entry) in incidents.enumerated() {
            try FailingLineRecords(connection).insert(entry.incident.lines, of: first + Int64(index))
        }
        let events = incidents.enumerated().flatMap { index, entry in
            entry.incident.transitions.enumerated().map { (first + Int64(index), $0.offset, $0.element) }
        }
        try insert(events)
    }

    /// Removes an episode that its evidence no longer supports; its number leads to what became of it.
    package func retire(_ incident: StoredIncident) throws {
        // Whatever becomes of its cluster, this signature occurred in it.
        let signature = try signature(in: incident)
        try remove(incident)
        try connection.execute(
            """
            INSERT INTO incident_alias (number, signature_id, phase, class_id, episode, opened_run_id)
            VALUES (\(incident.number), \(signature ?? incident.key.cluster), \(incident.key.phase),
                \(incident.key.configuration), \(incident.incident.episode), \(incident.incident.opened.id))
            """)
    }

    private func signature(in incident: StoredIncident) throws -> Int64? {
        try connection.first(
            """
            SELECT min(o.signature_id)
            FROM upload u
            JOIN occurrence o ON o.upload_id = u.id
            JOIN incident_test t ON t.test_id = o.test_id AND t.incident_id = \(incident.id)
            WHERE u.run_id = \(incident.incident.opened.id)
            """
        ) { $0.optionalInteger(0) } ?? nil
    }

    /// Removes an episode, to be written anew.
    package func remove(_ incident: StoredIncident) throws {
        try connection.execute("DELETE FROM event WHERE incident_id = \(incident.id)")
        try connection.execute("DELETE FROM incident_test WHERE incident_id = \(incident.id)")
        try FailingLineRecords(connection).remove(of: incident.id)
        try connection.execute("DELETE FROM incident WHERE id = \(incident.id)")
    }

    private static let columns = [
        "id", "number", "signature_id", "phase", "class_id", "episode", "state", "opened_run_id", "last_good_run_id",
        "last_failed_run_id", "restored_run_id", "restored_at", "reopen_count", "occurrences", "failed_runs",
        "quiet_runs", "streak", "longest_streak", "exercised_runs", "span_runs", "is_major", "branch",
        "exercised_run_id", "recent", "passed_commit",
    ]

    private func insert(_ tests: [(incident: Int64, test: Int64, isPassing: Bool)]) throws {
        let columns = ["incident_id", "test_id", "is_passing"]
        try connection.insert(into: "incident_test", columns: columns, count: tests.count) { index, row in
            row.integer(tests[index].incident)
            row.integer(tests[index].test)
            row.integer(tests[index].isPassing ? 1 : 0)
        }
    }

    func insert(_ events: [(incident: Int64, ordinal: Int, transition: Incident.Transition)]) throws {
        let columns = ["incident_id", "ordinal", "at", "actor", "rule", "run_id", "from_state", "to_state"]
        try connection.insert(into: "event", columns: columns, count: events.count) { index, row in
            let transition = events[index].transition
            row.integer(events[index].incident)
            row.integer(Int64(events[index].ordinal))
            row.integer(transition.at)
            row.text(transition.actor)
            row.text(transition.rule)
            row.integer(transition.run.id)
            if let from = transition.from { row.text(from.rawValue) } else { row.null() }
            row.text(transition.to.rawValue)
        }
    }

    private func load(_ condition: SQLText) throws -> [StoredIncident] {
        var hasLines = false
        var incidents = try connection.query(condition.following(Self.selection)) { row -> StoredIncident in
            func reference(_ column: Int) -> Incident.RunReference? {
                row.optionalInteger(column).map { Incident.RunReference(id: $0, startedAt: row.integer(column + 1)) }
            }
            let opened = Incident.RunReference(id: row.integer(7), startedAt: row.integer(8))
            let incident = Incident(
                episode: Int(row.integer(5)), state: Incident.State(rawValue: row.text(6)) ?? .open, opened: opened,
                lastGood: reference(9), lastFailed: reference(11) ?? opened, restored: reference(13),
                reopenCount: Int(row.integer(15)), occurrences: Int(row.integer(16)), failedRuns: Int(row.integer(17)),
                quietRuns: Int(row.integer(18)), streak: Int(row.integer(19)), longestStreak: Int(row.integer(20)),
                exercisedRuns: Int(row.integer(21)), spanRuns: Int(row.integer(22)), isMajor: row.integer(23) == 1,
                branch: row.optionalText(24), exercised: reference(25),
                recent: row.withBytes(27) { $0.compactMap(Incident.RunVerdict.init(letter:)) },
                passedCommit: row.optionalText(28), lines: [], tests: [:], transitions: [])
            hasLines = hasLines || row.integer(29) > 0
            return StoredIncident(
                id: row.integer(0), number: row.integer(1),
                key: IncidentKey(cluster: row.integer(2), phase: row.text(3), configuration: row.integer(4)),
                incident: incident)
        }
        let positions = Dictionary(uniqueKeysWithValues: incidents.enumerated().map { ($0.element.id, $0.offset) })
        try connection.each(condition.following(Self.testSelection)) { row in
            if let position = positions[row.integer(0)] {
                incidents[position].incident.tests[row.integer(1)] = row.integer(2) == 1
            }
        }
        let lines = hasLines ? try FailingLineRecords(connection).lines(ofThoseWhere: condition) : [:]
        for position in incidents.indices {
            incidents[position].incident.lines =
                lines[incidents[position].id] ?? [incidents[position].incident.onlyLine]
        }
        return incidents
    }

    private static let selection = """
        SELECT i.id, i.number, i.signature_id, i.phase, i.class_id, i.episode, i.state, o.id, o.started_at, g.id, g.started_at,
            f.id, f.started_at, s.id, s.started_at, i.reopen_count, i.occurrences, i.failed_runs, i.quiet_runs,
            i.streak, i.longest_streak, i.exercised_runs, i.span_runs, i.is_major,
            i.branch, e.id, e.started_at, i.recent, i.passed_commit,
            (SELECT count(*) FROM incident_line l WHERE l.incident_id = i.id)
        FROM incident i
        JOIN run o ON o.id = i.opened_run_id
        JOIN run f ON f.id = i.last_failed_run_id
        LEFT JOIN run g ON g.id = i.last_good_run_id
        LEFT JOIN run s ON s.id = i.restored_run_id
        LEFT JOIN run e ON e.id = i.exercised_run_id
        WHERE
        """

    private static let testSelection = """
        SELECT t.incident_id, t.test_id, t.is_passing
        FROM incident i
        JOIN incident_test t ON t.incident_id = i.id
        WHERE
        """
}

extension SQLText {
    /// This condition behind the beginning of a statement, in a stable order.
    fileprivate func following(_ selection: String) -> SQLText { following(selection, order: "i.id") }

    func following(_ selection: String, order: String) -> SQLText {
        SQLText(text: "\(selection) \(text) ORDER BY \(order)", values: values)
    }
}

extension Incident {
    /// The failing line of one that has no other.
    fileprivate var onlyLine: FailingLine {
        FailingLine(run: lastFailed, branch: branch, broken: Set(tests.filter { !$0.value }.keys))
    }

    /// One letter a run.
    var recentText: String { String(decoding: recent.map(\.letter), as: UTF8.self) }
}

extension Incident.RunVerdict {
    fileprivate var letter: UInt8 { self == .failed ? UInt8(ascii: "f") : UInt8(ascii: "p") }

    fileprivate init?(letter: UInt8) {
        switch letter {
        case UInt8(ascii: "f"): self = .failed
        case UInt8(ascii: "p"): self = .passed
        default: return nil
        }
    }
}
