// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Takes long texts of old failures out of the store; their digests stay, and so does all that is counted.
///
/// Kept are messages, the texts of the failure that stands for each signature, because rules and titles read it, and those that
/// incidents show.
package struct TextRetention {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    package struct Amount: Sendable, Equatable {
        package var texts: Int
        package var bytes: Int
    }

    /// Details and outputs that only runs before a moment, UTC ms, hold.
    package func prunable(before moment: Int64) throws -> Amount {
        try connection.first(
            """
            SELECT count(*), coalesce(sum(length(body)), 0)
            FROM text
            WHERE \(condition(moment))
            """
        ) { Amount(texts: Int($0.integer(0)), bytes: Int($0.integer(1))) } ?? Amount(texts: 0, bytes: 0)
    }

    /// Takes them out.
    package func prune(before moment: Int64, now: Int64) throws {
        try connection.execute("UPDATE text SET body = '', pruned_at = \(now) WHERE \(condition(moment))")
    }

    private func condition(_ moment: Int64) -> SQLText {
        """
        pruned_at IS NULL AND body <> '' AND id NOT IN (
            SELECT message_id
            FROM occurrence
            WHERE message_id IS NOT NULL
            UNION
            \(kept("details_id", moment))
            UNION
            \(kept("output_id", moment))
        )
        """
    }

    /// Texts in a column that later runs hold, that stand for a signature, or that an incident shows.
    private func kept(_ column: String, _ moment: Int64) -> SQLText {
        """
        SELECT o.\(raw: column)
        FROM run r
        JOIN upload u ON u.run_id = r.id
        JOIN occurrence o ON o.upload_id = u.id
        WHERE r.started_at >= \(moment) AND o.\(raw: column) IS NOT NULL
        UNION
        SELECT f.\(raw: column)
        FROM evidence e
        JOIN upload u ON u.run_id = e.run_id
        JOIN occurrence o ON o.upload_id = u.id AND o.signature_id = e.signature_id
        JOIN occurrence f ON f.upload_id = o.upload_id AND f.test_id = o.test_id
        WHERE f.\(raw: column) IS NOT NULL
        UNION
        SELECT o.\(raw: column)
        FROM incident i
        JOIN upload u ON u.run_id = i.last_failed_run_id
        JOIN occurrence o ON o.upload_id = u.id
        WHERE o.\(raw: column) IS NOT NULL
        """
    }

    /// Whether any text was ever taken out.
    package func hasPruned() throws -> Bool {
        try connection.first("SELECT id FROM text WHERE pruned_at IS NOT NULL LIMIT 1") { $0.integer(0) } != nil
    }

    /// Of some rows, those whose body was taken out.
    package func pruned(of rows: [Int64]) throws -> Set<Int64> {
        let all = Set(
            try connection.query("SELECT id FROM text WHERE pruned_at IS NOT NULL ORDER BY id") { $0.integer(0) })
        return all.intersection(rows)
    }

    /// Puts a body back that came again.
    package func restore(_ row: Int64, body: String) throws {
        try connection.execute("UPDATE text SET body = \(body), pruned_at = NULL WHERE id = \(row)")
    }
}
