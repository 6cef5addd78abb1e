// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Storage
import StorageSQLite
import Synchronization
import TestPhase
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Many writers on one file.
struct LockingTests {
    /// Lives as long as the test, and its folder with it.
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
    }

    @Test func `a writer gives up when another holds the lock for too long`() throws {
        let impatient = try SQLiteDriver(path: fixture.path, mode: .writing, lockTimeoutSeconds: 0.05)
        let lock = try HeldLock(fixture.path + ".lock")

        let error = #expect(throws: StorageError.self) { try impatient.addRun("nightly") }
        lock.release()

        #expect(error?.kind == .locked)
        #expect(error?.hint?.contains("--lock-timeout") == true)
        #expect(try impatient.count("run") == 0)
        try impatient.addRun("nightly")
        #expect(try impatient.count("run") == 1)
    }

    @Test func `readers do not wait for the lock`() throws {
        try fixture.driver.addRun("nightly")
        let lock = try HeldLock(fixture.path + ".lock")
        defer { lock.release() }

        let reader = try SQLiteDriver(path: fixture.path, mode: .reading, lockTimeoutSeconds: 0.05)

        #expect(try reader.count("run") == 1)
    }

    @Test func `the lock is free again after a transaction that failed`() throws {
        struct Stop: Error {}
        let other = try SQLiteDriver(path: fixture.path, mode: .writing, lockTimeoutSeconds: 0.05)

        #expect(throws: Stop.self) { try fixture.driver.write { _ in throw Stop() } }

        #expect(throws: Never.self) { try other.addRun("nightly") }
    }

    @Test func `eight drivers on one file lose nothing`() throws {
        let drivers = try (0..<8).map { _ in try fixture.reopened() }
        let failures = Mutex<[String]>([])

        DispatchQueue.concurrentPerform(iterations: drivers.count) { index in
            for number in 0..<12 {
                do {
                    try drivers[index].write { connection in
                        let records = RunRecords(connection)
                        let run = try records.insert(.run("writer \(index) run \(number)"))
                        _ = try records.insert(.upload(run: run))
                        _ = try IncidentRecords(connection).takeNumbers(1)
                    }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
        }

        #expect(failures.withLock { $0 } == [])
        #expect(try fixture.driver.count("run") == 96)
        #expect(try fixture.driver.count("upload") == 96)
        #expect(try fixture.driver.write { try IncidentRecords($0).takeNumbers(1) } == 97)
        #expect(try fixture.driver.integrityProblems() == [])
    }

    @Test func `eight first openings of one file make one schema`() throws {
        let folder = try fixture.emptyFolder()
        let failures = Mutex<[String]>([])

        DispatchQueue.concurrentPerform(iterations: 8) { index in
            do {
                let driver = try SQLiteDriver(path: folder.path + "/store.sqlite", mode: .writing)
                try driver.addRun("run \(index)")
            } catch {
                failures.withLock { $0.append("\(error)") }
            }
        }

        #expect(failures.withLock { $0 } == [])
        let driver = try SQLiteDriver(path: folder.path + "/store.sqlite", mode: .reading)
        #expect(try driver.count("run") == 8)
        #expect(try driver.integrityProblems() == [])
    }

    @Test func `readers beside a writer see whole transactions only`() throws {
        let writer = try fixture.reopened()
        let reader = try fixture.reopened(.reading)
        let failures = Mutex<[String]>([])

        DispatchQueue.concurrentPerform(iterations: 2) { index in
            for number in 0..<40 {
                do {
                    if index == 0 {
                        try writer.addRun("run \(number)")
                    } else {
                        let counts = try reader.read {
                            (try RunQueries($0).count(of: "run"), try RunQueries($0).count(of: "upload"))
                        }
                        if counts.0 != counts.1 { failures.withLock { $0.append("\(counts)") } }
                    }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
        }

        #expect(failures.withLock { $0 } == [])
    }

    @Test func `a large log is copied back while the lock is held`() throws {
        let driver = try fixture.reopened()
        let upload = try driver.addRun("nightly").upload
        let value = String(repeating: "x", count: 100_000)

        try driver.write { connection in
            try RunRecords(connection).insert((0..<60).map { ("s", "n\($0)", value) }, upload: upload)
        }

        let size = try FileManager.default.attributesOfItem(atPath: fixture.path + "-wal")[.size] as? Int
        #expect(size == 0)
        #expect(try driver.count("property") == 60)
    }
}

/// A lock that somebody else holds, through a descriptor of its own.
private struct HeldLock {
    private let descriptor: CInt

    init(_ path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        try #require(descriptor >= 0)
        try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    }

    func release() {
        close(descriptor)
    }
}
