// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import StorageSQLite

#if PostgreSQL
    import StoragePostgres
#endif

/// The engine that the suites run on: SQLite, or the server that `EXITGATE_TEST_SERVER` names.
enum TestStore {
    static var server: String? {
        ProcessInfo.processInfo.environment["EXITGATE_TEST_SERVER"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A new, empty store.
    static func make() throws -> any StoreDriver {
        #if PostgreSQL
            if let server {
                return try ServerStore(address: server)
            }
        #endif
        return try SQLiteDriver(inMemory: "test")
    }

    /// What the engine finds wrong.
    static func problems(_ store: any StoreDriver) throws -> [String] {
        try (store as? SQLiteDriver)?.integrityProblems() ?? []
    }
}

#if PostgreSQL
    /// A project of its own on a server, which goes with the last who holds it.
    final class ServerStore: StoreDriver {
        private let driver: PostgresDriver

        init(address: String) throws {
            driver = try PostgresDriver(
                address: address, project: "test \(UUID().uuidString)", mode: .writing, lockTimeoutSeconds: 60)
        }

        deinit { try? driver.remove() }

        var location: String { driver.location }

        func read<Value>(_ body: (any StoreConnection) throws -> Value) throws -> Value { try driver.read(body) }

        func write<Value>(_ body: (any StoreConnection) throws -> Value) throws -> Value { try driver.write(body) }
    }
#endif
