// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import StorageSQLite
import TestPhase
import Testing

#if PostgreSQL
    import StoragePostgres
#endif

/// A store of any kind, with a folder of its own.
final class Fixture: StoreDriver {
    enum Kind: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case memory
        case file
        /// A project of its own on the server that `EXITGATE_TEST_SERVER` names.
        case server

        var testDescription: String { rawValue }

        /// Those that can be made here.
        static var allCases: [Kind] { [.memory, .file] + (Fixture.server == nil ? [] : [.server]) }
    }

    /// Address of the server; nil where there is none, or this build knows no servers.
    static var server: String? {
        #if PostgreSQL
            ProcessInfo.processInfo.environment["EXITGATE_TEST_SERVER"].flatMap { $0.isEmpty ? nil : $0 }
        #else
            nil
        #endif
    }

    let folder: URL
    private let made: any StoreDriver

    init(_ kind: Kind = .file) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "exitgate-storage-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        switch kind {
        case .memory: made = try SQLiteDriver(inMemory: "fixture")
        case .file:
            made = try SQLiteDriver(path: folder.path + "/store.sqlite", mode: .writing, lockTimeoutSeconds: 20)
        case .server: made = try Self.onServer()
        }
    }

    private static func onServer() throws -> any StoreDriver {
        #if PostgreSQL
            return try PostgresDriver(
                address: server ?? "", project: "test \(UUID().uuidString)", mode: .writing, lockTimeoutSeconds: 20)
        #else
            throw StorageError(.unexpected, "this build knows no servers")
        #endif
    }

    /// The store of a file or in memory.
    var driver: SQLiteDriver { made as! SQLiteDriver }

    deinit {
        #if PostgreSQL
            try? (made as? PostgresDriver)?.remove()
        #endif
        try? FileManager.default.removeItem(at: folder)
    }

    var location: String { made.location }

    func read<Value>(_ body: (any StoreConnection) throws -> Value) throws -> Value { try made.read(body) }

    func write<Value>(_ body: (any StoreConnection) throws -> Value) throws -> Value { try made.write(body) }

    func integrityProblems() throws -> [String] { try (made as? SQLiteDriver)?.integrityProblems() ?? [] }

    var path: String { folder.path + "/store.sqlite" }

    func reopened(_ mode: SQLiteDriver.Mode = .writing) throws -> SQLiteDriver {
        try SQLiteDriver(path: path, mode: mode, lockTimeoutSeconds: 20)
    }

    /// A folder in its folder, for another store.
    func emptyFolder() throws -> URL {
        let other = folder.appending(path: "other")
        try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
        return other
    }
}

extension StoreDriver {
    func count(_ table: String) throws -> Int64 { try read { try RunQueries($0).count(of: table) } }

    /// A row of its own for a run, with one upload.
    @discardableResult
    func addRun(_ key: String, startedAt: Int64 = 1000) throws -> (run: Int64, upload: Int64) {
        try write { connection in
            let records = RunRecords(connection)
            let run = try records.insert(.run(key, startedAt: startedAt))
            return (run, try records.insert(.upload(run: run)))
        }
    }

    /// What a pragma answers.
    func pragma(_ name: String) throws -> String {
        try write { try $0.query("PRAGMA \(raw: name)") { $0.text(0) } }.first ?? ""
    }
}

extension Run {
    static func run(_ key: String, phase: String = "system", startedAt: Int64 = 1000) -> Run {
        Run(
            key: key, phase: phase, release: "2.40", environment: "lab",
            configuration: ConfigurationClass(["os": "linux"]),
            commit: "cafe", branch: "main", buildURL: "https://ci.example/1", startedAt: startedAt, startedFrom: .given,
            expectedShards: nil)
    }
}

extension RunRecords.NewUpload {
    static func upload(run: Int64, shard: Int = 0, attempt: Int = 1) -> RunRecords.NewUpload {
        RunRecords.NewUpload(
            run: run, shard: shard, attempt: attempt, digest: "d\(shard)-\(attempt)", receivedAt: 5000,
            isComplete: true,
            masksSecrets: true, results: 3)
    }
}

/// Names that break careless SQL, JSON and C strings.
let hostileNames: [String] = [
    "plain", "", "it's", "say \"hi\"", "back\\slash", "a\\\"b", "'; DROP TABLE run; --", "%_", "tab\tand\nline\rfeed",
    String(String.UnicodeScalarView((1...31).compactMap(Unicode.Scalar.init) + ["\u{7F}", "\u{85}"])), "🚢🏴󠁧󠁢󠁥󠁮󠁧󠁿👩‍👩‍👧",
    "e\u{301}", "é",
    "[1,\"x\"]", "null", "\u{2028}\u{FEFF}\u{202E}", String(repeating: "ä🚢", count: 341) + "xy",
]
