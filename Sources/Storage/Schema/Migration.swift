// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// One step of the schema: numbered, forward only, frozen once released.
package struct Migration: Sendable {
    package let version: Int
    package let name: String
    package let statements: @Sendable (Dialect) -> [String]

    /// All steps, in order.
    package static let all: [Migration] = [
        .evidence, .clusters, .knowledge, .recurrence, .baselines, .changes, .gates,
        .phases, .retention, .search, .drift, .clusterImage, .lineage, .failingLines, .queueTime,
        .reopenings, .prunedTexts, .testKeys,
    ]

    /// Has the next writer make the state of a store with incidents anew.
    static let markStale = markStale(whereAny: "incident")

    /// Has the next writer make the state of a store anew that has any row in a table.
    static func markStale(whereAny table: String) -> String {
        """
        INSERT INTO store_info (name, value)
        SELECT 'state', 'stale' -- until the next writer makes it anew
        FROM \(table)
        WHERE NOT EXISTS (SELECT 1 FROM store_info WHERE name = 'state')
        LIMIT 1
        """
    }

    /// The version that this program writes.
    package static var current: Int { all.last?.version ?? 0 }

    /// Brings a store from `version` to the current one.
    ///
    /// - Throws: `StorageError` of the kind `newer` when the store is ahead of this program.
    package static func run(from version: Int, on connection: any StoreConnection) throws {
        guard version <= current else {
            throw StorageError(
                .newer, "the store has schema \(version), this program knows \(current)",
                hint: "update exitgate, or name another store with --store")
        }
        for migration in all where migration.version > version {
            for statement in migration.statements(connection.dialect) {
                try connection.execute("\(raw: statement)")
            }
        }
    }
}
