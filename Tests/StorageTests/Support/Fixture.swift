// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import StorageSQLite
import TestPhase
import Testing

/// A store of either kind, with a folder of its own.
final class Fixture: StoreDriver {
    enum Kind: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case memory
        case file

        var testDescription: String { rawValue }
    }

    let folder: URL
    let driver: SQLiteDriver

    init(_ kind: Kind = .file) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "exitgate-storage-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        driver =
            switch kind {
            case .memory: try SQLiteDriver(inMemory: "fixture")
            case .file: try SQLiteDriver(path: folder.path + "/store.sqlite", mode: .writing, lockTimeoutSeconds: 20)
            }
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    var location: String { driver.location }

    func read<Value>(_ body: (any StoreConnection) throws -> Value) throws -> Value { try driver.read(body) }

    func write<Value>(_ body: (any StoreConnection) throws -> Value) throws -> Value { try driver.write(body) }

    func integrityProblems() throws -> [String] { try driver.integrityProblems() }

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
        try read { try $0.query("PRAGMA \(raw: name)") { $0.text(0) } }.first ?? ""
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
