// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import StorageSQLite
import Workflow

#if PostgreSQL
    import StoragePostgres
#endif

/// Opens stores, whatever engine keeps them.
enum StoreOpening {
    enum Mode {
        case reading
        /// For a dry run: written, and taken back; an older store is refused, since only bringing it up to date would do.
        case rehearsing
        /// Made when it is missing, and brought up to date.
        case writing

        fileprivate var ofFile: SQLiteDriver.Mode {
            switch self {
            case .reading: .reading
            case .rehearsing: .rehearsing
            case .writing: .writing
            }
        }
    }

    /// Opens the store that the settings name.
    ///
    /// - Throws: `StorageError`.
    static func open(_ loaded: LoadedSettings, _ mode: Mode) throws -> any StoreDriver {
        try open(
            loaded.resolvedStore, project: loaded.settings.project, mode,
            lockTimeoutSeconds: Double(loaded.settings.lockTimeoutSeconds))
    }

    /// Opens a file, or the part of a server that is a project's.
    ///
    /// What an older program wrote in another way is made anew at once, so that whoever reads later reads nothing old.
    static func open(
        _ place: String, project: String, _ mode: Mode, lockTimeoutSeconds: Double
    ) throws -> any StoreDriver {
        let driver = try connect(place, project: project, mode, lockTimeoutSeconds: lockTimeoutSeconds)
        if mode == .writing { try MigrateStore(driver).perform() }
        return driver
    }

    private static func connect(
        _ place: String, project: String, _ mode: Mode, lockTimeoutSeconds: Double
    ) throws -> any StoreDriver {
        guard place.contains("://") else {
            // What libpq would take as options must not become the name of a file, with a password in it.
            guard !["host=", "password=", "dbname="].contains(where: place.contains) else {
                throw StorageError(
                    .missing, "a store on a server is named by an address",
                    hint: "write postgresql://USER@HOST/DATABASE, and give the password with PGPASSWORD")
            }
            if mode == .rehearsing, !isWritable(place) { return try copied(place) }
            return try SQLiteDriver(path: place, mode: mode.ofFile, lockTimeoutSeconds: lockTimeoutSeconds)
        }
        guard ["postgresql://", "postgres://"].contains(where: place.hasPrefix) else {
            throw StorageError(
                .missing, "this address names no kind of store that exitgate knows",
                hint: "write postgresql://USER@HOST/DATABASE in small letters, or a path")
        }
        #if PostgreSQL
            // A reader of an older store says what to do.
            if mode == .rehearsing {
                _ = try connect(place, project: project, .reading, lockTimeoutSeconds: lockTimeoutSeconds)
            }
            return try PostgresDriver(
                address: place, project: project, mode: mode == .reading ? .reading : .writing,
                lockTimeoutSeconds: lockTimeoutSeconds)
        #else
            throw StorageError(
                .unexpected, "this exitgate was built without PostgreSQL",
                hint:
                    "install libpq-dev and build it with: swift build -c release --traits PostgreSQL; or name a file with --store"
            )
        #endif
    }

    /// Whether a file, and the folder in which its lock and its journal lie, may be written.
    private static func isWritable(_ place: String) -> Bool {
        let file = URL(fileURLWithPath: place).resolvingSymlinksInPath()
        return !FileManager.default.fileExists(atPath: file.path)
            || [file, file.deletingLastPathComponent()].allSatisfy {
                FileManager.default.isWritableFile(atPath: $0.path)
            }
    }

    /// A copy that lives as long as this process, for a dry run on what cannot be written.
    private static func copied(_ place: String) throws -> any StoreDriver {
        let copy = try SQLiteDriver(inMemory: "dry-run")
        _ = try CopyStore(from: SQLiteDriver(path: place, mode: .reading), to: copy).perform()
        return copy
    }

    /// What the engine says of itself, and what it finds wrong.
    static func engine(of driver: any StoreDriver) throws -> (name: String, problems: () throws -> [String]) {
        if let sqlite = driver as? SQLiteDriver {
            let guarded = SQLiteDriver.isSafeWithoutLock ? "" : ", guarded by the lock file"
            return ("sqlite     \(SQLiteDriver.libraryVersion)\(guarded)", sqlite.integrityProblems)
        }
        #if PostgreSQL
            if let server = driver as? PostgresDriver { return ("server     \(try server.serverVersion())", { [] }) }
        #endif
        return ("engine     unknown", { [] })
    }
}

extension LoadedSettings {
    /// Whether the store is a file that does not exist; of a server only the server knows.
    var isStoreMissing: Bool {
        !resolvedStore.contains("://") && !FileManager.default.fileExists(atPath: resolvedStore)
    }
}
