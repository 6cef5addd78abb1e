// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Runs of a place as trials of a metric over the tests in the scope of a change.
final class MetricSeries {
    private let results: ResultQueries
    private let metric: ChangeRequest.Metric
    private let runs: RunQueries
    /// nil for all tests.
    private let tests: Set<Int64>?

    init(
        _ connection: any StoreConnection, _ viewpoint: Viewpoint, _ metric: ChangeRequest.Metric, _ scope: ChangeScope
    ) throws {
        results = ResultQueries(connection)
        runs = RunQueries(connection)
        self.metric = metric
        // Of tests that nobody knows to be reached nothing is measured.
        tests =
            try scope.isEmpty
            ? nil : ChangeReach(connection, viewpoint).tests(scope, target: nil, coverage: nil).tests
    }

    /// Each run that exercised a test in scope, and whether it was bad.
    ///
    /// A run is slow if its tests took longer than in half of the runs before the change.
    func trials(_ timeline: [RunFact], before moment: Run.Moment) throws -> [(run: RunFact, isBad: Bool)] {
        guard metric == .duration else { return try timeline.compactMap(outcome) }
        let times = try timeline.compactMap { run in try time(of: run).map { (run: run, time: $0) } }
        let old = times.filter { $0.run.moment < moment }.map(\.time).sorted()
        guard !old.isEmpty else { return [] }
        let median = old[old.count / 2]
        return times.map { ($0.run, $0.time > median) }
    }

    private func outcome(of run: RunFact) throws -> (run: RunFact, isBad: Bool)? {
        let outcomes = try results.outcomes(run: run.id).filter { tests?.contains($0.key) ?? true }
        guard outcomes.values.contains(where: { $0.outcome != .skipped }) else { return nil }
        return (run, outcomes.values.contains { metric == .flakyRate ? $0.outcome == .flaky : $0.outcome.isFailure })
    }

    private func time(of run: RunFact) throws -> Int64? {
        var (sum, known) = (Int64(0), false)
        for upload in try runs.uploads(run: run.id) {
            for result in try results.results(upload: upload.id) where tests?.contains(result.test) ?? true {
                guard result.duration.microseconds >= 0 else { continue }
                sum += result.duration.microseconds
                known = true
            }
        }
        return known ? sum : nil
    }
}
