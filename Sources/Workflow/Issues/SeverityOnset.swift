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

    /// Failing runs of a place so far, and how many of its runs executed the tests before the first of them.
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
                counts.all.append(
                    Count(
                        phase: run.phase, configuration: run.configuration,
                        earlier: try executed(in: run.phase, run.configuration, before: run.moment), failed: 1))
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
            let count = counts.place(phase, configuration).map { counts.all[$0] }
            // What had no run yet says nothing; one without the tests says that it does not fail there.
            if count == nil,
                try trials.timeline(phase: phase, configuration: configuration).count(before: run.moment) == 0
            {
                continue
            }
            let isOwn = configuration == run.configuration
            let tried = try executed(in: phase, configuration, before: run.moment) + (isOwn ? 1 : 0)
            guard let count, count.failed > 1,
                Double(count.failed) >= Self.deterministic * Double(tried - count.earlier)
            else { return false }
        }
        return true
    }

    /// Runs of a place before a moment that executed one of the tests.
    private func executed(in phase: String, _ configuration: Int64, before moment: Run.Moment) throws -> Int {
        let runs = try trials.timeline(phase: phase, configuration: configuration)
        return try trials.exercised(tests, phase: phase, configuration: configuration)[runs.count(before: moment)]
    }
}
