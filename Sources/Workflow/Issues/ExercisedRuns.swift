// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// In which runs of a phase and class tests were really executed: one that was skipped, or that the run did not hold, tells
/// nothing of its defects.
///
/// The results of a class are read once for each block of tests, so that thousands of issues cost little more than one.
final class ExercisedRuns {
    private struct Place: Hashable {
        let phase: String
        let configuration: Int64
        let block: Int64
    }

    private let results: ResultQueries
    private let suites: SuiteCases
    /// For each run of a timeline, by its position.
    private var blocks: [Place: [[ResultQueries.Block]]] = [:]
    /// Tests of sets; most runs share one.
    private var sets: [Int64: [Int64]] = [:]

    init(_ connection: any StoreConnection, _ suites: SuiteCases) {
        results = ResultQueries(connection)
        self.suites = suites
    }

    /// How many runs of a timeline executed any of `tests`, among its first 0, 1, 2 and so on.
    ///
    /// - Parameter timeline: Runs of one phase and class in the order in which they happened.
    /// - Complexity: O(runs × tests), and the results of a block once.
    func counts(of tests: Set<Int64>, among timeline: [RunFact]) throws -> [Int] {
        guard let first = timeline.first else { return [0] }
        var isExecuted = [Bool](repeating: false, count: timeline.count)
        for test in try tests.union(tests.flatMap { try suites.cases(of: $0) }).sorted() {
            if isExecuted.allSatisfy(\.self) { break }
            try look(for: test, first, timeline, &isExecuted)
        }
        return isExecuted.reduce(into: [0]) { $0.append($0[$0.count - 1] + ($1 ? 1 : 0)) }
    }

    private func look(
        for test: Int64, _ first: RunFact, _ timeline: [RunFact], _ isExecuted: inout [Bool]
    ) throws {
        let block = test >> ResultRecords.blockBits
        let place = Place(phase: first.phase, configuration: first.configuration, block: block)
        if blocks[place] == nil {
            let read = try results.blocks(phase: first.phase, configuration: first.configuration, block: block)
            blocks[place] = timeline.map { read[$0.id] ?? [] }
        }
        var last: (set: Int64, places: Range<Int>)?
        for (index, parts) in (blocks[place] ?? []).enumerated() where !isExecuted[index] {
            for part in parts {
                let places: Range<Int>
                if let last, last.set == part.testSet {
                    places = last.places
                } else {
                    places = try Self.places(of: test, in: tests(ofSet: part.testSet))
                    last = (part.testSet, places)
                }
                for place in places where place < part.letters.count && Self.isExecution(part.letters[place]) {
                    isExecuted[index] = true
                }
            }
        }
    }

    private static func isExecution(_ letter: UInt8) -> Bool {
        switch Outcome(letter: letter) {
        case .passed, .flaky: true
        case let outcome?: outcome.isFailure
        case nil: false
        }
    }

    /// Equal tests stand side by side.
    private static func places(of test: Int64, in tests: [Int64]) -> Range<Int> {
        var (low, high) = (0, tests.count)
        while low < high {
            let middle = (low + high) / 2
            if tests[middle] < test { low = middle + 1 } else { high = middle }
        }
        var end = low
        while end < tests.count, tests[end] == test { end += 1 }
        return low..<end
    }

    private func tests(ofSet set: Int64) throws -> [Int64] {
        if let known = sets[set] { return known }
        let read = try results.tests(ofSet: set)
        sets[set] = read
        return read
    }
}
