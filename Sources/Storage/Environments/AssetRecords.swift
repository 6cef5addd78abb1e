// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Writes assets and how they depend on each other, and finds them again.
package struct AssetRecords {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// Assets by name.
    package func all() throws -> [Asset] {
        try connection.query(
            """
            SELECT name, kind, number, owner, purpose, serial, supported_until, registered_by, registered_at
            FROM asset
            ORDER BY name
            """
        ) { row in
            Asset(
                name: row.text(0), kind: Asset.Kind(rawValue: row.text(1)) ?? .other, number: row.integer(2),
                owner: row.optionalText(3), purpose: row.optionalText(4), serial: row.optionalText(5),
                supportedUntil: row.optionalInteger(6), registeredBy: row.text(7), registeredAt: row.integer(8))
        }
    }

    /// Takes a number that no asset ever had.
    package func takeNumber() throws -> Int64 { try StoreInfo(connection).takeNumbers(1, of: "last-asset") }

    /// Writes an asset; one of the same name is replaced and keeps its number.
    package func put(_ asset: Asset) throws {
        try connection.execute(
            """
            INSERT INTO asset (number, name, kind, owner, purpose, serial, supported_until, registered_by, registered_at)
            VALUES (\(asset.number), \(asset.name), \(asset.kind.rawValue), \(asset.owner), \(asset.purpose), \(asset.serial),
                \(asset.supportedUntil), \(asset.registeredBy), \(asset.registeredAt))
            ON CONFLICT (name) DO UPDATE
            SET kind = excluded.kind, owner = excluded.owner, purpose = excluded.purpose, serial = excluded.serial,
                supported_until = excluded.supported_until, registered_by = excluded.registered_by,
                registered_at = excluded.registered_at
            """)
    }

    /// How assets depend on each other, by their names.
    package func edges() throws -> [AssetEdge] {
        try connection.query(
            """
            SELECT a.name, e.kind, b.name
            FROM asset_edge e
            JOIN asset a ON a.id = e.from_id
            JOIN asset b ON b.id = e.to_id
            ORDER BY a.name, e.kind, b.name
            """
        ) { AssetEdge(from: $0.text(0), kind: AssetEdge.Kind(rawValue: $0.text(1)) ?? .uses, to: $0.text(2)) }
    }

    /// Notes a dependency between two registered assets, once.
    package func put(_ edge: AssetEdge) throws {
        try connection.execute(
            """
            INSERT INTO asset_edge (from_id, kind, to_id)
            SELECT a.id, \(edge.kind.rawValue), b.id
            FROM asset a
            JOIN asset b ON b.name = \(edge.to)
            WHERE a.name = \(edge.from)
            ON CONFLICT (from_id, kind, to_id) DO NOTHING
            """)
    }

    package func remove(_ edge: AssetEdge) throws {
        try connection.execute(
            """
            DELETE FROM asset_edge
            WHERE kind = \(edge.kind.rawValue) AND from_id = (SELECT id FROM asset WHERE name = \(edge.from))
                AND to_id = (SELECT id FROM asset WHERE name = \(edge.to))
            """)
    }

    /// A run of an environment.
    package struct Use: Sendable {
        package let environment: String
        package let startedAt: Int64
        package let phase: String
        package let configuration: String
        /// Time that all its tests took together; nil unknown.
        package let milliseconds: Int64?
        /// The longest time that the job of one of its uploads was queued; nil unknown.
        package let queueMilliseconds: Int64?
        package let hasTimeout: Bool
    }

    /// Runs that name an environment, the oldest first.
    package func uses() throws -> [Use] {
        try connection.query(
            """
            SELECT r.environment, r.started_at, r.phase, c.text,
                (SELECT sum(u.test_milliseconds) FROM upload u WHERE u.run_id = r.id),
                (SELECT max(u.queue_milliseconds) FROM upload u WHERE u.run_id = r.id),
                EXISTS (
                    SELECT 1
                    FROM upload u
                    JOIN occurrence o ON o.upload_id = u.id
                    JOIN signature s ON s.id = o.signature_id
                    WHERE u.run_id = r.id AND (
                        lower(s.title) LIKE '%timeout%' OR lower(s.title) LIKE '%timed out%'
                        OR lower(s.title) LIKE '%deadline exceeded%' OR lower(o.type) LIKE '%timeout%'
                    )
                )
            FROM run r
            JOIN configuration_class c ON c.id = r.class_id
            WHERE r.environment IS NOT NULL
            ORDER BY r.environment, r.started_at, r.key
            """
        ) { row in
            Use(
                environment: row.text(0), startedAt: row.integer(1), phase: row.text(2), configuration: row.text(3),
                milliseconds: row.optionalInteger(4), queueMilliseconds: row.optionalInteger(5),
                hasTimeout: row.integer(6) == 1)
        }
    }
}
