// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The command on a PostgreSQL server: many jobs, a server that goes away, and everything that can be wrong with an address.
///
/// `EXITGATE_WRITERS` and `EXITGATE_UPLOADS` size the race.
@Suite(.enabled(if: TestServer.address != nil, "Tests/run.sh starts a server"), .serialized)
struct ServerCommandTests {
    private static let server = TestServer.address
    private static let writers = Product.number("EXITGATE_WRITERS", default: 16)
    private static let uploads = Product.number("EXITGATE_UPLOADS", default: 5)
    private static let scripts = Product.repository.appendingPathComponent("Tests/PostgreSQL")

    private let place: Workplace
    private let project = "e2e \(UUID().uuidString)"

    init() throws { place = try Workplace() }

    private func environment(_ server: String = Self.server ?? "") -> [String: String] {
        ["EXITGATE_STORE": server, "EXITGATE_PROJECT": project]
    }

    private func ingestion(_ number: Int, tests: Int = 120) throws -> [String] {
        let file = try place.write(
            "\(number).xml", Report.xml(tests: tests, failing: 40, salt: number, first: number % 4 * 60))
        return ["ingest", file, "--phase", "beta", "--run-key", "run-\(number)"]
    }

    private func runs(_ environment: [String: String]) throws -> [(key: String, tests: Int)] {
        let list = try place.run(["run", "list", "--limit", "0", "--format", "json"], environment: environment)
        #expect(list.code == 0, "\(list)")
        return try list.json["runs"].items.map { ($0["key"].text ?? "", $0["results"]["tests"].count ?? 0) }
    }

    @Test func `uploads of many processes into a new store all arrive in silence`() throws {
        let queues = try (0..<Self.writers).map { writer in
            try (0..<Self.uploads).map { try ingestion(writer * 1_000 + $0) }
        }

        let ended = try place.race(queues, environment: environment())

        #expect(ended.count == Self.writers * Self.uploads)
        for ended in ended where ended.code != 0 || !ended.errors.isEmpty { Testing.Issue.record("\(ended)") }
        let runs = try runs(environment())
        #expect(Set(runs.map(\.key)).count == Self.writers * Self.uploads)
        #expect(runs.count == Self.writers * Self.uploads)
        #expect(runs.allSatisfy { $0.tests == 120 })
        #expect(try place.run(["store", "verify"], environment: environment(), limit: 300).code == 0)
    }

    @Test func `one upload sent by many processes is stored once`() throws {
        let command = try ingestion(1) + ["--started", "2026-10-05T04:10:00Z", "--format", "json"]

        let ended = try place.race(Array(repeating: [command], count: 8), environment: environment())

        #expect(ended.allSatisfy { $0.code == 0 && $0.errors.isEmpty }, "\(ended.first { $0.code != 0 } ?? ended[0])")
        #expect(try ended.filter { try !$0.json["already_ingested"].isTrue }.count == 1)
        #expect(try runs(environment()).count == 1)
    }

    @Test func `what was acknowledged before the server broke down is there, and the rest is whole or absent`() throws {
        let folder = place.folder + "/server"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let start = try place.startProgram(
            ["/bin/sh", "-c", "chmod 755 '\(place.folder)'; exec sh '\(Self.scripts.path)/start' '\(folder)'"],
            environment: ["POSTGRES_FSYNC": "on", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], limit: 120
        ).wait()
        let own = environment(start.output.split(separator: "\n").last.map(String.init) ?? "")
        defer { _ = try? place.startProgram(["/bin/sh", "\(Self.scripts.path)/stop", folder]).wait() }
        #expect(try place.run(ingestion(9_999), environment: own).code == 0, "\(start)")

        let queues = try (0..<4).map { writer in try (0..<20).map { try ingestion(writer * 1_000 + $0, tests: 400) } }
        let crash = try place.startProgram(
            ["/bin/sh", "-c", "sleep 1; exec sh '\(Self.scripts.path)/restart' '\(folder)' 1"],
            environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], limit: 120)
        let ended = try place.race(queues, environment: own)
        #expect(try crash.wait().code == 0)

        let acknowledged = Set(ended.filter { $0.code == 0 }.compactMap { $0.arguments.last })
        #expect(ended.contains { $0.code != 0 }, "the server went away while nobody wrote")
        for ended in ended where ended.code != 0 {
            #expect(ended.code == 69 && ended.errors.contains("hint: "), "\(ended)")
        }
        let runs = try runs(own)
        #expect(acknowledged.subtracting(runs.map(\.key)) == [])
        #expect(runs.filter { $0.key != "run-9999" }.allSatisfy { $0.tests == 400 })
        // Whoever was not acknowledged sends it again.
        for command in queues.joined() { #expect(try place.run(command, environment: own).code == 0) }
        let after = try self.runs(own)
        #expect(after.count == 81 && Set(after.map(\.key)).count == 81)
        #expect(try place.run(["store", "verify"], environment: own, limit: 300).code == 0)
    }

    @Test(arguments: [
        ("tester:exitgate@", "tester:sesame@", "refuses the user"), ("/postgres", "/nowhere", "does not exist"),
        ("tester:exitgate@", "nobody:sesame@", "refuses the user"),
    ])
    func `what is wrong with an address ends with 69, one line and a hint, and no password`(
        part: String, other: String, message: String
    ) throws {
        let ended = try place.run(
            ingestion(1), environment: environment((Self.server ?? "").replacing(part, with: other)))

        #expect(ended.code == 69)
        let lines = ended.errors.split(separator: "\n")
        #expect(lines.count == 2 && lines[0].contains(message) && lines[1].hasPrefix("hint: "), "\(ended)")
        #expect(!ended.texts.contains("sesame") && !ended.texts.contains(":exitgate@"))
    }

    @Test(arguments: [
        "POSTGRESQL://tester:sesame@127.0.0.1/x", "host=127.0.0.1 password=sesame",
        "postgresql://tester:ses/ame@127.0.0.1/x",
    ])
    func `what is no address of a server becomes no file, and shows no password`(store: String) throws {
        let before = try FileManager.default.contentsOfDirectory(atPath: place.folder)
        let ended = try place.run(["status", "--store", store])

        #expect(ended.code == 69 && ended.errors.contains("hint: "), "\(ended)")
        #expect(!ended.texts.contains("sesame") && !ended.texts.contains("ame@"), "\(ended)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.folder) == before)
    }

    @Test func `a database that does not keep texts as UTF-8 is refused`() throws {
        let psql = try #require(Product.program("psql"))
        let name = "latin_\(UUID().uuidString.prefix(8).lowercased())"
        func sql(_ text: String) throws {
            let ended = try place.startProgram([psql, "-q", "-c", text, Self.server ?? ""]).wait()
            #expect(ended.code == 0, "\(ended)")
        }
        try sql("CREATE DATABASE \(name) ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
        defer { try? sql("DROP DATABASE \(name)") }

        let ended = try place.run(
            ingestion(1), environment: environment((Self.server ?? "").replacing("/postgres", with: "/\(name)")))

        #expect(ended.code == 69 && ended.errors.contains("does not keep texts as UTF8"), "\(ended)")
    }

    @Test(arguments: [("ÄPFEL", 1), ("ärger MIT", 0), ("Ärger MIT", 1), ("100%", 0)])
    func `a text is found as it is in a file`(text: String, count: Int) throws {
        let file = try place.write(
            "umlaut.xml",
            "<testsuite><testcase name='a'><failure message='Ärger mit ÄPFELN'>x</failure></testcase></testsuite>")
        for store in [Self.server ?? "", "here.sqlite"] {
            #expect(try place.run(["ingest", file, "--phase", "beta"], environment: environment(store)).code == 0)
            let list = try place.run(
                ["incident", "list", "--text", text, "--format", "json"], environment: environment(store))
            #expect(try list.json["incidents"].items.count == count, "\(list)")
        }
    }

    @Test func `a server that is down, and a store that nobody made, are told`() throws {
        let down = try place.run(ingestion(1), environment: environment("postgresql://tester:sesame@127.0.0.1:1/x"))
        let missing = try place.run(["status"], environment: environment())

        #expect(down.code == 69 && down.errors.contains("no server answers"), "\(down)")
        #expect(missing.code == 69 && missing.errors.contains("there is no store at"), "\(missing)")
        #expect(!down.texts.contains("sesame"))
    }

    @Test func `a role that only ingests makes no tables, and one that reads writes nothing`() throws {
        let roles = (0..<3).map { "role_\(UUID().uuidString.prefix(8).lowercased())_\($0)" }
        let grants = try place.run(
            ["store", "grants", "--project", project, "--owner", roles[0], "--writer", roles[1], "--reader", roles[2]])
        #expect(grants.code == 0, "\(grants)")
        let words = roles.map { "ALTER ROLE \"\($0)\" PASSWORD 'sesame';" }.joined()
        let file = try place.write("grants.sql", "\(grants.output)\n\(words)")
        let psql = try #require(Product.program("psql"))
        func run(_ role: String, _ arguments: [String]) throws -> Ended {
            let server = (Self.server ?? "").replacing("tester:exitgate@", with: "\(role):sesame@")
            return try place.run(arguments, environment: environment(server))
        }
        func grant() throws {
            let ended = try place.startProgram([psql, "-v", "ON_ERROR_STOP=1", "-q", "-f", file, Self.server ?? ""])
                .wait()
            #expect(ended.code == 0, "\(ended)")
        }
        try grant()

        let early = try run(roles[1], ingestion(1))
        #expect(early.code == 69 && early.errors.contains("no right"), "\(early)")
        #expect(try run(roles[0], ["store", "migrate"]).code == 0)
        #expect(try run(roles[1], ingestion(1)).code == 0)
        #expect(try run(roles[2], ["status"]).code == 0)
        let read = try run(roles[2], ingestion(2))
        #expect(read.code == 69 && read.errors.contains("no right"), "\(read)")
        #expect(try runs(environment()).map(\.key) == ["run-1"])
    }

    @Test func `a store moves to the server and back, and both ends have one digest`() throws {
        for number in 1...3 { #expect(try place.run(ingestion(number) + ["--store", "here.sqlite"]).code == 0) }

        let there = try place.run("store", "copy", "here.sqlite", Self.server ?? "", "--project", project)
        let back = try place.run("store", "copy", Self.server ?? "", "back.sqlite", "--project", project)
        let again = try place.run("store", "copy", "here.sqlite", Self.server ?? "", "--project", project)

        #expect(there.code == 0 && back.code == 0, "\(there) \(back)")
        #expect(there.output.split(separator: "\n").last == back.output.split(separator: "\n").last)
        #expect(again.code == 65 && again.errors.contains("holds something already"), "\(again)")
        let digests =
            try ["here.sqlite", "back.sqlite"].map {
                try place.run("store", "export", "--digest", "--store", $0).output
            } + [place.run(["store", "export", "--digest"], environment: environment()).output]
        #expect(Set(digests).count == 1)
        #expect(!there.texts.contains("exitgate@"))
    }
}

/// The server that the test command starts.
enum TestServer {
    /// nil where there is none.
    static let address = ProcessInfo.processInfo.environment["EXITGATE_TEST_SERVER"].flatMap {
        $0.isEmpty || $0 == "none" ? nil : $0
    }
}
