// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Finds when an issue began to fail always, in every configuration of a phase: from then on it is S2, and matters.
struct SeverityOnset {
    /// Failing runs that are looked at; what did not fail always by then does not do so any more.
    private static let reach = 20
    /// From this rate of failures on it is called deterministic.
    static let deterministic = 0.9

    private struct Place: Hashable {
        let phase: String
        let configuration: Int64
    }

    /// Failing runs of a place so far, and how many of its runs happened before the first of them.
    private struct Count {
        var failed = 0
        let earlier: Int
    }

    private let trials: TrialHistory

    init(_ trials: TrialHistory) {
        self.trials = trials
    }

    /// The failing run at which that could be said first, by the runs up to it; nil for never.
    ///
    /// - Complexity: O(failing runs, at most 20) for each class of a phase.
    func run(among failures: [RunFact]) throws -> RunFact? {
        var counts: [Place: Count] = [:]
        for run in failures.prefix(Self.reach) {
            let place = Place(phase: run.phase, configuration: run.configuration)
            if counts[place] == nil {
                let runs = try trials.timeline(phase: run.phase, configuration: run.configuration)
                counts[place] = Count(earlier: runs.count(before: run.moment))
            }
            counts[place]?.failed += 1
            if try failsAlways(in: run.phase, counts, at: run) { return run }
        }
        return nil
    }

    private func failsAlways(in phase: String, _ counts: [Place: Count], at run: RunFact) throws -> Bool {
        // What does not even fail always where it failed last needs no look at other classes.
        let own = counts[Place(phase: phase, configuration: run.configuration)]
        guard let own, own.failed > 1 else { return false }
        for configuration in try [run.configuration]
            + trials.configurations(inPhase: phase).filter({ $0 != run.configuration })
        {
            let runs = try trials.timeline(phase: phase, configuration: configuration)
            let isOwn = configuration == run.configuration
            let tried = runs.count(before: run.moment) + (isOwn ? 1 : 0)
            // What had no run yet says nothing.
            if tried == 0 { continue }
            guard let count = counts[Place(phase: phase, configuration: configuration)], count.failed > 1,
                Double(count.failed) >= Self.deterministic * Double(tried - count.earlier)
            else { return false }
        }
        return true
    }
}
