// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import GRDBSQLite
package import Storage

/// The embedded store: one SQLite file through GRDB, the default.
///
/// Writers queue on a lock file that is held around every write transaction and checkpoint: SQLite's own busy handler
/// starves writers, and SQLite before 3.51.3 can damage a file when a checkpoint races a writer.
package struct SQLiteDriver: StoreDriver {
    /// What the file is opened for.
    package enum Mode: Sendable {
        /// Read only; a file on a read-only medium works.
        case reading
        /// Read and write, for what is taken back: neither made nor brought up to date, and nothing is written into the lock file.
        case rehearsing
        /// Read and write; made when missing.
        case writing
    }

    package let location: String
    private let queue: DatabaseQueue
    private let lock: FileLock?

    /// Opens a store, and brings its schema up to date when `mode` is `writing`.
    ///
    /// - Parameter lockTimeoutSeconds: how long to wait for other writers.
    /// - Throws: `StorageError`.
    package init(path: String, mode: Mode, lockTimeoutSeconds: Double = 30) throws {
        location = path
        // Writers through a link and through its target must meet at one lock; `:memory:` and `file:` are names like any other.
        let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let exists = FileManager.default.fileExists(atPath: path)
        let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        if exists, let type, type != .typeRegular {
            throw StorageError(.damaged, "\(location) is no regular file", hint: "name another store with --store")
        }
        if mode != .writing, !exists {
            throw StorageError(.missing, "there is no store at \(location)", hint: "exitgate ingest makes one")
        }
        // A writer was killed in the first upload: only another writer can roll its transaction back.
        let journal = try? FileManager.default.attributesOfItem(atPath: path + "-journal")[.size] as? Int
        if mode == .reading, journal ?? 0 > 0 { _ = try? Self(path: path, mode: .writing, lockTimeoutSeconds: 1) }
        do {
            if mode == .writing { try Self.prepareFolder(of: path) }
            lock =
                mode != .reading
                ? try FileLock(
                    path: path + ".lock", timeoutSeconds: lockTimeoutSeconds, leavesNoName: mode == .rehearsing) : nil
            queue = try Self.open(path: path, mode: mode, timeoutSeconds: lockTimeoutSeconds)
            try checkSchema(mode: mode, isNew: !exists)
        } catch {
            throw SQLiteFault.storageError(error, path: location)
        }
    }

    /// A store that lives as long as this value; for tests and dry runs.
    package init(inMemory name: String = "memory") throws {
        location = ":memory:"
        lock = nil
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        queue = try DatabaseQueue(configuration: configuration)
        try checkSchema(mode: .writing, isNew: true)
    }

    package func read<Value>(_ body: (any StoreConnection) throws -> Value) throws -> Value {
        do {
            return try queue.writeWithoutTransaction { try Self.read($0, body) }
        } catch {
            throw SQLiteFault.storageError(error, path: location)
        }
    }

    /// A transaction that sees one state. That nothing is written is not a setting of the connection: to change one makes SQLite
    /// compile all its statements again.
    private static func read<Value>(
        _ database: Database, _ body: (any StoreConnection) throws -> Value
    ) throws -> Value {
        try database.beginTransaction(.deferred)
        defer { try? database.rollback() }
        return try body(SQLiteConnection(database, isReading: true))
    }

    package func write<Value>(_ body: (any StoreConnection) throws -> Value) throws -> Value {
        do {
            return try withLock {
                let value = try queue.write { try body(SQLiteConnection($0)) }
                try checkpointIfLarge()
                return value
            }
        } catch {
            throw SQLiteFault.storageError(error, path: location)
        }
    }

    /// Writes a consistent copy to a new file; a killed backup leaves nothing under that name.
    package func backup(to path: String) throws {
        do {
            let partial = "\(path).partial-\(ProcessInfo.processInfo.processIdentifier)"
            defer { try? FileManager.default.removeItem(atPath: partial) }
            try queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [partial]) }
            try DurableFile.publish(partial, as: path)
        } catch {
            throw SQLiteFault.storageError(error, path: path)
        }
    }

    /// Gives room that is free in the file back to the disk; takes as much beside it for a while.
    package func compact() throws {
        do {
            try withLock { try queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM") } }
        } catch {
            throw SQLiteFault.storageError(error, path: location)
        }
    }

    /// What SQLite says about its file; empty when it is sound. Reads the whole file.
    package func integrityProblems() throws -> [String] {
        do {
            return try queue.read { database in
                try String.fetchAll(database, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
                    + Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map {
                        "a reference of table \($0[0] ?? "?") leads nowhere"
                    }
            }
        } catch {
            throw SQLiteFault.storageError(error, path: location)
        }
    }

    /// The version of SQLite at work, such as `3.40.1`.
    package static var libraryVersion: String { String(cString: sqlite3_libversion()) }

    /// Whether this SQLite has no race between a checkpoint and a writer: 3.51.3, 3.50.7 and 3.44.6 repaired it.
    package static var isSafeWithoutLock: Bool {
        let number = sqlite3_libversion_number()
        return number >= 3_051_003 || (3_050_007..<3_051_000).contains(number)
            || (3_044_006..<3_045_000).contains(number)
    }

    // MARK: Opening

    private static func prepareFolder(of path: String) throws {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        guard !folder.isEmpty else { return }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw StorageError(
                .readOnly, "the folder \(folder) cannot be made",
                hint: "check its permissions, or name another store with --store")
        }
    }

    private static func open(path: String, mode: Mode, timeoutSeconds: Double) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(timeoutSeconds)
        configuration.readonly = mode == .reading
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;")
            guard mode != .reading else { return }
            // Of a new file only: most of a store are long texts, which take fewer large pages than small ones.
            try database.execute(sql: "PRAGMA page_size = 8192;")
            try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -8000;")
        }
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as DatabaseError
            where mode == .reading && [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
            && logSize(of: path) == 0
        {
            // No shared-memory file can be made beside it: the medium is read only, so nobody else writes either. A log that
            // was left behind would be overlooked, and with it the uploads in it.
            let escaped = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
            return try DatabaseQueue(path: "file:\(escaped)?immutable=1", configuration: configuration)
        }
    }

    private func checkSchema(mode: Mode, isNew: Bool) throws {
        let found = try queue.read { database in
            (
                application: try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
                version: try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0,
                objects: try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0,
                triggers: try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
                    ?? 0
            )
        }
        if found.objects > 0, found.application != Self.applicationID || found.triggers > 0 {
            throw StorageError(.damaged, "\(location) is no store of exitgate", hint: "name another store with --store")
        }
        guard found.version != Migration.current else { return try useLog(mode) }
        if mode != .writing || found.version > Migration.current {
            if found.version < Migration.current {
                throw StorageError(
                    .unexpected, "the store has schema \(found.version), this program needs \(Migration.current)",
                    hint: "exitgate store migrate")
            }
            throw StorageError(
                .newer, "the store has schema \(found.version), this program knows \(Migration.current)",
                hint: "update exitgate, or name another store with --store")
        }
        try migrate()
        if !isNew { try useLog(mode) }
    }

    /// A store that holds anything keeps a write-ahead log, so that readers and writers do not wait for each other. The first
    /// upload of a new store goes without: a bulk load into an empty file would be written twice.
    private func useLog(_ mode: Mode) throws {
        guard mode == .writing, lock != nil else { return }
        let current = try queue.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
        guard current != "wal" else { return }
        try withLock {
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        }
    }

    private static let applicationID = 0x4558_4754

    private func migrate() throws {
        try withLock {
            try queue.write { database in
                let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                guard version < Migration.current else { return }
                try Migration.run(from: version, on: SQLiteConnection(database))
                try database.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
                try database.execute(sql: "PRAGMA user_version = \(Migration.current)")
            }
        }
    }

    private func withLock<Value>(_ body: () throws -> Value) throws -> Value {
        guard let lock else { return try body() }
        return try lock.holding(body)
    }

    /// A large log is copied back at once, while the lock is held.
    private func checkpointIfLarge() throws {
        guard lock != nil, Self.logSize(of: location) > 4 << 20 else { return }
        try queue.writeWithoutTransaction { database in _ = try database.checkpoint(.truncate) }
    }

    /// Bytes in the write-ahead log of a store; 0 without one.
    private static func logSize(of path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int) ?? 0
    }
}
