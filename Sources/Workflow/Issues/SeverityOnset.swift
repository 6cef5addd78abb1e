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

    /// Failing runs of a place so far, and how many of its runs happened before the first of them.
    private struct Count {
        let phase: String
        let configuration: Int64
        let earlier: Int
        var failed = 0
    }

    /// Of the few places in which one issue fails, a search is faster than a table.
    private struct Counts {
        var all: [Count] = []

        func place(_ phase: String, _ configuration: Int64) -> Int? {
            all.firstIndex { $0.configuration == configuration && $0.phase == phase }
        }
    }

    private let trials: TrialHistory
    /// Tests in which the issue fails.
    private let tests: Set<Int64>

    init(_ trials: TrialHistory, of incidents: [IssueQueries.IncidentFact]) {
        self.trials = trials
        tests = incidents.reduce(into: []) { $0.formUnion($1.tests) }
    }

    /// The failing run at which that could be said first, by the runs up to it; nil for never.
    ///
    /// - Complexity: O(failing runs, at most 20) for each class of a phase.
    func run(among failures: [RunFact]) throws -> RunFact? {
        var counts = Counts()
        for run in failures.prefix(Self.reach) {
            if let place = counts.place(run.phase, run.configuration) {
                counts.all[place].failed += 1
            } else {
                let runs = try trials.timeline(phase: run.phase, configuration: run.configuration)
                counts.all.append(
                    Count(
                        phase: run.phase, configuration: run.configuration, earlier: runs.count(before: run.moment),
                        failed: 1))
            }
            if try failsAlways(in: run.phase, counts, at: run) { return run }
        }
        return nil
    }

    private func failsAlways(in phase: String, _ counts: Counts, at run: RunFact) throws -> Bool {
        // What does not even fail always where it failed last needs no look at other classes.
        guard let own = counts.place(phase, run.configuration), counts.all[own].failed > 1 else { return false }
        for configuration in try [run.configuration]
            + trials.configurations(inPhase: phase).filter({ $0 != run.configuration })
        {
            let before = try trials.timeline(phase: phase, configuration: configuration).count(before: run.moment)
            guard let count = counts.place(phase, configuration).map({ counts.all[$0] }) else {
                // What had no run yet says nothing; one without the tests says that it does not fail there.
                if before == 0 { continue }
                return false
            }
            guard count.failed > 1, try isAlways(count, before, isOwn: configuration == run.configuration) else {
                return false
            }
        }
        return true
    }

    /// Whether a place failed in nearly all runs, from its first failure on, that executed one of the tests.
    private func isAlways(_ count: Count, _ end: Int, isOwn: Bool) throws -> Bool {
        func isEnough(_ runs: Int) -> Bool {
            Double(count.failed) >= Self.deterministic * Double(runs + (isOwn ? 1 : 0))
        }
        return try isEnough(end - count.earlier)
            || isEnough(
                trials.exercised(
                    tests, phase: count.phase, configuration: count.configuration, in: count.earlier..<end))
    }
}
