// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// The runs that exercised the tests of a cluster: each is one trial, whatever it repeated.
final class TrialHistory {
    struct Trial {
        let run: RunFact
        let hasFailed: Bool
        /// Tests of the cluster that plainly passed in it; none for one that failed.
        let passed: Set<Int64>
        /// Whether its commit can have the defect, by the failures before it: else its pass says nothing of how often it fails.
        var counts = true
    }

    private struct Key: Hashable {
        let phase: String
        let configuration: Int64
        let cluster: Int64
    }

    private let queries: IssueQueries
    private let results: ResultQueries
    private var outcomes: OutcomeCache
    private let exercised: ExercisedRuns
    private let covering: CoveringRuns
    private var known: [Key: [Trial]] = [:]
    private var timelines: [ClassPlace: [RunFact]] = [:]
    private var classes: [String: [Int64]] = [:]
    private var mostTests: [String: [Int64: Int]] = [:]
    private var latest: (limit: Int, runs: [RunFact])?
    private var tainted: [Int64: Set<Int64>] = [:]

    init(_ connection: any StoreConnection) {
        queries = IssueQueries(connection)
        results = ResultQueries(connection)
        let suites = SuiteCases(connection)
        outcomes = OutcomeCache(connection, suites)
        exercised = ExercisedRuns(connection, suites)
        covering = CoveringRuns(connection)
    }

    /// Trials of a cluster in one phase and configuration, in the order in which they happened; runs that an outage of
    /// something else spoilt are none.
    func trials(phase: String, configuration: Int64, cluster: Int64) throws -> [Trial] {
        let key = Key(phase: phase, configuration: configuration, cluster: cluster)
        if let trials = known[key] { return trials }
        let tests = try queries.incidentFacts(of: cluster)
            .filter { $0.phase == phase && $0.configuration == configuration }
            .tests
        let runs = try timeline(phase: phase, configuration: configuration)
        var trials = try trials(among: runs, cluster, tests)
        if let mask = try covering.mask(of: trials.lazy.filter(\.hasFailed).map(\.run), among: runs) {
            for place in trials.indices {
                trials[place].counts = CoveringRuns.isSet(mask, runs.count(before: trials[place].run.moment))
            }
        }
        known[key] = trials
        return trials
    }

    /// Runs of a phase and class in the order in which they happened.
    func timeline(phase: String, configuration: Int64) throws -> [RunFact] {
        let place = ClassPlace(phase: phase, configuration: configuration)
        if let runs = timelines[place] { return runs }
        let runs = try queries.timeline(phase: phase, configuration: configuration)
        timelines[place] = runs
        return runs
    }

    /// How many runs of a part of a timeline executed any of `tests`, and can have what failed in some.
    ///
    /// - Parameter failures: Runs in which it failed, in the order in which they happened.
    func exercised(
        _ tests: Set<Int64>, phase: String, configuration: Int64, in range: Range<Int>,
        since failures: some Sequence<RunFact>
    ) throws -> Int {
        let runs = try timeline(phase: phase, configuration: configuration)
        let mask = try covering.mask(of: failures, among: runs)
        return try exercised.count(of: tests, among: runs, in: range, within: mask)
    }

    /// The latest runs of a phase and class that executed any of `tests`, and can have what failed in some, in the order in
    /// which they happened.
    ///
    /// - Parameter failures: Runs in which it failed, in the order in which they happened.
    func latestExercised(
        _ tests: Set<Int64>, phase: String, configuration: Int64, count: Int, since failures: [RunFact]
    ) throws -> [RunFact] {
        let runs = try timeline(phase: phase, configuration: configuration)
        let mask = try covering.mask(of: failures, among: runs)
        return try exercised.latest(count, of: tests, among: runs, within: mask).map { runs[$0] }
    }

    /// The most results that a run of a phase and class has, its uploads together.
    func mostTests(phase: String, configuration: Int64) throws -> Int {
        if let known = mostTests[phase]?[configuration] { return known }
        let found = try queries.mostResults(phase: phase, configuration: configuration)
        mostTests[phase, default: [:]][configuration] = found
        return found
    }

    /// Classes that have runs in a phase, ascending.
    func configurations(inPhase phase: String) throws -> [Int64] {
        if let known = classes[phase] { return known }
        let found = try queries.configurations(inPhase: phase).sorted()
        classes[phase] = found
        return found
    }

    /// A run of a timeline that was read before.
    func knownRun(_ id: Int64) -> RunFact? { timelines.values.joined().first { $0.id == id } }

    /// The latest runs of the store that exercised one of `tests`, with whether the cluster failed in each.
    func allTrials(cluster: Int64, tests: Set<Int64>, limit: Int) throws -> [Trial] {
        let runs = try latest.flatMap { $0.limit == limit ? $0.runs : nil } ?? queries.latestRuns(limit: limit)
        latest = (limit, runs)
        return try trials(among: runs, cluster, tests)
    }

    private func trials(
        among runs: [RunFact], _ cluster: Int64, _ tests: Set<Int64>
    ) throws -> [Trial] {
        let failed = Set(try queries.failedRuns(of: cluster).map(\.id))
        return try runs.compactMap { run in
            if failed.contains(run.id) { return Trial(run: run, hasFailed: true, passed: []) }
            let outcomes = try outcomes.outcomes(of: run.id, tests: tests)
            // Where all of them failed in another way, nobody knows whether this defect is still there.
            let isClean = outcomes.values.contains { $0.outcome == .passed || $0.outcome == .flaky }
            guard isClean, try !isTainted(run.id, for: cluster) else { return nil }
            return Trial(run: run, hasFailed: false, passed: Set(outcomes.filter { $0.value.outcome == .passed }.keys))
        }
    }

    /// Whether another cluster broke so much of a run that it proves nothing.
    func isTainted(_ run: Int64, for cluster: Int64) throws -> Bool {
        if let clusters = tainted[run] { return !clusters.subtracting([cluster]).isEmpty }
        let outages = try queries.outages(inRun: run, atLeast: Incident.majorTests)
        var clusters: Set<Int64> = []
        if !outages.isEmpty {
            let tests = try results.outcomes(run: run).count
            clusters = Set(outages.filter { $0.tests * Incident.majorShare >= tests }.map(\.cluster))
        }
        tainted[run] = clusters
        return !clusters.subtracting([cluster]).isEmpty
    }
}
