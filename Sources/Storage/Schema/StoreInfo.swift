// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Facts of the store itself.
package struct StoreInfo {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// The number that keeps the hashes of this store apart from those of others; 0 before `setSeed`.
    package func seed() throws -> UInt64 {
        try connection.first("SELECT value FROM store_info WHERE name = 'seed'") { UInt64($0.text(0)) ?? 0 } ?? 0
    }

    /// Whether a migration left state that is to be made anew.
    package func isStale() throws -> Bool {
        try connection.first("SELECT value FROM store_info WHERE name = 'state'") { $0.text(0) } == "stale"
    }

    package func setFresh() throws {
        try connection.execute("DELETE FROM store_info WHERE name = 'state'")
    }

    /// Name of the rules that the clusters were made by; nil in a store that an older program made, and in a new one.
    package func clustering() throws -> String? {
        try connection.first("SELECT value FROM store_info WHERE name = 'clustering'") { $0.text(0) }
    }

    package func setClustering(_ name: String) throws {
        try connection.execute(
            """
            INSERT INTO store_info (name, value)
            VALUES ('clustering', \(name))
            ON CONFLICT (name) DO UPDATE
            SET value = excluded.value
            """)
    }

    /// Takes `count` numbers that nothing ever had under a name; answers the first.
    package func takeNumbers(_ count: Int, of name: String) throws -> Int64 {
        let integer = connection.dialect.integer
        let last = try connection.number(
            """
            INSERT INTO store_info (name, value)
            VALUES (\(name), \(String(count)))
            ON CONFLICT (name) DO UPDATE
            SET value = CAST(CAST(store_info.value AS \(raw: integer)) + \(count) AS text)
            RETURNING CAST(value AS \(raw: integer))
            """)
        return last - Int64(count) + 1
    }

    /// The last number that was taken under a name; 0 for none.
    package func lastNumber(of name: String) throws -> Int64 {
        try connection.first("SELECT value FROM store_info WHERE name = \(name)") { Int64($0.text(0)) ?? 0 } ?? 0
    }

    /// Writes the seed of a new store; the first one wins.
    package func setSeed(_ seed: UInt64) throws {
        try connection.execute(
            "INSERT INTO store_info (name, value) VALUES ('seed', \(String(seed))) ON CONFLICT (name) DO NOTHING")
    }
}
