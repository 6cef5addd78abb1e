// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import StorageSQLite
import TestPhase
import Testing

/// Opening files that are new, old, foreign, damaged, or not ours to write.
struct OpeningTests {
    /// Lives as long as the test, and its folder with it.
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
    }

    @Test func `what was written is there after reopening`() throws {
        try fixture.driver.addRun("nightly")

        let again = try fixture.reopened()
        let reader = try fixture.reopened(.reading)

        #expect(try again.read { try RunQueries($0).run(key: "nightly") }?.run == .run("nightly"))
        #expect(try reader.count("upload") == 1)
        #expect(try again.integrityProblems() == [])
    }

    @Test func `the folder of a new store is made`() throws {
        let folder = fixture.folder

        _ = try SQLiteDriver(path: folder.path + "/a/b/store.sqlite", mode: .writing)

        #expect(FileManager.default.fileExists(atPath: folder.path + "/a/b/store.sqlite"))
    }

    @Test func `the log is written ahead from the second opening on`() throws {
        let first = try fixture.driver.pragma("journal_mode")

        let second = try fixture.reopened()

        #expect(first == "delete")
        #expect(try second.pragma("journal_mode") == "wal")
        #expect(try second.pragma("synchronous") == "2")
        #expect(try second.pragma("foreign_keys") == "1")
        #expect(try second.pragma("trusted_schema") == "0")
    }

    @Test func `reading a store that is not there makes none`() throws {
        let folder = try fixture.emptyFolder()

        let error = #expect(throws: StorageError.self) {
            try SQLiteDriver(path: folder.path + "/store.sqlite", mode: .reading)
        }

        #expect(error?.kind == .missing)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test(arguments: [SQLiteDriver.Mode.reading, .writing])
    func `a store of a newer version is refused and left alone`(mode: SQLiteDriver.Mode) throws {
        try fixture.setVersion(99)
        let before = try Data(contentsOf: URL(filePath: fixture.path))

        let error = #expect(throws: StorageError.self) { try fixture.reopened(mode) }

        #expect(error?.kind == .newer)
        #expect(error?.message == "the store has schema 99, this program knows \(Migration.current)")
        #expect(try Data(contentsOf: URL(filePath: fixture.path)) == before)
    }

    @Test func `a migration from a newer version is refused`() throws {
        let error = #expect(throws: StorageError.self) {
            try fixture.driver.write { try Migration.run(from: Migration.current + 1, on: $0) }
        }

        #expect(error?.kind == .newer)
    }

    /// What lies where the store should be.
    static let strangers: [String: [UInt8]] = [
        "text": Array(String(repeating: "no store at all\n", count: 200).utf8),
        "zeros": [UInt8](repeating: 0, count: 8192),
        "half a header": Array("SQLite format 3\0".utf8) + [UInt8](repeating: 0xA5, count: 4000),
    ]

    @Test(arguments: strangers.keys.sorted(), [SQLiteDriver.Mode.reading, .writing])
    func `a file that is no store is refused and left alone`(name: String, mode: SQLiteDriver.Mode) throws {
        let folder = try fixture.emptyFolder()
        let file = folder.appending(path: "store.sqlite")
        let content = Data(Self.strangers[name] ?? [])
        try content.write(to: file)

        let error = #expect(throws: StorageError.self) { try SQLiteDriver(path: file.path, mode: mode) }

        #expect(error?.kind == .damaged)
        #expect(try Data(contentsOf: file) == content)
    }

    @Test func `the database of another program is refused`() throws {
        try fixture.setApplication(1234)

        #expect(#expect(throws: StorageError.self) { try fixture.reopened() }?.kind == .damaged)
        #expect(#expect(throws: StorageError.self) { try fixture.reopened(.reading) }?.kind == .damaged)
    }

    @Test func `a store with a trigger is refused`() throws {
        try fixture.driver.write {
            try $0.execute("CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM upload; END")
        }

        #expect(#expect(throws: StorageError.self) { try fixture.reopened() }?.kind == .damaged)
    }

    /// Places in the first page, where the schema lies, and at the beginning of others.
    @Test(arguments: [16, 100, 8192, 16_384, 81_920])
    func `a damaged page is found`(offset: Int) throws {
        for number in 1...50 { try fixture.driver.addRun("run \(number)") }
        var bytes = try Data(contentsOf: URL(filePath: fixture.path))
        try #require(bytes.count > offset + 256)
        bytes.replaceSubrange(offset..<offset + 256, with: [UInt8](repeating: 0xA5, count: 256))
        let copy = fixture.folder.appending(path: "copy.sqlite")
        try bytes.write(to: copy)

        let error = #expect(throws: StorageError.self) {
            let driver = try SQLiteDriver(path: copy.path, mode: .reading)
            _ = try driver.dump()
            if try !driver.integrityProblems().isEmpty { throw StorageError(.damaged, "found by the check") }
        }

        #expect(error?.kind == .damaged)
    }

    @Test func `a file that was cut is found damaged`() throws {
        for number in 1...200 { try fixture.driver.addRun("run \(number)") }
        let bytes = try Data(contentsOf: URL(filePath: fixture.path))
        let copy = fixture.folder.appending(path: "copy.sqlite")
        try bytes.prefix(bytes.count / 2).write(to: copy)

        let error = #expect(throws: StorageError.self) {
            let driver = try SQLiteDriver(path: copy.path, mode: .reading)
            _ = try driver.read { try RunQueries($0).runs(RunQueries.Filter()) }
            if try !driver.integrityProblems().isEmpty { throw StorageError(.damaged, "found by the check") }
        }

        #expect(error?.kind == .damaged)
    }

    @Test func `a lock file that is a link is refused`() throws {
        let folder = try fixture.emptyFolder()
        let victim = folder.appending(path: "victim")
        try Data("precious".utf8).write(to: victim)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/store.sqlite.lock", withDestinationPath: victim.path)

        #expect(throws: StorageError.self) { try SQLiteDriver(path: folder.path + "/store.sqlite", mode: .writing) }

        #expect(try Data(contentsOf: victim) == Data("precious".utf8))
    }

    @Test func `a backup opens and is equal`() throws {
        for number in 1...20 { try fixture.driver.addRun("run \(number)") }
        let copy = fixture.folder.path + "/backup.sqlite"

        try fixture.reopened().backup(to: copy)

        let backup = try SQLiteDriver(path: copy, mode: .reading)
        #expect(try backup.integrityProblems() == [])
        #expect(try backup.dump() == fixture.driver.dump())
    }

    @Test func `a backup overwrites nothing`() throws {
        let file = fixture.folder.appending(path: "backup.sqlite")
        try Data("precious".utf8).write(to: file)

        #expect(throws: StorageError.self) { try fixture.driver.backup(to: file.path) }

        #expect(try Data(contentsOf: file) == Data("precious".utf8))
    }
}

extension Fixture {
    fileprivate func setVersion(_ version: Int) throws {
        try driver.write { try $0.execute("PRAGMA user_version = \(raw: "\(version)")") }
    }

    fileprivate func setApplication(_ application: Int) throws {
        try driver.write { try $0.execute("PRAGMA application_id = \(raw: "\(application)")") }
    }
}

extension StoreDriver {
    /// Runs and uploads as text.
    func dump() throws -> [String] {
        try read { connection in
            try RunQueries(connection).runs(RunQueries.Filter()).map { stored in
                "\(stored) \(try RunQueries(connection).uploads(run: stored.id))"
            }
        }
    }
}
