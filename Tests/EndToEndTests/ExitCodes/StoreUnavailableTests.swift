// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Every reason for 69: the store cannot be used, and nothing was stored.
struct StoreUnavailableTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
        try place.write("a.xml", Report.suite(Report.passing("adds"), Report.failing("removes")))
    }

    private func ingest(_ store: String, _ more: String...) throws -> Ended {
        try place.run(["ingest", "a.xml", "--phase", "beta", "--store", store] + more)
    }

    @Test(arguments: [
        "status", "run list", "run show 1", "incident list", "incident show 1", "test list", "test show 1",
        "store verify",
        "store export", "store export --digest", "store migrate", "store backup b.sqlite",
    ])
    func `a command that reads makes no store`(line: String) throws {
        let ended = try place.run(line.split(separator: " ").map(String.init))

        expectFailure(ended, 69)
        #expect(!place.exists(".exitgate"))
        #expect(!place.exists("b.sqlite"))
    }

    @Test(arguments: ["garbage", String(repeating: "longer than the header of a database; ", count: 40)])
    func `a file that is no database is refused and kept`(content: String) throws {
        try place.write("no.sqlite", content)

        for line in ["status", "store verify", "store migrate"] {
            expectFailure(try place.run(line.split(separator: " ").map(String.init) + ["--store", "no.sqlite"]), 69)
        }
        expectFailure(try ingest("no.sqlite"), 69)
        #expect(try String(contentsOfFile: place.path("no.sqlite"), encoding: .utf8) == content)
    }

    @Test func `a folder in the place of the store is refused`() throws {
        try place.makeFolder("folder.sqlite")

        expectFailure(try place.run("status", "--store", "folder.sqlite"), 69)
        expectFailure(try ingest("folder.sqlite"), 69)
    }

    @Test(arguments: ["/proc/none/deep/s.sqlite", "a.xml/s.sqlite"])
    func `a folder that cannot be made is refused`(store: String) throws {
        expectFailure(try ingest(store), 69)
    }

    @Test(.enabled(if: Product.program("python3") != nil, "needs python3"))
    func `the store of a newer program is refused and kept`() throws {
        _ = try ingest("new.sqlite")
        try sql("PRAGMA user_version = 99", "new.sqlite")

        for line in ["status", "store verify", "store migrate", "store export --digest"] {
            let ended = try place.run(line.split(separator: " ").map(String.init) + ["--store", "new.sqlite"])
            expectFailure(ended, 69)
            #expect(ended.errors.contains("99"))
        }
        expectFailure(try ingest("new.sqlite", "--run-key", "other"), 69)
    }

    @Test(.enabled(if: Product.program("python3") != nil, "needs python3"))
    func `a database of another program is refused and kept`() throws {
        try sql("CREATE TABLE other (id INTEGER)", "other.sqlite")
        let before = FileManager.default.contents(atPath: place.path("other.sqlite"))

        expectFailure(try place.run("status", "--store", "other.sqlite"), 69)
        expectFailure(try ingest("other.sqlite"), 69)

        #expect(FileManager.default.contents(atPath: place.path("other.sqlite")) == before)
    }

    @Test(.enabled(if: Product.program("python3") != nil, "needs python3"))
    func `a store with a trigger of somebody else is refused`() throws {
        _ = try ingest("trap.sqlite")
        try sql("CREATE TRIGGER trap AFTER INSERT ON run BEGIN DELETE FROM run; END", "trap.sqlite")

        expectFailure(try place.run("status", "--store", "trap.sqlite"), 69)
        expectFailure(try ingest("trap.sqlite", "--run-key", "other"), 69)
    }

    @Test func `a store that another process holds is waited for, and then refused`() throws {
        _ = try ingest("held.sqlite")
        let descriptor = open(place.path("held.sqlite.lock"), O_RDWR | O_CLOEXEC)
        #expect(flock(descriptor, LOCK_EX) == 0)
        defer { close(descriptor) }

        let start = ContinuousClock.now
        let ended = try ingest("held.sqlite", "--run-key", "other", "--lock-timeout", "1")
        let waited = ContinuousClock.now - start

        expectFailure(ended, 69)
        #expect(waited >= .milliseconds(900))
        #expect(waited < .seconds(20))
        #expect(
            try place.run("run", "list", "--format", "json", "--store", "held.sqlite").json["runs"].items.count == 1)
    }

    @Test func `the store works again when the other process is done`() throws {
        _ = try ingest("held.sqlite")
        let descriptor = open(place.path("held.sqlite.lock"), O_RDWR | O_CLOEXEC)
        #expect(flock(descriptor, LOCK_EX) == 0)

        let child = try place.start([
            "ingest", "a.xml", "--phase", "beta", "--store", "held.sqlite", "--run-key", "other",
        ])
        flock(descriptor, LOCK_UN)
        let ended = child.wait()
        close(descriptor)

        #expect(ended.code == 0, "\(ended)")
    }

    @Test func `a link to a store waits for the same writers as the store`() throws {
        _ = try ingest("held.sqlite")
        try FileManager.default.createSymbolicLink(
            atPath: place.path("link.sqlite"), withDestinationPath: "held.sqlite")
        let descriptor = open(place.path("held.sqlite.lock"), O_RDWR | O_CLOEXEC)
        #expect(flock(descriptor, LOCK_EX) == 0)
        defer { close(descriptor) }

        expectFailure(try ingest("link.sqlite", "--run-key", "other", "--lock-timeout", "1"), 69)
    }

    @Test func `a pipe in the place of the store is refused at once`() throws {
        #expect(mkfifo(place.path("pipe"), 0o644) == 0)

        let status = try place.run("status", "--store", "pipe", limit: 5)
        let ingest = try place.start(["ingest", "a.xml", "--phase", "beta", "--store", "pipe"], limit: 5).wait()

        expectFailure(status, 69)
        expectFailure(ingest, 69)
    }

    @Test(arguments: [":memory:", "file:s.sqlite", "file:s.sqlite?mode=memory"])
    func `a name that means something to SQLite is an ordinary name or refused`(store: String) throws {
        let ended = try ingest(store)

        if ended.code == 0 {
            #expect(place.exists(store), "acknowledged, but there is no such file")
            #expect(try place.run("run", "list", "--format", "json", "--store", store).json["runs"].items.count == 1)
        } else {
            expectFailure(ended, 69)
        }
    }

    @Test func `a server that this build cannot reach is refused`() throws {
        expectFailure(try ingest("postgresql://nobody@localhost/none"), 69)
    }

    private func sql(_ statement: String, _ store: String) throws {
        let python = try #require(Product.program("python3"))
        let ended = try place.startProgram([
            python, "-c",
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.close()",
            store, statement,
        ]).wait()
        try #require(ended.code == 0, "\(ended)")
    }
}
