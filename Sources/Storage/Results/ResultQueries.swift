// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Crypto
package import TestPhase

/// Reads results.
package struct ResultQueries {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// How a test ended in a run.
    package struct Verdict: Sendable, Equatable {
        /// The latest one that holds the test.
        package private(set) var attempt: Int64
        /// Of all attempts: the worst of equal tests within each, and then as one followed the other.
        package var outcome: Outcome { earlier?.followed(by: worst) ?? worst }
        /// Whether the test stands for a suite.
        package let isSuiteLevel: Bool
        /// What the attempts before came to.
        private var earlier: Outcome?
        /// Of equal tests in the latest one.
        private var worst: Outcome

        package init(attempt: Int64, outcome: Outcome, isSuiteLevel: Bool = false) {
            self.attempt = attempt
            worst = outcome
            self.isSuiteLevel = isSuiteLevel
        }

        /// Takes a further result of the test.
        ///
        /// - Parameter attempt: That of the results before, or a later one.
        package mutating func take(_ outcome: Outcome, attempt: Int64) {
            if attempt == self.attempt {
                if outcome.weight > worst.weight { worst = outcome }
            } else {
                (earlier, worst, self.attempt) = (self.outcome, outcome, attempt)
            }
        }
    }

    /// The verdicts of a run: attempts folded as ``Outcome/followed(by:)`` says, each with the worst of equal tests within it.
    package func outcomes(run: Int64) throws -> [Int64: Verdict] {
        try verdicts(
            """
            SELECT u.attempt, s.tests, b.outcomes
            FROM upload u
            JOIN result_block b ON b.upload_id = u.id
            JOIN test_set s ON s.id = b.test_set_id
            WHERE u.run_id = \(run)
            ORDER BY u.attempt, u.id, b.block
            """)
    }

    /// How many tests a run has, in memory for one block of them.
    package func testCount(run: Int64) throws -> Int {
        var count = 0
        // Most runs have one upload, in which equal tests stand side by side.
        var block: (number: Int64, first: [Int64], all: Set<Int64>) = (-1, [], [])
        func close() {
            let first = block.first
            let own = first.isEmpty ? 0 : 1 + zip(first, first.dropFirst()).count { $0 != $1 }
            count += block.all.isEmpty ? own : block.all.count
        }
        try connection.each(
            """
            SELECT b.block, s.tests
            FROM upload u
            JOIN result_block b ON b.upload_id = u.id
            JOIN test_set s ON s.id = b.test_set_id
            WHERE u.run_id = \(run)
            ORDER BY b.block, u.id
            """
        ) { row in
            let tests = row.withBytes(1, JSONBytes.numbers)
            if block.number != row.integer(0) {
                close()
                block = (row.integer(0), tests, [])
            } else {
                block.all.formUnion(block.first)
                block.all.formUnion(tests)
            }
        }
        close()
        return count
    }

    /// The results of one upload in one block of 4,096 tests, still packed.
    package struct Block: Sendable {
        package let attempt: Int64
        /// Row of the set of its tests.
        package let testSet: Int64
        /// A letter a test, in the order of the set.
        package let letters: [UInt8]
    }

    /// The results of a run in one block, by attempt.
    package func blocks(run: Int64, block: Int64) throws -> [Block] {
        try connection.query(
            """
            SELECT u.attempt, b.test_set_id, b.outcomes
            FROM upload u
            JOIN result_block b ON b.block = \(block) AND b.upload_id = u.id
            WHERE u.run_id = \(run)
            ORDER BY u.attempt, u.id
            """
        ) { row in Block(attempt: row.integer(0), testSet: row.integer(1), letters: row.withBytes(2) { Array($0) }) }
    }

    /// Goes through the results of every run of a phase and class in one block, which nothing copies.
    ///
    /// - Parameter take: Called with the run, the set of tests, and a letter a test in the order of the set.
    package func eachLetters(
        phase: String, configuration: Int64, block: Int64,
        _ take: (_ run: Int64, _ testSet: Int64, _ letters: UnsafeBufferPointer<UInt8>) -> Void
    ) throws {
        try connection.each(
            """
            SELECT r.id, b.test_set_id, b.outcomes
            FROM run r
            JOIN upload u ON u.run_id = r.id
            JOIN result_block b ON b.block = \(block) AND b.upload_id = u.id
            WHERE r.phase = \(phase) AND r.class_id = \(configuration)
            ORDER BY r.started_at, r.key
            """
        ) { row in row.withBytes(2) { take(row.integer(0), row.integer(1), $0) } }
    }

    /// The tests of a set, ascending.
    package func tests(ofSet set: Int64) throws -> [Int64] {
        try connection.first("SELECT tests FROM test_set WHERE id = \(set)") { $0.withBytes(0, JSONBytes.numbers) }
            ?? []
    }

    /// The tests of every set that a block uses, ascending, by the row of the set.
    package func testSets(ofBlock block: Int64) throws -> [Int64: [Int64]] {
        Dictionary(
            uniqueKeysWithValues: try connection.query(
                """
                SELECT s.id, s.tests
                FROM test_set s
                WHERE s.id IN (SELECT b.test_set_id FROM result_block b WHERE b.block = \(block))
                ORDER BY s.id
                """
            ) { ($0.integer(0), $0.withBytes(1, JSONBytes.numbers)) })
    }

    private func verdicts(_ statement: SQLText) throws -> [Int64: Verdict] {
        var result: [Int64: Verdict] = [:]
        try connection.each(statement) { row in
            let attempt = row.integer(0)
            let tests = row.withBytes(1, JSONBytes.numbers)
            result.reserveCapacity(result.isEmpty ? tests.count : result.count)
            row.withBytes(2) { letters in
                for (index, test) in tests.enumerated() {
                    guard let outcome = Outcome(letter: letters[index]) else { continue }
                    if result[test] == nil {
                        result[test] = Verdict(
                            attempt: attempt, outcome: outcome, isSuiteLevel: letters[index] & 0x20 != 0)
                    } else {
                        result[test]?.take(outcome, attempt: attempt)
                    }
                }
            }
        }
        return result
    }

    /// Every result of a test, in the order of runs, attempts and uploads.
    package func history(test: Int64) throws -> [HistoryEntry] {
        let block = test >> ResultRecords.blockBits
        return try connection.query(
            """
            SELECT r.id, r.started_at, r.phase, c.text, r.commit_id, u.attempt, s.tests, b.outcomes, b.durations
            FROM result_block b
            JOIN upload u ON u.id = b.upload_id
            JOIN run r ON r.id = u.run_id
            JOIN configuration_class c ON c.id = r.class_id
            JOIN test_set s ON s.id = b.test_set_id
            WHERE b.block = \(block)
            ORDER BY r.started_at, r.key, u.attempt, u.id
            """
        ) { row -> [HistoryEntry] in
            let ids = row.withBytes(6, JSONBytes.numbers)
            let indices = ids.indices.filter { ids[$0] == test }
            guard !indices.isEmpty else { return [] }
            let outcomes = row.withBytes(7) { letters in indices.map { Outcome(letter: letters[$0]) ?? .unknown } }
            let durations = row.withBytes(8, ResultBlockText.durations)
            return zip(indices, outcomes).map { index, outcome in
                HistoryEntry(
                    run: row.integer(0), startedAt: row.integer(1), phase: row.text(2),
                    configuration: ConfigurationClass(stored: row.text(3)), commit: row.optionalText(4),
                    attempt: Int(row.integer(5)), outcome: outcome, microseconds: durations[index].microseconds)
            }
        }.flatMap(\.self)
    }

    /// SHA-256 over the stored results of an upload, to compare with what was noted when it was written.
    package func digest(upload: Int64) throws -> String {
        var hash = SHA256()
        try connection.each(
            """
            SELECT b.block, s.tests, b.outcomes, b.durations
            FROM result_block b
            JOIN test_set s ON s.id = b.test_set_id
            WHERE b.upload_id = \(upload)
            ORDER BY b.block
            """
        ) { row in
            let text = ResultBlockText(
                tests: row.withBytes(1) { Array($0) }, outcomes: row.withBytes(2) { Array($0) },
                durations: row.withBytes(3) { Array($0) })
            text.update(&hash, block: row.integer(0))
        }
        return Hexadecimal.text(hash.finalize())
    }

    /// Every result of an upload with its duration, ascending by test.
    package func results(upload: Int64) throws -> [StoredResult] {
        try connection.query(
            """
            SELECT s.tests, b.outcomes, b.durations
            FROM result_block b
            JOIN test_set s ON s.id = b.test_set_id
            WHERE b.upload_id = \(upload)
            ORDER BY b.block
            """
        ) { row in
            let durations = row.withBytes(2, ResultBlockText.durations)
            let ids = row.withBytes(0, JSONBytes.numbers)
            return row.withBytes(1) { letters in
                ids.indices.map {
                    StoredResult(
                        test: ids[$0], outcome: Outcome(letter: letters[$0]) ?? .unknown,
                        duration: durations[$0], isSuiteLevel: letters[$0] & 0x20 != 0)
                }
            }
        }.flatMap(\.self)
    }
}
