// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// In which runs of a phase and class tests were really executed: one that was skipped, or that the run did not hold, tells
/// nothing of its defects.
///
/// The results of a class are read once for each block of tests, into a bit for each test and run, so that thousands of issues
/// cost little more than one.
final class ExercisedRuns {
    private struct Place: Hashable {
        let phase: String
        let configuration: Int64
        let block: Int64
    }

    /// For each 64 runs of a timeline a row with a word for each test of a block, whose bits are those runs.
    private struct Matrix {
        var words: [UInt64]

        func word(_ word: Int, of test: Int64) -> UInt64 {
            words[word * ExercisedRuns.testsOfBlock + ExercisedRuns.place(test)]
        }
    }

    private static let testsOfBlock = 1 << ResultRecords.blockBits
    /// The place of a test in its block.
    private static func place(_ test: Int64) -> Int { Int(truncatingIfNeeded: test) & (testsOfBlock - 1) }

    /// All bits where a letter says that a test was executed, else none.
    private static let executions: [UInt64] = (0...UInt8.max).map { letter in
        Outcome(letter: letter).map { $0 == .passed || $0 == .flaky || $0.isFailure } == true ? .max : 0
    }

    private let results: ResultQueries
    private let suites: SuiteCases
    private var matrices: [Place: Matrix] = [:]
    /// What was asked for last, which is most often asked for next.
    private var latest: (place: Place, matrix: Matrix)?
    /// Tests of a set, all of one block.
    private struct TestSet {
        let places: [Int]
        /// Whether they lie side by side, as those of most sets do.
        let isRange: Bool

        init(_ tests: [Int64]) {
            places = tests.map(ExercisedRuns.place)
            isRange = zip(places, places.dropFirst()).allSatisfy { $1 == $0 + 1 }
        }
    }

    init(_ connection: any StoreConnection, _ suites: SuiteCases) {
        results = ResultQueries(connection)
        self.suites = suites
    }

    /// How many runs of a part of a timeline executed any of `tests`.
    ///
    /// - Parameters:
    ///   - timeline: Runs of one phase and class in the order in which they happened.
    ///   - mask: A bit for each of them that counts; nil for all.
    /// - Complexity: O(runs / 64 × tests), and the results of a block once.
    func count(
        of tests: Set<Int64>, among timeline: [RunFact], in range: Range<Int>, within mask: [UInt64]? = nil
    ) throws -> Int {
        let executed = try executed(tests, timeline, range)
        guard let mask else { return executed.reduce(0) { $0 + $1.nonzeroBitCount } }
        return zip(executed, mask[(range.lowerBound >> 6)...]).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
    }

    /// Positions of the latest runs of a timeline that executed any of `tests`, ascending.
    ///
    /// - Parameter mask: A bit for each run that counts; nil for all.
    func latest(
        _ count: Int, of tests: Set<Int64>, among timeline: [RunFact], within mask: [UInt64]? = nil
    ) throws -> [Int] {
        var executed = try executed(tests, timeline, timeline.indices)
        if let mask { for word in executed.indices { executed[word] &= mask[word] } }
        var positions: [Int] = []
        for (word, bits) in executed.enumerated().reversed() where positions.count < count {
            var bits = bits
            while bits != 0, positions.count < count {
                let bit = UInt64.bitWidth - 1 - bits.leadingZeroBitCount
                positions.append(word << 6 + bit)
                bits &= ~(1 << UInt64(bit))
            }
        }
        return positions.reversed()
    }

    /// A bit for each run of the words that hold a range, set where the run lies in it and executed any of `tests`.
    private func executed(
        _ tests: Set<Int64>, _ timeline: [RunFact], _ range: Range<Int>
    ) throws -> [UInt64] {
        guard let first = timeline.first, !range.isEmpty else { return [] }
        let words = range.lowerBound >> 6...(range.upperBound - 1) >> 6
        var executed = [UInt64](repeating: 0, count: words.count)
        for test in tests {
            try add(test, first, timeline, words, to: &executed)
            for member in try suites.cases(of: test) { try add(member, first, timeline, words, to: &executed) }
        }
        executed[0] &= UInt64.max << UInt64(range.lowerBound & 63)
        executed[executed.count - 1] &= UInt64.max >> UInt64(63 - (range.upperBound - 1) & 63)
        return executed
    }

    private func add(
        _ test: Int64, _ first: RunFact, _ timeline: [RunFact], _ words: ClosedRange<Int>, to executed: inout [UInt64]
    ) throws {
        let matrix = try matrix(
            Place(
                phase: first.phase, configuration: first.configuration, block: test >> ResultRecords.blockBits),
            timeline)
        for word in words { executed[word - words.lowerBound] |= matrix.word(word, of: test) }
    }

    private func matrix(_ place: Place, _ timeline: [RunFact]) throws -> Matrix {
        if let latest, latest.place == place { return latest.matrix }
        if let known = matrices[place] {
            latest = (place, known)
            return known
        }
        let matrix = try read(place, timeline)
        matrices[place] = matrix
        latest = (place, matrix)
        return matrix
    }

    private func read(_ place: Place, _ timeline: [RunFact]) throws -> Matrix {
        let rows = (timeline.count + 63) >> 6
        var matrix = Matrix(words: Array(repeating: 0, count: Self.testsOfBlock * rows))
        let runs = Dictionary(uniqueKeysWithValues: timeline.enumerated().map { ($1.id, $0) })
        let sets = try results.testSets(ofBlock: place.block).mapValues(TestSet.init)
        try Self.executions.withUnsafeBufferPointer { executions in
            try matrix.words.withUnsafeMutableBufferPointer { words in
                try results.eachLetters(
                    phase: place.phase, configuration: place.configuration, block: place.block
                ) { run, set, letters in
                    guard let position = runs[run], let set = sets[set] else { return }
                    let start = position >> 6 * Self.testsOfBlock
                    let row = UnsafeMutableBufferPointer(rebasing: words[start..<start + Self.testsOfBlock])
                    Self.add(letters, of: set, UInt64(1) << UInt64(position & 63), executions, to: row)
                }
            }
        }
        return matrix
    }

    /// Sets a bit for each test that a run executed; the hottest loop of a gate, without a branch where it can be.
    private static func add(
        _ letters: UnsafeBufferPointer<UInt8>, of set: TestSet, _ bit: UInt64,
        _ executions: UnsafeBufferPointer<UInt64>, to row: UnsafeMutableBufferPointer<UInt64>
    ) {
        let count = min(letters.count, set.places.count)
        guard count > 0 else { return }
        if set.isRange {
            let own = UnsafeMutableBufferPointer(rebasing: row[set.places[0]..<set.places[0] + count])
            for index in 0..<count { own[index] |= bit & executions[Int(letters[index])] }
        } else {
            for index in 0..<count { row[set.places[index]] |= bit & executions[Int(letters[index])] }
        }
    }
}
