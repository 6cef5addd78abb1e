// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `kill -9` at any moment of an ingestion leaves the upload wholly there or wholly absent.
///
/// `EXITGATE_KILLS` and `EXITGATE_SEED` size and vary it: 40 kills in a test run, 300 and more by hand.
struct KillTests {
    private static let results = 500
    private static let kills = Product.number("EXITGATE_KILLS", default: 40)
    private static let seed = Product.number("EXITGATE_SEED", default: 1)

    private let place: Workplace
    private var random = SeededGenerator(seed: seed)

    init() throws {
        place = try Workplace()
    }

    private func ingestion(_ number: Int, _ store: String) throws -> [String] {
        let file = try place.write("run\(number).xml", Report.xml(tests: Self.results, salt: number))
        let started = "2026-10-\(10 + number / 1_440 % 20)T\(digits(number / 60 % 24)):\(digits(number % 60)):00Z"
        return [
            "ingest", file, "--phase", "beta", "--run-key", "run-\(number)", "--started", started, "--store", store,
        ]
    }

    private func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Keys of the runs of a store with their numbers of results.
    private func runs(_ store: String) throws -> [String: Int] {
        let list = try place.run("run", "list", "--limit", "1000000", "--format", "json", "--store", store)
        #expect(list.code == 0, "\(list)")
        return try Dictionary(
            list.json["runs"].items.map { ($0["key"].text ?? "", $0["results"]["tests"].count ?? 0) },
            uniquingKeysWith: { first, second in
                Testing.Issue.record("a run is stored twice")
                return max(first, second)
            })
    }

    /// How long an ingestion takes here at its fastest, in seconds.
    private func duration(_ store: String) throws -> Double {
        var fastest = Duration.seconds(60)
        for number in 0..<3 {
            let start = ContinuousClock.now
            let ended = try place.run(ingestion(number, store))
            fastest = min(fastest, ContinuousClock.now - start)
            #expect(ended.code == 0, "\(ended)")
        }
        return fastest / .seconds(1)
    }

    @Test mutating func `a killed ingestion of a store in use is there or not, and can be repeated`() throws {
        let store = "used.sqlite"
        let duration = try duration(store)
        var acknowledged: Set = ["run-0", "run-1", "run-2"]
        var killed = 0

        for number in 3..<3 + Self.kills {
            let arguments = try ingestion(number, store)
            let ended = try place.start(arguments).kill(after: .random(in: 0...1.2 * duration, using: &random))
            if ended.cause == .signal(9) { killed += 1 } else { #expect(ended.code == 0, "\(ended)") }
            if ended.code == 0 { acknowledged.insert("run-\(number)") }

            let found = try runs(store)
            #expect(found.values.allSatisfy { $0 == Self.results }, "a run is there in part")
            #expect(acknowledged.subtracting(found.keys).isEmpty, "an acknowledged run is lost")
            #expect(found.keys.allSatisfy { acknowledged.contains($0) || $0 == "run-\(number)" }, "a foreign run")
            let verify = try place.run("store", "verify", "--store", store)
            #expect(verify.code == 0, "after kill \(number): \(verify)")

            let again = try place.run(arguments)
            #expect(again.code == 0, "\(again)")
            #expect(again.errors.isEmpty, "\(again)")
            #expect(again.output.contains("already ingested") == (found["run-\(number)"] != nil), "\(again)")
            acknowledged.insert("run-\(number)")
        }

        #expect(try Set(runs(store).keys) == acknowledged)
        #expect(try place.run("store", "verify", "--store", store).code == 0)
        if Self.kills > 40 { print("\(killed) of \(Self.kills) ingestions were killed, at up to \(1.2 * duration) s") }
        #expect(Self.kills < 20 || killed > 0, "all of them were faster than the test")
    }

    @Test mutating func `a killed first ingestion leaves a store that every command can use`() throws {
        let duration = try duration("measure.sqlite")
        var (killed, early, refused) = (0, 0, 0)

        for number in 0..<max(1, Self.kills / 3) {
            let store = "fresh/\(number).sqlite"
            let arguments = try ingestion(number, store)
            let ended = try place.start(arguments).kill(after: .random(in: 0...1.2 * duration, using: &random))

            if place.exists(store) {
                let verify = try place.run("store", "verify", "--store", store)
                // Before the schema is there, there is no store yet; that is no damage.
                let isTooEarly =
                    verify.code == 69 && (verify.errors.contains("schema 0") || verify.errors.contains("no store"))
                #expect(verify.code == 0 || isTooEarly, "kill \(number): \(verify)")
                if ended.code == nil { killed += 1 }
                if isTooEarly { early += 1 } else if verify.code != 0 { refused += 1 }
                if ended.code == 0 { #expect(verify.code == 0, "acknowledged: \(verify)") }
            }

            let again = try place.run(arguments)
            #expect(again.code == 0, "\(again)")
            #expect(try runs(store) == ["run-\(number)": Self.results])
            #expect(try place.run("store", "verify", "--store", store).code == 0)
        }
        if Self.kills > 40 {
            print("\(killed) killed with a file: \(early) before the schema, \(refused) refused to readers")
        }
    }

    @Test(.enabled(if: Product.program("python3") != nil, "needs python3"))
    func `a store whose first writer was killed while writing can be read at once`() throws {
        #expect(try place.run(ingestion(0, "s.sqlite")).code == 0)
        let before = try place.run("store", "export", "--digest", "--store", "s.sqlite").output
        let python = try #require(Product.program("python3"))
        let writer = """
            import os, sqlite3
            c = sqlite3.connect("s.sqlite", isolation_level=None)
            c.execute("PRAGMA journal_mode = DELETE"); c.execute("PRAGMA cache_size = 1"); c.execute("BEGIN IMMEDIATE")
            c.execute("DELETE FROM event"); c.execute("UPDATE text SET body = body || hex(randomblob(9000))")
            c.execute("UPDATE run SET branch = 'torn'"); os.kill(os.getpid(), 9)
            """
        #expect(try place.startProgram([python, "-c", writer]).wait().cause == .signal(9))
        try #require(place.exists("s.sqlite-journal"))

        let status = try place.run("status", "--store", "s.sqlite")
        let verify = try place.run("store", "verify", "--store", "s.sqlite")

        #expect(status.code == 0, "\(status)")
        #expect(verify.code == 0, "\(verify)")
        #expect(try place.run("store", "export", "--digest", "--store", "s.sqlite").output == before)
    }

    @Test mutating func `killed and repeated uploads end in the same store as calm ones`() throws {
        let duration = try duration("wild.sqlite")
        for number in 3..<9 {
            let arguments = try ingestion(number, "wild.sqlite")
            _ = try place.start(arguments).kill(after: .random(in: 0...duration, using: &random))
            #expect(try place.run(arguments).code == 0)
        }

        for number in 0..<9 { #expect(try place.run(ingestion(number, "calm.sqlite")).code == 0) }

        let digests = try ["wild.sqlite", "calm.sqlite"].map {
            try place.run("store", "export", "--digest", "--store", $0).output
        }
        #expect(digests[0] == digests[1])
    }

    @Test mutating func `a killed backup leaves a whole copy or none, and can be repeated`() throws {
        for number in 0..<4 { #expect(try place.run(ingestion(number, "s.sqlite")).code == 0) }
        let start = ContinuousClock.now
        #expect(try place.run("store", "backup", "measure.sqlite", "--store", "s.sqlite").code == 0)
        let duration = (ContinuousClock.now - start) / .seconds(1)

        for number in 0..<max(1, Self.kills / 5) {
            let copy = "copy\(number).sqlite"
            let backup = ["store", "backup", copy, "--store", "s.sqlite"]
            _ = try place.start(backup).kill(after: .random(in: 0.3 * duration...1.1 * duration, using: &random))
            if place.exists(copy) {
                let verify = try place.run("store", "verify", "--store", copy)
                #expect(verify.code == 0, "half a copy: \(verify)")
            } else {
                let again = try place.run(backup)
                #expect(again.code == 0, "\(again)")
            }
        }
    }
}
