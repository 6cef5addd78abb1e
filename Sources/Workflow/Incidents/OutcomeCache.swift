// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Remembers the blocks of runs that were read, because many incidents ask for the same ones.
struct OutcomeCache {
    /// Blocks that are kept, about 4 KB each.
    private static let capacity = 8_192

    private struct Place: Hashable {
        let run: Int64
        let block: Int64
    }

    private let results: ResultQueries
    private let suites: SuiteCases
    private var blocks: [Place: [ResultQueries.Block]] = [:]
    /// Tests of sets; most runs share one.
    private var sets: [Int64: [Int64]] = [:]

    init(_ connection: any StoreConnection, _ suites: SuiteCases) {
        results = ResultQueries(connection)
        self.suites = suites
    }

    /// How `wanted` ended in a run; a test that did not run is absent.
    ///
    /// A suite that failed as a whole passes with a case that passes, unless it failed in that attempt or a later one; if it
    /// failed in an earlier one, that is a pass after a failed attempt.
    mutating func outcomes(of run: Int64, tests wanted: Set<Int64>) throws -> [Int64: ResultQueries.Verdict] {
        var found: [Int64: ResultQueries.Verdict] = [:]
        for test in wanted {
            let own = try verdict(test, run)
            found[test] = own
            if own?.outcome == .passed { continue }
            var latest: Int64?
            for member in try suites.cases(of: test) {
                guard let verdict = try verdict(member, run),
                    verdict.outcome == .passed || own != nil && verdict.outcome == .flaky
                else { continue }
                latest = max(latest ?? 0, verdict.attempt)
            }
            guard let latest, latest > own?.attempt ?? 0 else { continue }
            found[test]?.take(.passed, attempt: latest)
            if own == nil { found[test] = ResultQueries.Verdict(attempt: latest, outcome: .passed) }
        }
        return found
    }

    private mutating func verdict(_ test: Int64, _ run: Int64) throws -> ResultQueries.Verdict? {
        var found: ResultQueries.Verdict?
        for block in try blocks(of: run, test >> ResultRecords.blockBits) {
            let tests = try tests(ofSet: block.testSet)
            var place = Self.first(test, in: tests)
            // Equal tests stand side by side, and blocks come by their attempts.
            while place < tests.count, tests[place] == test, place < block.letters.count {
                let letter = block.letters[place]
                place += 1
                guard let outcome = Outcome(letter: letter) else { continue }
                if found == nil {
                    found = ResultQueries.Verdict(
                        attempt: block.attempt, outcome: outcome, isSuiteLevel: letter & 0x20 != 0)
                } else {
                    found?.take(outcome, attempt: block.attempt)
                }
            }
        }
        return found
    }

    private static func first(_ test: Int64, in tests: [Int64]) -> Int {
        var (low, high) = (0, tests.count)
        while low < high {
            let middle = (low + high) / 2
            if tests[middle] < test { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func blocks(of run: Int64, _ block: Int64) throws -> [ResultQueries.Block] {
        let place = Place(run: run, block: block)
        if let known = blocks[place] { return known }
        if blocks.count == Self.capacity { blocks.removeAll(keepingCapacity: true) }
        let read = try results.blocks(run: run, block: block)
        blocks[place] = read
        return read
    }

    private mutating func tests(ofSet set: Int64) throws -> [Int64] {
        if let known = sets[set] { return known }
        let read = try results.tests(ofSet: set)
        sets[set] = read
        return read
    }
}
