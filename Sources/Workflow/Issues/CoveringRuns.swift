// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Which runs of a phase and class can have a defect: those that failed with it, and later ones that cover a failure, so that a
/// pass of them would say something of it.
///
/// Where all runs that say a branch say the same one, every run counts, and nothing is read of any.
final class CoveringRuns {
    private let descents: RunDescent
    private var mixed: [ClassPlace: Bool] = [:]
    /// By the row of a failing run, a bit for each run of its timeline that covers it.
    private var covering: [Int64: [UInt64]] = [:]

    init(_ connection: any StoreConnection) { descents = RunDescent(connection) }

    /// A bit for each run of a timeline, 64 a word: whether it can have a defect; nil where every run counts.
    ///
    /// - Parameters:
    ///   - failures: Runs in which the defect showed, in the order in which they happened; those elsewhere say nothing.
    ///   - timeline: Runs of one phase and class in the order in which they happened.
    /// - Complexity: O(runs) for each failing run, once whatever the issue: a run may hold a later failure by what git said of
    ///   its ancestors, and lie too far from an earlier one to know that it holds it.
    func mask(of failures: some Sequence<RunFact>, among timeline: [RunFact]) throws -> [UInt64]? {
        guard let first = timeline.first, isMixed(timeline, first) else { return nil }
        var mask = [UInt64](repeating: 0, count: (timeline.count + 63) >> 6)
        for run in failures where run.phase == first.phase && run.configuration == first.configuration {
            let position = timeline.count(before: run.moment)
            guard position < timeline.count else { continue }
            for (word, bits) in try covering(position, timeline).enumerated() { mask[word] |= bits }
        }
        return mask
    }

    static func isSet(_ mask: [UInt64], _ position: Int) -> Bool {
        mask[position >> 6] >> UInt64(position & 63) & 1 == 1
    }

    private func isMixed(_ timeline: [RunFact], _ first: RunFact) -> Bool {
        let place = ClassPlace(phase: first.phase, configuration: first.configuration)
        if let known = mixed[place] { return known }
        let branch = timeline.lazy.compactMap(\.branch).first
        let isMixed = timeline.contains { $0.branch != nil && $0.branch != branch }
        mixed[place] = isMixed
        return isMixed
    }

    private func covering(_ position: Int, _ timeline: [RunFact]) throws -> [UInt64] {
        let failed = timeline[position]
        if let known = covering[failed.id] { return known }
        var bits = [UInt64](repeating: 0, count: (timeline.count + 63) >> 6)
        bits[position >> 6] |= 1 << UInt64(position & 63)
        for later in timeline.indices[(position + 1)...] {
            let run = timeline[later]
            let descent = try descents.descent(of: run.id, from: failed.id)
            guard Incident.covers(descent, branch: run.branch, failed: failed.branch) else { continue }
            bits[later >> 6] |= 1 << UInt64(later & 63)
        }
        covering[failed.id] = bits
        return bits
    }
}
