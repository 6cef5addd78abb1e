// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Writes issues: each is called by the signature that its cluster began with when it was found, so its number lasts.
package struct IssueRecords {
    let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// What the incidents of a cluster say about recurrence.
    package struct Recurrence: Sendable {
        package var incidents = 0
        /// How often it began or began again.
        package var onsets = 0
        /// Different commits at which incidents began or failed last; a run of an unknown commit counts for itself.
        package var commits = 0
        package var phases = 0
        package var configurations = 0
        package var longestStreak = 0
        /// Whether an incident is major.
        package var hasOutage = false
        /// Whether a decision that holds names one of its signatures.
        package var isDecided = false
    }

    package func recurrence(of cluster: Int64) throws -> Recurrence {
        try connection.first(
            """
            SELECT count(DISTINCT i.id), count(DISTINCT coalesce(r.commit_id, 'run ' || r.key)),
                count(DISTINCT i.phase), count(DISTINCT i.class_id), coalesce(max(i.longest_streak), 0),
                coalesce((SELECT sum(a.reopen_count + 1) FROM incident a WHERE a.signature_id = \(cluster)), 0),
                coalesce(max(i.is_major), 0)
            FROM incident i
            JOIN run r ON r.id = i.opened_run_id OR r.id = i.last_failed_run_id
            WHERE i.signature_id = \(cluster)
            """
        ) { row in
            Recurrence(
                incidents: Int(row.integer(0)), onsets: Int(row.integer(5)), commits: Int(row.integer(1)),
                phases: Int(row.integer(2)), configurations: Int(row.integer(3)), longestStreak: Int(row.integer(4)),
                hasOutage: row.integer(6) == 1)
        } ?? Recurrence()
    }

    /// Clusters that may be issues: with a second onset, a streak or an outage, or with an issue already; one pass over all.
    package func suspects() throws -> Set<Int64> {
        Set(
            try connection.query(
                """
                SELECT signature_id
                FROM incident
                GROUP BY signature_id
                HAVING sum(reopen_count + 1) > 1 OR max(longest_streak) > 2 OR max(is_major) = 1
                UNION
                SELECT m.cluster_id
                FROM issue q
                JOIN membership m ON m.signature_id = q.signature_id
                ORDER BY 1
                """
            ) { $0.integer(0) })
    }

    /// Issues whose signature is in a cluster now, the one with the lowest number first; recurrences are left out.
    package func issues(of cluster: Int64) throws -> [(number: Int64, rule: RecurrenceRule?)] {
        try connection.query(
            """
            SELECT q.number, q.rule
            FROM membership m
            JOIN issue q ON q.signature_id = m.signature_id
            WHERE m.cluster_id = \(cluster) AND q.recurrence_of IS NULL
            ORDER BY q.number
            """
        ) { ($0.integer(0), $0.optionalText(1).flatMap(RecurrenceRule.init)) }
    }

    /// Writes a new issue; answers its number.
    package func insert(cluster: Int64, rule: RecurrenceRule) throws -> Int64 {
        let number = try StoreInfo(connection).takeNumbers(1, of: "last-issue")
        try connection.execute(
            """
            INSERT INTO issue (number, born_id, born_after, signature_id, rule)
            VALUES (\(number), \(cluster), (SELECT coalesce(max(id), 0) FROM decision), \(cluster), \(rule.rawValue))
            """)
        return number
    }

    package func update(_ number: Int64, rule: RecurrenceRule?) throws {
        try connection.execute("UPDATE issue SET rule = \(rule?.rawValue) WHERE number = \(number)")
    }

    /// Numbers of the issues that evidence or a person supports.
    package func supported() throws -> Set<Int64> {
        Set(try connection.query("SELECT number FROM issue WHERE rule IS NOT NULL ORDER BY number") { $0.integer(0) })
    }

    /// Removes those of some issues that nothing supports.
    package func remove(unsupported numbers: Set<Int64>) throws {
        for number in numbers.subtracting(try supported()) {
            try connection.execute("DELETE FROM issue WHERE number = \(number)")
        }
    }

    /// Removes issues that a split made which the log of decisions no longer knows: what they began with is in the cluster
    /// of an older one.
    package func removeSplitLater() throws {
        let later = try anchors().filter {
            try $0.bornAfter > connection.number("SELECT coalesce(max(id), 0) FROM decision")
        }
        for issue in later {
            guard let cluster = try cluster(ofIssue: issue.number),
                let first = try issues(of: cluster).first?.number, first < issue.number
            else { continue }
            try connection.execute("DELETE FROM issue WHERE number = \(issue.number) AND recurrence_of IS NULL")
        }
    }

    /// An issue with the signature that it was born with, and the one that it goes with.
    package struct Anchor: Sendable {
        package let number: Int64
        package let born: Int64
        /// The last decision at its birth; 0 for none.
        package let bornAfter: Int64
        package let signature: Int64
    }

    package func anchors() throws -> [Anchor] {
        try connection.query("SELECT number, born_id, born_after, signature_id FROM issue ORDER BY number") {
            Anchor(
                number: $0.integer(0), born: $0.integer(1), bornAfter: $0.integer(2), signature: $0.integer(3))
        }
    }

    /// Makes an issue go with another signature.
    package func anchor(_ number: Int64, to signature: Int64) throws {
        try connection.execute("UPDATE issue SET signature_id = \(signature) WHERE number = \(number)")
    }

    /// The cluster that an issue is about now; nil for an unknown number.
    package func cluster(ofIssue number: Int64) throws -> Int64? {
        try connection.first(
            """
            SELECT m.cluster_id
            FROM issue q
            JOIN membership m ON m.signature_id = q.signature_id
            WHERE q.number = \(number)
            """
        ) { $0.integer(0) }
    }
}
