// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Remembers the blocks of runs that were read, because many incidents ask for the same ones.
struct OutcomeCache {
    private let results: ResultQueries
    private let tests: TestQueries
    private var blocks: [Int64: [Int64: [Int64: ResultQueries.Verdict]]] = [:]
    /// The cases of a suite, by the test that stands for the suite; nil for any other test.
    private var members: [Int64: [Int64]?] = [:]

    init(_ connection: any StoreConnection) {
        results = ResultQueries(connection)
        tests = TestQueries(connection)
    }

    /// How `wanted` ended in a run; a test that did not run is absent.
    ///
    /// A suite that failed as a whole passes with its first case that passes.
    mutating func outcomes(of run: Int64, tests wanted: Set<Int64>) throws -> [Int64: ResultQueries.Verdict] {
        var found: [Int64: ResultQueries.Verdict] = [:]
        for test in wanted {
            if let verdict = try verdict(test, run) {
                found[test] = verdict
            } else if let cases = try cases(of: test) {
                for member in cases {
                    guard let verdict = try verdict(member, run), verdict.outcome == .passed else { continue }
                    found[test] = verdict
                    break
                }
            }
        }
        return found
    }

    private mutating func verdict(_ test: Int64, _ run: Int64) throws -> ResultQueries.Verdict? {
        let block = test >> ResultRecords.blockBits
        if blocks[run]?[block] == nil { blocks[run, default: [:]][block] = try results.verdicts(run: run, block: block) }
        return blocks[run]?[block]?[test]
    }

    private mutating func cases(of test: Int64) throws -> [Int64]? {
        if let known = members[test] { return known }
        let found = try tests.cases(ofSuiteTest: test)
        members[test] = .some(found)
        return found
    }
}
