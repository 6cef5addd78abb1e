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

    /// What is known of a place, up to the failing run at hand.
    private struct Count {
        let phase: String
        let configuration: Int64
        /// Tests that fail there.
        let tests: Set<Int64>
        /// Runs of the place, and how many of them happened before the first failing one.
        let runs: [RunFact]
        let earlier: Int
        var failed = 1
        /// Runs from the first failure on that executed one of the tests, at least: a failing run did.
        var executed = 1
    }

    /// Of the few places in which one issue fails, a search is faster than a table.
    private struct Counts {
        var all: [Count] = []

        func place(_ phase: String, _ configuration: Int64) -> Int? {
            all.firstIndex { $0.configuration == configuration && $0.phase == phase }
        }
    }

    private let trials: TrialHistory
    private let incidents: [IssueQueries.IncidentFact]

    init(_ trials: TrialHistory, of incidents: [IssueQueries.IncidentFact]) {
        self.trials = trials
        self.incidents = incidents
    }

    /// The failing run at which that could be said first, by the runs up to it; nil for never.
    ///
    /// - Complexity: O(failing runs, at most 20) for each class of a phase.
    func run(among failures: [RunFact]) throws -> RunFact? {
        var counts = Counts()
        for (index, run) in failures.prefix(Self.reach).enumerated() {
            let seen = failures[...index]
            guard let own = counts.place(run.phase, run.configuration) else {
                let runs = try trials.timeline(phase: run.phase, configuration: run.configuration)
                let tests = incidents.filter { $0.configuration == run.configuration && $0.phase == run.phase }
                    .tests
                counts.all.append(
                    Count(
                        phase: run.phase, configuration: run.configuration, tests: tests, runs: runs,
                        earlier: runs.count(before: run.moment)))
                continue
            }
            counts.all[own].failed += 1
            counts.all[own].executed += 1
            // What does not even fail always where it failed last needs no look at other classes.
            if try failsAlways(&counts.all[own], before: run, isOwn: true, since: seen),
                try failsElsewhere(&counts, at: run, since: seen)
            {
                return run
            }
        }
        return nil
    }

    /// Whether it fails always in all other classes of the phase.
    private func failsElsewhere(
        _ counts: inout Counts, at run: RunFact, since failures: ArraySlice<RunFact>
    ) throws -> Bool {
        for configuration in try trials.configurations(inPhase: run.phase) where configuration != run.configuration {
            guard let place = counts.place(run.phase, configuration) else {
                // What had no run yet says nothing; one without the tests says that it does not fail there.
                let runs = try trials.timeline(phase: run.phase, configuration: configuration)
                if runs.count(before: run.moment) == 0 { continue }
                return false
            }
            guard counts.all[place].failed > 1,
                try failsAlways(&counts.all[place], before: run, isOwn: false, since: failures)
            else {
                return false
            }
        }
        return true
    }

    /// Whether a place failed in nearly all runs, from its first failure on, that executed one of the tests.
    ///
    /// - Parameters:
    ///   - isOwn: Whether the run is one of the place, and so counts as well.
    ///   - failures: Failing runs up to this one: runs that cover none of them cannot have the defect.
    private func failsAlways(
        _ count: inout Count, before run: RunFact, isOwn: Bool, since failures: ArraySlice<RunFact>
    ) throws -> Bool {
        func isEnough(_ runs: Int) -> Bool { Double(count.failed) >= Self.deterministic * Double(runs) }
        guard isEnough(count.executed) else { return false }
        let (end, own) = (count.runs.count(before: run.moment), isOwn ? 1 : 0)
        if isEnough(end - count.earlier + own) { return true }
        let executed =
            try trials.exercised(
                count.tests, phase: count.phase, configuration: count.configuration, in: count.earlier..<end,
                since: failures) + own
        count.executed = max(count.executed, executed)
        return isEnough(count.executed)
    }
}
