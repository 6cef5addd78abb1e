// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Finds the passes that nothing counted while a restored incident was quiet; asked only when it fails again.
///
/// A class, because the incidents that fail in one run share its timeline.
final class QuietTimes {
    private let connection: any StoreConnection
    private let descents: RunDescent
    private let phase: String
    /// Row of the class.
    private let configuration: Int64
    private lazy var timeline = Result {
        try RunQueries(connection).timeline(phase: phase, configuration: configuration)
    }

    init(_ connection: any StoreConnection, _ descents: RunDescent, phase: String, configuration: Int64) {
        self.connection = connection
        self.descents = descents
        self.phase = phase
        self.configuration = configuration
    }

    /// - Parameter failed: The run with which it fails again; it is the latest of the timeline.
    /// - Complexity: O(runs since its last failure), each with its tests.
    func passes(
        of incident: Incident, before failed: Int64, _ outcomes: inout OutcomeCache
    ) throws -> Incident.QuietPasses {
        let tests = Set(incident.tests.keys)
        let since = try timeline.get().reversed().prefix { $0.id != incident.lastFailed.id }.reversed()
        var commits: [String?] = []
        for run in since where run.id != failed {
            let known = try outcomes.outcomes(of: run.id, tests: tests)
            let passing = Set(known.filter { $0.value.outcome == .passed }.keys)
            guard !passing.isEmpty else { continue }
            let source = try descents.source(of: run.id)
            var observation = Incident.Observation(
                run: run, failing: [], flickering: [], passing: passing, branch: source?.branch,
                commit: source?.commit)
            try descents.describe(&observation, to: incident.lines)
            if incident.isPass(observation) { commits.append(source?.commit) }
        }
        // The first of them were counted before it was quiet.
        var quiet = Incident.QuietPasses()
        for commit in commits.dropFirst(incident.exercisedRuns - incident.spanRuns) { quiet.add(commit: commit) }
        return quiet
    }
}
