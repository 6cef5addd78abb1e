// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import StorageSQLite
import TestPhase
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Stores in folders that cannot be written; root may write anywhere, so there is nothing to see for it.
@Suite(.enabled(if: geteuid() != 0, "root may write anywhere"))
struct ReadOnlyTests {
    /// Lives as long as the test, and its folder with it.
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
        try fixture.driver.addRun("nightly")
    }

    @Test func `a store without a log is read, and not written`() throws {
        let path = try copy(["store.sqlite"])

        let (reader, error) = try locked {
            (try SQLiteDriver(path: path, mode: .reading), Self.failure(path, .writing))
        }

        #expect(try reader.count("run") == 1)
        #expect(error?.kind == .readOnly)
    }

    @Test func `a store with an empty log is read, and not written`() throws {
        let writer = try fixture.reopened()
        try writer.addRun("second")
        try writer.backup(to: fixture.folder.path + "/sound.sqlite")
        let path = try copy(["sound.sqlite"])
        try openTwice(path)

        let (reader, error) = try locked {
            (try SQLiteDriver(path: path, mode: .reading), Self.failure(path, .writing))
        }

        #expect(try reader.count("run") == 2)
        #expect(error?.kind == .readOnly)
    }

    @Test func `a store whose log holds uploads is refused, because they would be missing`() throws {
        let writer = try fixture.reopened()
        try writer.addRun("in the log only")
        let path = try copy(["store.sqlite", "store.sqlite-wal"])

        let error = locked { Self.failure(path, .reading) }

        #expect(try writer.count("run") == 2)
        #expect(error?.kind == .readOnly)
    }

    /// Opens a store for writing and closes it, twice: it has a write-ahead log from then on.
    private func openTwice(_ path: String) throws {
        for _ in 1...2 { _ = try SQLiteDriver(path: path, mode: .writing) }
    }

    /// Copies files of the store to a folder of their own; answers the path of the first.
    private func copy(_ names: [String]) throws -> String {
        let folder = try fixture.emptyFolder()
        for name in names {
            try FileManager.default.copyItem(at: fixture.folder.appending(path: name), to: folder.appending(path: name))
        }
        return folder.appending(path: names[0]).path
    }

    /// Runs `body` while the folder of the copies cannot be written.
    private func locked<Value>(_ body: () throws -> Value) rethrows -> Value {
        let folder = fixture.folder.appending(path: "other").path
        _ = chmod(folder, 0o555)
        defer { _ = chmod(folder, 0o755) }
        return try body()
    }

    private static func failure(_ path: String, _ mode: SQLiteDriver.Mode) -> StorageError? {
        #expect(throws: StorageError.self) { _ = try SQLiteDriver(path: path, mode: mode).count("run") }
    }
}
