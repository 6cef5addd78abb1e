// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Keeps what runs were made with, equal groups of items once.
package struct SnapshotRecords {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// A group of items under the digest of its canonical form.
    package struct NewGroup: Sendable {
        package let group: ConfigurationSnapshot.Group
        package let digest: String

        package init(group: ConfigurationSnapshot.Group, digest: String) {
            self.group = group
            self.digest = digest
        }
    }

    /// Row of a snapshot, made when it is new.
    ///
    /// - Complexity: O(items of groups that are new).
    package func keep(digest: String, items: Int, groups: () -> [NewGroup]) throws -> Int64 {
        if let known = try row(digest: digest) { return known }
        let snapshot = try connection.number(
            "INSERT INTO snapshot (digest, items) VALUES (\(digest), \(items)) RETURNING id")
        let rows = try groups().map(keep)
        let columns = ["snapshot_id", "group_id"]
        try connection.insert(into: "snapshot_group", columns: columns, count: rows.count) { index, row in
            row.integer(snapshot)
            row.integer(rows[index])
        }
        return snapshot
    }

    /// Row of a group, made when it is new.
    package func keep(_ new: NewGroup) throws -> Int64 {
        let known = try connection.first("SELECT id FROM item_group WHERE digest = \(new.digest)") { $0.integer(0) }
        if let known { return known }
        let group = try connection.number(
            """
            INSERT INTO item_group (digest, evidence)
            VALUES (\(new.digest), \(new.group.evidence))
            RETURNING id
            """)
        let items = new.group.items
        let columns = [
            "group_id", "ordinal", "kind", "key", "value", "digest", "is_pinned", "is_direct", "is_development",
        ]
        try connection.insert(into: "item", columns: columns, count: items.count) { index, row in
            let item = items[index]
            row.integer(group)
            row.integer(Int64(index))
            row.text(item.kind.rawValue)
            row.text(item.key)
            if let value = item.value { row.text(value) } else { row.null() }
            if let digest = item.digest { row.text(digest) } else { row.null() }
            row.integer(item.isPinned ? 1 : 0)
            row.optional(item.isDirect.map { $0 ? 1 : 0 })
            row.optional(item.isDevelopment.map { $0 ? 1 : 0 })
        }
        return group
    }

    /// Row of the snapshot with a digest.
    package func row(digest: String) throws -> Int64? {
        try connection.first("SELECT id FROM snapshot WHERE digest = \(digest)") { $0.integer(0) }
    }

    /// Rows and digests of all snapshots.
    package func all() throws -> [(row: Int64, digest: String)] {
        try connection.query("SELECT id, digest FROM snapshot ORDER BY id") { ($0.integer(0), $0.text(1)) }
    }

    /// A snapshot by its row.
    package func snapshot(row: Int64) throws -> ConfigurationSnapshot {
        ConfigurationSnapshot(
            try connection.query(
                """
                SELECT i.kind, i.key, i.value, i.digest, i.is_pinned, g.evidence, i.is_direct, i.is_development
                FROM snapshot_group s
                JOIN item_group g ON g.id = s.group_id
                JOIN item i ON i.group_id = g.id
                WHERE s.snapshot_id = \(row)
                ORDER BY g.id, i.ordinal
                """, Self.item))
    }

    private static func item(_ row: any StoreRow) -> ConfigurationItem {
        ConfigurationItem(
            ConfigurationItem.Kind(rawValue: row.text(0)) ?? .file, row.text(1), value: row.optionalText(2),
            digest: row.optionalText(3), isPinned: row.integer(4) == 1, evidence: row.text(5),
            isDirect: row.optionalInteger(6).map { $0 == 1 }, isDevelopment: row.optionalInteger(7).map { $0 == 1 })
    }

    // MARK: Runs

    /// Notes what a run was made with; of several that its parts name the one with the smallest digest stays, whatever came
    /// first.
    package func attach(_ snapshot: Int64, to run: Int64) throws {
        try connection.execute(
            """
            UPDATE run
            SET snapshot_id = \(snapshot)
            WHERE id = \(run) AND (
                snapshot_id IS NULL
                OR (SELECT digest FROM snapshot WHERE id = run.snapshot_id)
                    > (SELECT digest FROM snapshot WHERE id = \(snapshot))
            )
            """)
    }

    /// Notes what a part of a run was made with.
    package func attach(_ snapshot: Int64, toUpload upload: Int64) throws {
        try connection.execute("UPDATE upload SET snapshot_id = \(snapshot) WHERE id = \(upload)")
    }

    /// Rows of the snapshots that the parts of a run were made with, each once, by their digests; none for a run whose parts
    /// an older program stored.
    package func parts(ofRun run: Int64) throws -> [Int64] {
        try connection.query(
            """
            SELECT DISTINCT s.id, s.digest
            FROM upload u
            JOIN snapshot s ON s.id = u.snapshot_id
            WHERE u.run_id = \(run)
            ORDER BY s.digest
            """
        ) { $0.integer(0) }
    }

    /// Runs of a range of rows whose parts were made with several snapshots, ascending.
    ///
    /// - Complexity: O(uploads of these runs).
    package func mixedRuns(in runs: ClosedRange<Int64>) throws -> [Int64] {
        try connection.query(
            """
            SELECT run_id
            FROM upload
            WHERE run_id BETWEEN \(runs.lowerBound) AND \(runs.upperBound) AND snapshot_id IS NOT NULL
            GROUP BY run_id
            HAVING min(snapshot_id) < max(snapshot_id)
            ORDER BY run_id
            """
        ) { $0.integer(0) }
    }

    /// Whether parts of a run were captured and others were not.
    package func isPartlyCaptured(run: Int64) throws -> Bool {
        try connection.number(
            """
            SELECT CASE WHEN min(CASE WHEN snapshot_id IS NULL THEN 0 ELSE 1 END) = 0
                AND max(CASE WHEN snapshot_id IS NULL THEN 0 ELSE 1 END) = 1 THEN 1 ELSE 0 END
            FROM upload
            WHERE run_id = \(run)
            """) == 1
    }

    /// Row of the snapshot of a run.
    package func snapshot(ofRun run: Int64) throws -> Int64? {
        try connection.first("SELECT snapshot_id FROM run WHERE id = \(run)") { $0.optionalInteger(0) } ?? nil
    }

    /// Rows of the groups of each run whose configuration is known.
    package func groups(ofRuns runs: [Int64]) throws -> [Int64: [Int64]] {
        guard let first = runs.min(), let last = runs.max() else { return [:] }
        let wanted = Set(runs)
        var groups: [Int64: [Int64]] = [:]
        try connection.each(
            """
            SELECT r.id, s.group_id
            FROM run r
            JOIN snapshot_group s ON s.snapshot_id = r.snapshot_id
            WHERE r.id BETWEEN \(first) AND \(last)
            ORDER BY r.id, s.group_id
            """
        ) { if wanted.contains($0.integer(0)) { groups[$0.integer(0), default: []].append($0.integer(1)) } }
        return groups
    }

    /// Keys of all items that were ever captured, and the files that told them, sorted.
    package func keys() throws -> [String] {
        try connection.query("SELECT key FROM item UNION SELECT evidence FROM item_group ORDER BY 1") { $0.text(0) }
    }

    /// The items of a group.
    package func items(ofGroup group: Int64) throws -> [ConfigurationItem] {
        try connection.query(
            """
            SELECT i.kind, i.key, i.value, i.digest, i.is_pinned, g.evidence, i.is_direct, i.is_development
            FROM item_group g
            JOIN item i ON i.group_id = g.id
            WHERE g.id = \(group)
            ORDER BY i.ordinal
            """, Self.item)
    }

    /// Digest of the snapshot of a run.
    package func digest(ofRun run: Int64) throws -> String? {
        try connection.first(
            "SELECT s.digest FROM run r JOIN snapshot s ON s.id = r.snapshot_id WHERE r.id = \(run)"
        ) { $0.text(0) }
    }
}
