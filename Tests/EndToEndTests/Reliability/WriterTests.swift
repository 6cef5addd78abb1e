// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Many processes at once on one store: all uploads arrive, and nobody is told of a lock.
///
/// `EXITGATE_WRITERS` and `EXITGATE_UPLOADS` size it.
struct WriterTests {
    private static let writers = Product.number("EXITGATE_WRITERS", default: 16)
    private static let uploads = Product.number("EXITGATE_UPLOADS", default: 5)

    private let place: Workplace

    init() throws {
        place = try Workplace()
    }

    @Test func `uploads of many processes into a new store all arrive in silence`() throws {
        let queues = try (0..<Self.writers).map { writer in
            try (0..<Self.uploads).map { upload in
                let number = writer * 1_000 + upload
                let file = try place.write(
                    "\(number).xml", Report.xml(tests: 120, failing: 40, salt: number, first: writer % 4 * 60))
                return ["ingest", file, "--phase", "beta", "--run-key", "run-\(number)", "--store", "many/s.sqlite"]
            }
        }

        let ended = try place.race(queues)

        #expect(ended.count == Self.writers * Self.uploads)
        for ended in ended where ended.code != 0 || !ended.errors.isEmpty { Testing.Issue.record("\(ended)") }
        let runs = try place.run("run", "list", "--limit", "100000", "--format", "json", "--store", "many/s.sqlite")
            .json["runs"].items
        #expect(Set(runs.map { $0["key"].text }).count == Self.writers * Self.uploads)
        #expect(runs.count == Self.writers * Self.uploads)
        #expect(runs.allSatisfy { $0["results"]["tests"].count == 120 })
        #expect(try place.run("store", "verify", "--store", "many/s.sqlite").code == 0)
    }

    @Test func `one upload sent by many processes is stored once`() throws {
        try place.write("a.xml", Report.xml(tests: 50))
        let command = [
            "ingest", "a.xml", "--phase", "beta", "--run-key", "same", "--started", "2026-10-05T04:10:00Z", "--format",
            "json",
        ]

        let ended = try place.race(Array(repeating: [command], count: 8))

        #expect(ended.allSatisfy { $0.code == 0 && $0.errors.isEmpty }, "\(ended.first { $0.code != 0 } ?? ended[0])")
        #expect(try ended.filter { try !$0.json["already_ingested"].isTrue }.count == 1)
        #expect(try place.run("run", "list", "--format", "json").json["runs"].items.count == 1)
    }

    @Test(arguments: [1, 2]) func `shards that arrive at once and in any order give the same store`(seed: Int) throws {
        let commands = try (1...8).map { shard in
            let file = try place.write(
                "shard\(shard).xml", Report.xml(tests: 60, failing: 20, salt: 3, first: (shard - 1) * 60))
            return [
                "ingest", file, "--phase", "beta", "--run-key", "night", "--shard", "\(shard)/8", "--started",
                "2026-10-05T04:10:00Z",
            ]
        }
        for command in commands { #expect(try place.run(command + ["--store", "calm.sqlite"]).code == 0) }

        var random = SeededGenerator(seed: seed)
        let ended = try place.race(commands.shuffled(using: &random).map { [$0 + ["--store", "wild.sqlite"]] })

        #expect(ended.allSatisfy { $0.code == 0 && $0.errors.isEmpty }, "\(ended.first { $0.code != 0 } ?? ended[0])")
        let run = try place.run("run", "show", "1", "--format", "json", "--store", "wild.sqlite").json["run"]
        #expect(run["results"]["tests"].count == 480)
        #expect(run["missing_shards"].items.isEmpty)
        let digests = try ["calm.sqlite", "wild.sqlite"].map {
            try place.run("store", "export", "--digest", "--store", $0).output
        }
        #expect(digests[0] == digests[1])
    }

    @Test func `readers see whole runs only, and no error, while others write`() throws {
        let writer = try (0..<8).map { number in
            let file = try place.write("w\(number).xml", Report.xml(tests: 400, salt: number))
            return ["ingest", file, "--phase", "beta", "--run-key", "run-\(number)"]
        }
        #expect(try place.run(writer[0]).code == 0)

        let readers = Array(repeating: ["run", "list", "--format", "json"], count: 12)
        let ended = try place.race([Array(writer.dropFirst()), readers, readers])

        for ended in ended { #expect(ended.code == 0 && ended.errors.isEmpty, "\(ended)") }
        for list in ended where list.arguments[1] == "run" {
            #expect(try list.json["runs"].items.allSatisfy { $0["results"]["tests"].count == 400 })
        }
    }

    @Test func `a backup taken while others write is sound`() throws {
        let writer = try (0..<6).map { number in
            let file = try place.write("w\(number).xml", Report.xml(tests: 400, salt: number))
            return ["ingest", file, "--phase", "beta", "--run-key", "run-\(number)"]
        }
        #expect(try place.run(writer[0]).code == 0)

        let ended = try place.race([
            Array(writer.dropFirst()), (0..<4).map { ["store", "backup", "copy\($0).sqlite"] },
        ])

        for ended in ended { #expect(ended.code == 0 && ended.errors.isEmpty, "\(ended)") }
        for number in 0..<4 { #expect(try place.run("store", "verify", "--store", "copy\(number).sqlite").code == 0) }
    }
}
