// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// The part of the history of a cluster that one issue tells: a recurrence long after the proof of a fix, or on another
/// release line, is an issue of its own.
package struct IssueSpan: Sendable, Equatable {
    /// nil where the cluster is no issue.
    package var number: Int64?
    /// The issue that came before it.
    package var recurrenceOf: Int64?
    /// The first failing run that it tells; nil from the beginning on.
    package var since: Run.Moment?
    /// The first failing run that the next one tells; nil for the latest issue.
    package var until: Run.Moment?

    package init(number: Int64? = nil, recurrenceOf: Int64? = nil, since: Run.Moment? = nil, until: Run.Moment? = nil) {
        self.number = number
        self.recurrenceOf = recurrenceOf
        self.since = since
        self.until = until
    }

    /// Whether it tells all of its cluster.
    package var isWhole: Bool { since == nil && until == nil }

    package func holds(_ moment: Run.Moment) -> Bool {
        since.map { $0 <= moment } ?? true && until.map { moment < $0 } ?? true
    }

    /// Whether something at a time, UTC ms, belongs to it; a word in the moment of a run comes after that run.
    package func holds(time: Int64) -> Bool {
        since.map { $0.at <= time } ?? true && until.map { time < $0.at } ?? true
    }
}

extension IssueRecords {
    /// The spans of every cluster that is an issue, the oldest first.
    package func spans() throws -> [Int64: [IssueSpan]] {
        var found: [Int64: [IssueSpan]] = [:]
        try connection.each(
            """
            SELECT m.cluster_id, q.number, q.recurrence_of, r.started_at, r.key
            FROM issue q
            JOIN membership m ON m.signature_id = q.signature_id
            LEFT JOIN run r ON r.id = q.since_run_id
            WHERE q.recurrence_of IS NULL OR q.rule IS NOT NULL
            ORDER BY q.id
            """
        ) { row in
            let since = row.optionalInteger(3).map { Run.Moment(at: $0, key: row.text(4)) }
            found[row.integer(0), default: []].append(
                IssueSpan(number: row.integer(1), recurrenceOf: row.optionalInteger(2), since: since))
        }
        // Nearly every cluster has one alone: only the others are put in order.
        return found.mapValues { $0.count == 1 ? $0 : Self.chained($0) }
    }

    /// Spans of one cluster in their order, each until the next one.
    private static func chained(_ spans: [IssueSpan]) -> [IssueSpan] {
        let ordered = spans.sorted { left, right in
            switch (left.since, right.since) {
            case (let first?, let second?) where first != second: first < second
            case (nil, _?): true
            case (_?, nil): false
            default: (left.number ?? 0) < (right.number ?? 0)
            }
        }
        var chained: [IssueSpan] = []
        // Others without a beginning are those that a person merged into the first one.
        for span in ordered where span.since != nil || chained.isEmpty {
            if !chained.isEmpty { chained[chained.count - 1].until = span.since }
            chained.append(span)
        }
        return chained
    }

    /// Makes the recurrences of the issue of a cluster equal to what its history says.
    ///
    /// - Parameters:
    ///   - first: Number of the issue that came first.
    ///   - runs: The first failing run of each recurrence, the oldest first.
    package func setRecurrences(of cluster: Int64, after first: Int64, at runs: [Int64]) throws {
        let known = try connection.query(
            """
            SELECT q.number, q.since_run_id, q.rule
            FROM issue q
            JOIN membership m ON m.signature_id = q.signature_id
            WHERE m.cluster_id = \(cluster) AND q.recurrence_of IS NOT NULL
            ORDER BY q.number
            """
        ) { (number: $0.integer(0), run: $0.optionalInteger(1), isSupported: $0.optionalText(2) != nil) }
        var previous = first
        for (index, run) in runs.enumerated() {
            let rule = RecurrenceRule.commits.rawValue
            if index < known.count {
                let number = known[index].number
                if known[index].run != run || !known[index].isSupported {
                    try connection.execute(
                        """
                        UPDATE issue
                        SET recurrence_of = \(previous), since_run_id = \(run), rule = \(rule)
                        WHERE number = \(number)
                        """)
                }
                previous = number
            } else {
                let number = try insert(cluster: cluster, rule: .commits)
                try connection.execute(
                    """
                    UPDATE issue
                    SET recurrence_of = \(previous), since_run_id = \(run),
                        born_id = (SELECT born_id FROM issue WHERE number = \(first)),
                        signature_id = (SELECT signature_id FROM issue WHERE number = \(first))
                    WHERE number = \(number)
                    """)
                previous = number
            }
        }
        for extra in known.dropFirst(runs.count) where extra.isSupported {
            try connection.execute("UPDATE issue SET rule = NULL, since_run_id = NULL WHERE number = \(extra.number)")
        }
    }
}
