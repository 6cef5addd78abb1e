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

    /// Writes the seed of a new store; the first one wins.
    package func setSeed(_ seed: UInt64) throws {
        try connection.execute(
            "INSERT INTO store_info (name, value) VALUES ('seed', \(String(seed))) ON CONFLICT (name) DO NOTHING")
    }
}
