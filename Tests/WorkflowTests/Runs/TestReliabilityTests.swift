// Exitgate
// SPDX-License-Identifier: Apache-2.0

import StorageSQLite
import TestPhase
import Testing
import Workflow

/// What `test show` says about one test.
struct TestReliabilityTests {
    /// One run a letter, one a day: `F` fails, `K` fails first and passes then, `S` is skipped, `.` passes.
    private func reliability(_ letters: String, commit: (Int) -> String = { "c0ffee\($0)" }) throws -> [TestReliability]
    {
        let laboratory = try Laboratory()
        for (day, letter) in zip(1..., letters) {
            let test: CaseText =
                switch letter {
                case "F": .failed("adds")
                case "K": .flaky("adds")
                case "S": .skipped("adds")
                default: .passed("adds")
                }
            try laboratory.ingest(report(test), day: Double(day)) { $0.commit = commit(day) }
        }
        return try ReadEvidence(laboratory.store).test(id: 1).reliability
    }

    @Test(arguments: [
        ("....................", "stable"), ("..F.F..K..F....F..", "flaky"), ("..........FFFF", "broken"),
        ("FFF.............", "fixed"), ("..F.", "too few runs"), ("SSSSSS.", "too few runs"),
    ])
    func `one word says what to think of it`(letters: String, word: String) throws {
        #expect(try reliability(letters).map(\.word) == [word])
    }

    @Test func `counts are of runs that tried it`() throws {
        let found = try #require(try reliability("..FSK.F..", commit: { $0 < 4 ? "aaa" : "b\($0)" }).first)

        #expect((found.runs, found.failed, found.flakyPasses, found.flips) == (8, 2, 1, 4))
        #expect((found.repeatedCommits, found.mixedCommits) == (1, 1))
        #expect(found.rate.contains(0.25) && found.rate.lowerBound > 0.03 && found.rate.upperBound < 0.65)
        #expect(found.outcomes.count == 8)
    }

    @Test func `the run from which on it failed is named, with its surroundings`() throws {
        let found = try #require(try reliability(String(repeating: ".", count: 30) + "FF.FFFF.FF").first)

        let change = try #require(found.changes.first)
        #expect(found.changes.count == 1)
        #expect(change.run.startedAt == Laboratory.moment(day: 31))
        #expect((change.before.failed, change.before.runs) == (0, 30))
        #expect((change.after.failed, change.after.runs) == (8, 10))
        #expect((Laboratory.moment(day: 25)...Laboratory.moment(day: 31)).contains(change.earliest.startedAt))
        #expect((Laboratory.moment(day: 31)...Laboratory.moment(day: 35)).contains(change.latest.startedAt))
    }

    @Test func `each place is judged alone, and all together first`() throws {
        let laboratory = try Laboratory()
        for day in 1...12 {
            for os in ["linux", "mac"] {
                let test: CaseText = os == "mac" && day > 6 ? .failed("adds") : .passed("adds")
                try laboratory.ingest(report(test), day: Double(day) + (os == "mac" ? 0.5 : 0), run: "\(os) \(day)") {
                    $0.configuration = ConfigurationClass(["os": os])
                }
            }
        }

        let found = try ReadEvidence(laboratory.store).test(id: 1).reliability

        #expect(found.map { $0.configuration?.text ?? "all" } == ["all", "os=mac", "os=linux"])
        #expect(found.map(\.runs) == [24, 12, 12])
        #expect(found.dropFirst().map(\.word) == ["broken", "stable"])
    }

    @Test func `a pass in a later attempt of a run is a flaky one`() throws {
        let laboratory = try Laboratory()
        for attempt in 1...2 {
            try laboratory.ingest(report(attempt == 1 ? .failed("adds") : .passed("adds")), day: 1) {
                $0.attempt = attempt
            }
        }

        let found = try #require(try ReadEvidence(laboratory.store).test(id: 1).reliability.first)

        #expect((found.runs, found.failed, found.flakyPasses) == (1, 0, 1))
    }
}
