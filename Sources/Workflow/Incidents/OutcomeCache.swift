// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Remembers the blocks of runs that were read, because many incidents ask for the same ones.
struct OutcomeCache {
    /// Blocks that are kept, about 100 KB each.
    private static let capacity = 512

    private struct Place: Hashable {
        let run: Int64
        let block: Int64
    }

    private let results: ResultQueries
    private let suites: SuiteCases
    private var blocks: [Place: [Int64: ResultQueries.Verdict]] = [:]

    init(_ connection: any StoreConnection, _ suites: SuiteCases) {
        results = ResultQueries(connection)
        self.suites = suites
    }

    /// How `wanted` ended in a run; a test that did not run is absent.
    ///
    /// A suite that failed as a whole passes with a case that passes, unless it failed in that attempt or a later one.
    mutating func outcomes(of run: Int64, tests wanted: Set<Int64>) throws -> [Int64: ResultQueries.Verdict] {
        var found: [Int64: ResultQueries.Verdict] = [:]
        for test in wanted {
            let own = try verdict(test, run)
            found[test] = own
            if own?.outcome == .passed { continue }
            for member in try suites.cases(of: test) {
                guard let verdict = try verdict(member, run), verdict.outcome == .passed else { continue }
                if verdict.attempt > found[test]?.attempt ?? 0 { found[test] = verdict }
            }
        }
        return found
    }

    private mutating func verdict(_ test: Int64, _ run: Int64) throws -> ResultQueries.Verdict? {
        let place = Place(run: run, block: test >> ResultRecords.blockBits)
        if let known = blocks[place] { return known[test] }
        if blocks.count == Self.capacity { blocks.removeAll(keepingCapacity: true) }
        let read = try results.verdicts(run: run, block: place.block)
        blocks[place] = read
        return read[test]
    }
}
