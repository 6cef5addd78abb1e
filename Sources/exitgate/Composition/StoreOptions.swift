// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Storage
import StorageSQLite
import TestPhase
import Workflow

/// Where the settings and the store are.
struct StoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Store: a file, made when it is missing.", valueName: "path"))
    var store: String?

    @Option(help: ArgumentHelp("Settings file; otherwise exitgate.yml here or in a folder above.", valueName: "file"))
    var settings: String?

    @Option(help: ArgumentHelp("How long to wait for other writers, in seconds.", valueName: "seconds"))
    var lockTimeout: Int?

    /// The settings of all layers.
    ///
    /// - Throws: `SettingsError`.
    func loadSettings(flags: [SettingsFlag] = []) throws -> LoadedSettings {
        let environment = ProcessInfo.processInfo.environment
        var all = flags
        if let store { all.append(SettingsFlag("--store", key: "store", [store])) }
        if let lockTimeout {
            all.append(SettingsFlag("--lock-timeout", key: "lock_timeout_seconds", [String(lockTimeout)]))
        }
        let file = settings ?? SettingsLoader.find(from: FileManager.default.currentDirectoryPath)
        return try SettingsLoader.load(file: file, environment: environment, flags: all)
    }

    /// Opens the store that the settings name.
    ///
    /// - Throws: `StorageError`.
    static func open(_ loaded: LoadedSettings, mode: SQLiteDriver.Mode) throws -> SQLiteDriver {
        let place = loaded.resolvedStore
        if place.contains("://") {
            throw StorageError(
                .unexpected, "this build of exitgate has no driver for \(place.prefix { $0 != ":" }) stores",
                hint: "name a file with --store")
        }
        return try SQLiteDriver(path: place, mode: mode, lockTimeoutSeconds: Double(loaded.settings.lockTimeoutSeconds))
    }

    /// Opens a store that exists, for writing.
    func openForWriting() throws -> SQLiteDriver {
        try Self.openForWriting(loadSettings())
    }

    static func openForWriting(_ loaded: LoadedSettings) throws -> SQLiteDriver {
        guard FileManager.default.fileExists(atPath: loaded.resolvedStore) || loaded.resolvedStore.contains("://")
        else {
            throw StorageError(
                .missing, "there is no store at \(loaded.resolvedStore)", hint: "exitgate ingest makes one")
        }
        return try open(loaded, mode: .writing)
    }

    /// Opens the store for reading.
    func openForReading() throws -> SQLiteDriver {
        try Self.open(loadSettings(), mode: .reading)
    }

    /// Opens the store for answers.
    ///
    /// - Parameter moment: UTC ms; nil for now.
    func evidence(at moment: Int64? = nil) throws -> ReadEvidence {
        try Self.evidence(loadSettings(), at: moment)
    }

    /// As above, with settings that are loaded already.
    static func evidence(_ loaded: LoadedSettings, at moment: Int64? = nil) throws -> ReadEvidence {
        let viewpoint = GitHistory.viewpoint(loaded, at: moment)
        guard let moment else { return ReadEvidence(try open(loaded, mode: .reading), viewpoint: viewpoint) }
        return ReadEvidence(RewoundStore(try openForWriting(loaded), to: moment), viewpoint: viewpoint)
    }
}
