// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Storage
import TestPhase
import Workflow

/// Where the settings and the store are.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Store: a file, made when it is missing, or postgresql://HOST/DATABASE.", valueName: "path"))
    var store: String?

    @Option(help: ArgumentHelp("Project; on a server each has rows of its own.", valueName: "name"))
    var project: String?

    @Option(help: ArgumentHelp("Settings file; otherwise exitgate.yml here or in a folder above.", valueName: "file"))
    var settings: String?

    @Option(help: ArgumentHelp("How long to wait for other writers, in seconds.", valueName: "seconds"))
    var lockTimeout: Int?

    /// The settings of all layers.
    ///
    /// - Throws: `SettingsError`.
    func loadSettings(flags: [SettingsFlag] = []) throws -> LoadedSettings {
        var all = flags
        if let store { all.append(SettingsFlag("--store", key: "store", [store])) }
        all += Self.flags(project: project)
        if let lockTimeout {
            all.append(SettingsFlag("--lock-timeout", key: "lock_timeout_seconds", [String(lockTimeout)]))
        }
        return try Self.loadSettings(settings, all)
    }

    /// As above, for commands that take some of the options only.
    ///
    /// - Parameter settings: nil for the file that is found.
    static func loadSettings(_ settings: String?, _ flags: [SettingsFlag]) throws -> LoadedSettings {
        let file = settings ?? SettingsLoader.find(from: FileManager.default.currentDirectoryPath)
        return try SettingsLoader.load(
            file: file, environment: ProcessInfo.processInfo.environment, flags: flags)
    }

    /// What a project given by a flag sets.
    static func flags(project: String?) -> [SettingsFlag] {
        project.map { [SettingsFlag("--project", key: "project", [$0])] } ?? []
    }

    /// Opens a store that exists, for writing; a dry run brings none up to date.
    func openForWriting(isDryRun: Bool = false) throws -> any StoreDriver {
        try Self.openForWriting(loadSettings(), isDryRun: isDryRun)
    }

    static func openForWriting(_ loaded: LoadedSettings, isDryRun: Bool = false) throws -> any StoreDriver {
        guard !loaded.isStoreMissing else {
            throw StorageError(
                .missing, "there is no store at \(loaded.resolvedStore)", hint: "exitgate ingest makes one")
        }
        return try StoreOpening.open(loaded, isDryRun ? .rehearsing : .writing)
    }

    /// Opens the store for reading.
    func openForReading() throws -> any StoreDriver {
        try StoreOpening.open(loadSettings(), .reading)
    }

    /// Opens the store for answers.
    ///
    /// - Parameter moment: UTC ms; nil for now.
    func evidence(at moment: Int64? = nil) throws -> ReadEvidence {
        try Self.evidence(loadSettings(), at: moment)
    }

    /// Refuses names that neither the store as it is now nor the settings know; opens no store where none is given.
    ///
    /// - Throws: `ReadEvidence.Unknown` with the nearest name, `StorageError`.
    static func check(_ names: FilterNames, _ loaded: LoadedSettings) throws {
        guard !names.isEmpty else { return }
        try names.check(StoreOpening.open(loaded, .reading), loaded.settings, GitHistory.viewpoint(loaded))
    }

    /// As above, with settings that are loaded already.
    static func evidence(_ loaded: LoadedSettings, at moment: Int64? = nil) throws -> ReadEvidence {
        let viewpoint = GitHistory.viewpoint(loaded, at: moment)
        guard let moment else { return ReadEvidence(try StoreOpening.open(loaded, .reading), viewpoint: viewpoint) }
        return ReadEvidence(RewoundStore(try openForWriting(loaded), to: moment), viewpoint: viewpoint)
    }
}
