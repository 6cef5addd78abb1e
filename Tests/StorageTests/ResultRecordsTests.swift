// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing

/// Results in packed blocks: what goes in comes out, by upload, by run, by test, and through the view.
struct ResultRecordsTests {
    private static let kinds = Fixture.Kind.allCases

    private static let outcomes = Outcome.allCases

    /// Results of tests on both sides of the borders of blocks.
    private static let results: [StoredResult] = [1, 2, 4095, 4096, 4097, 8191, 8192, 100_000].enumerated().map {
        index, test in
        StoredResult(
            test: test, outcome: outcomes[index % outcomes.count],
            duration: [PackedDuration(microseconds: 1_234_567), PackedDuration(microseconds: 7_200_000_000), .unknown][
                index % 3])
    }

    @Test(arguments: kinds)
    func `results come back by upload with the digest they were written with`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        let added = try driver.addRun("nightly")
        let upload = added.upload

        let digest = try driver.write { try ResultRecords($0).insert(Self.results, upload: upload) }

        #expect(try driver.read { try ResultQueries($0).results(upload: upload) } == Self.results)
        #expect(try driver.read { try ResultQueries($0).digest(upload: upload) } == digest)
        #expect(digest.count == 64)
        #expect(try driver.count("result_block") == 4)
        #expect(try driver.read { try ResultQueries($0).testCount(run: added.run) } == Self.results.count)
    }

    @Test(arguments: kinds)
    func `runs of the same tests share one list of them`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)

        for number in 1...3 {
            let upload = try driver.addRun("run \(number)").upload
            _ = try driver.write { try ResultRecords($0).insert(Self.results, upload: upload) }
        }

        #expect(try driver.count("result_block") == 12)
        #expect(try driver.count("test_set") == 4)
    }

    @Test(arguments: kinds)
    func `attempts follow each other, with the worst of equal tests in each`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        let run = try driver.addRun("nightly").run
        let attempts: [(attempt: Int, outcomes: [(Int64, Outcome)])] = [
            (3, [(2, .passed), (3, .skipped), (3, .passed)]),
            (2, [(1, .failed), (1, .passed), (2, .error), (4, .flaky), (4, .passed)]),
        ]

        for (attempt, outcomes) in attempts {
            try driver.write { connection in
                let upload = try RunRecords(connection).insert(.upload(run: run, attempt: attempt))
                let results = outcomes.map { StoredResult(test: $0.0, outcome: $0.1, duration: .unknown) }
                _ = try ResultRecords(connection).insert(results, upload: upload)
            }
        }

        let verdicts = try driver.read { try ResultQueries($0).outcomes(run: run) }
        #expect(verdicts.mapValues(\.outcome) == [1: .failed, 2: .flaky, 3: .passed, 4: .flaky])
        #expect(verdicts.mapValues(\.attempt) == [1: 2, 2: 3, 3: 3, 4: 2])
        #expect(try driver.read { try ResultQueries($0).testCount(run: run) } == 4)
        let blocks = try driver.read { try ResultQueries($0).blocks(run: run, block: 0) }
        #expect(blocks.map(\.attempt) == blocks.map(\.attempt).sorted())
        for block in blocks {
            let tests = try driver.read { try ResultQueries($0).tests(ofSet: block.testSet) }
            #expect(tests == tests.sorted())
            #expect(tests.count == block.letters.count)
        }
        #expect(try driver.read { try ResultQueries($0).blocks(run: run, block: 1) }.isEmpty)
    }

    @Test(arguments: kinds)
    func `the history of a test is in the order in which runs happened`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        let moments: [Int64] = [3000, 1000, 2000]

        for (index, moment) in moments.enumerated() {
            let upload = try driver.addRun("run \(index)", startedAt: moment).upload
            let results = [
                StoredResult(test: 4096, outcome: Self.outcomes[index], duration: PackedDuration(microseconds: moment)),
                StoredResult(test: 4097, outcome: .skipped, duration: .unknown),
            ]
            _ = try driver.write { try ResultRecords($0).insert(results, upload: upload) }
        }

        let history = try driver.read { try ResultQueries($0).history(test: 4096) }
        #expect(history.map(\.startedAt) == [1000, 2000, 3000])
        #expect(history.map(\.microseconds) == [1000, 2000, 3000])
        #expect(history.map(\.outcome) == [Self.outcomes[1], Self.outcomes[2], Self.outcomes[0]])
        #expect(history.allSatisfy { $0.configuration == ConfigurationClass(["os": "linux"]) && $0.commit == "cafe" })
        #expect(try driver.read { try ResultQueries($0).history(test: 4098) } == [])
    }

    @Test(arguments: kinds)
    func `outcomes of a run are counted from the latest attempt of each part`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        let (run, upload) = try driver.addRun("nightly")

        try driver.write { connection in
            _ = try ResultRecords(connection).insert(Self.results, upload: upload)
            let second = try RunRecords(connection).insert(.upload(run: run, attempt: 2))
            _ = try ResultRecords(connection).insert([Self.results[0]], upload: second)
            let shard = try RunRecords(connection).insert(.upload(run: run, shard: 2))
            _ = try ResultRecords(connection).insert([Self.results[1]], upload: shard)
        }

        #expect(
            try driver.read { try RunQueries($0).outcomes(run: run) }
                == [Self.results[0].outcome: 1, Self.results[1].outcome: 1])
    }

    @Test func `the view of results answers as the queries do`() throws {
        let driver = try Fixture(.memory)
        let (run, upload) = try driver.addRun("nightly")
        _ = try driver.write { try ResultRecords($0).insert(Self.results, upload: upload) }

        let rows = try driver.read { connection in
            try connection.query(
                """
                SELECT run_id, upload_id, attempt, test_id, outcome, CAST(round(milliseconds * 1000) AS INTEGER)
                FROM result
                ORDER BY test_id
                """
            ) { row in
                (
                    row.integer(0), row.integer(1), row.integer(2),
                    StoredResult(
                        test: row.integer(3), outcome: row.withBytes(4) { Outcome(letter: $0[0]) } ?? .unknown,
                        duration: PackedDuration(microseconds: row.optionalInteger(5) ?? -1))
                )
            }
        }

        #expect(rows.map(\.3) == Self.results)
        #expect(rows.allSatisfy { $0.0 == run && $0.1 == upload && $0.2 == 1 })
    }
}
