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

    private let trials: TrialHistory

    init(_ trials: TrialHistory) {
        self.trials = trials
    }

    /// The failing run at which that could be said first, by the runs up to it; nil for never.
    func run(
        among failures: [IssueQueries.RunFact]
    ) throws -> IssueQueries.RunFact? {
        for (count, run) in failures.prefix(Self.reach).enumerated() where count > 0 {
            if try failsAlways(in: run.phase, failures.prefix(count + 1), until: run.moment) { return run }
        }
        return nil
    }

    private func failsAlways(
        in phase: String, _ failures: ArraySlice<IssueQueries.RunFact>, until moment: Run.Moment
    ) throws -> Bool {
        for configuration in try trials.configurations(inPhase: phase) {
            let runs = try trials.timeline(phase: phase, configuration: configuration).filter { $0.moment <= moment }
            guard !runs.isEmpty else { continue }
            let own = failures.filter { $0.phase == phase && $0.configuration == configuration }
            guard own.count > 1, let first = own.first else { return false }
            let tried = runs.count { $0.moment >= first.moment }
            if Double(own.count) < Self.deterministic * Double(tried) { return false }
        }
        return true
    }
}
