// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Triage

/// Finds tests that fail more often since a change, beside those that it is about.
///
/// Source of the limits: those that a release team of a large project runs with in production: a chance of at most 5 %, three
/// failures and five points at least; and no more than a tenth of false alarms among all tests that were looked at.
final class CollateralScan {
    private static let chance = 0.05
    private static let leastFailures = 3
    private static let leastDrop = 0.05
    private static let falseAlarms = 0.1
    /// So many passes first say that it was not this change.
    private static let latePasses = 2

    struct Alarm {
        var found: [ChangeWatch.Collateral] = []
        var watched = 0
        /// The first run with which something was found.
        var run: RunFact?
    }

    private let connection: any StoreConnection
    private let queries: OccurrenceQueries
    private var outcomes: OutcomeCache

    init(_ connection: any StoreConnection) {
        self.connection = connection
        queries = OccurrenceQueries(connection)
        outcomes = OutcomeCache(connection, SuiteCases(connection))
    }

    /// Runs of one place on both sides of something.
    struct Window {
        var before: [RunFact] = []
        var after: [RunFact] = []
    }

    /// - Parameters:
    ///   - moment: When something else changed; nil for never.
    ///   - window: Runs of each side in each place.
    ///   - target: Cluster whose failures it is about.
    func scan(
        _ change: StoredChange, _ found: ChangePresence.Found, until moment: Run.Moment?, window: Int,
        besides target: Int64?
    ) throws -> Alarm {
        let windows = found.sightings.map { sighting in
            let end = [sighting.backedOut?.moment, moment].compactMap(\.self).min()
            let after = sighting.timeline.filter { run in
                run.moment >= sighting.first.moment && sighting.holds(run) && end.map { run.moment < $0 } ?? true
            }
            let before = sighting.timeline.filter { $0.moment < sighting.first.moment && !sighting.holds($0) }
            return Window(before: Array(before.suffix(window)), after: Array(after.prefix(window)))
        }
        return try scan(windows, besides: target)
    }

    /// - Parameter target: Cluster whose failures are left out; nil for none.
    func scan(_ windows: [Window], besides target: Int64?) throws -> Alarm {
        let windows = windows.filter { !$0.before.isEmpty }
        let runs = windows.flatMap(\.after).sorted { $0.moment < $1.moment }
        // What it is about is no news.
        let failing = try queries.failingTests(
            inRuns: Set((runs + windows.flatMap(\.before)).map(\.id)), besides: target)
        var counts: [Int64: Int] = [:]
        for run in runs { for test in failing[run.id] ?? [] { counts[test, default: 0] += 1 } }
        let suspects = counts.filter { $0.value >= Self.leastFailures }.keys.sorted()
        var alarm = Alarm()
        if let last = runs.last { alarm.watched = try ResultQueries(connection).testCount(run: last.id) }
        guard !suspects.isEmpty else { return alarm }
        let all = max(alarm.watched, suspects.count)
        let before = try suspects.map { test in
            try windows.flatMap(\.before).map { try count(test, $0, failing) }.reduce(.init(), +)
        }
        var after = suspects.map { _ in ChangeWatch.Count() }
        for run in runs {
            for (index, test) in suspects.enumerated() { after[index] = try after[index] + count(test, run, failing) }
            if alarm.run == nil, !discoveries(suspects, before, after, of: all).isEmpty { alarm.run = run }
        }
        let late = Set(try suspects.filter { try isLate($0, windows, failing) })
        alarm.found = try named(discoveries(suspects, before, after, of: all).filter { !late.contains($0.test) })
        if alarm.found.isEmpty { alarm.run = nil }
        return alarm
    }

    /// Whether a test passed for a while first and has failed always since: then something later broke it.
    private func isLate(_ test: Int64, _ windows: [Window], _ failing: [Int64: Set<Int64>]) throws -> Bool {
        let trials = try windows.map { window in
            try window.after.map { try count(test, $0, failing) }.filter { $0.trials > 0 }.map { $0.failures > 0 }
        }.filter { $0.contains(true) }
        return !trials.isEmpty
            && trials.allSatisfy { failed in
                let passes = failed.prefix { !$0 }.count
                return passes >= Self.latePasses && failed.dropFirst(passes).allSatisfy(\.self)
            }
    }

    private typealias Discovery = (
        test: Int64, before: ChangeWatch.Count, after: ChangeWatch.Count, chance: Double, adjusted: Double
    )

    /// - Parameter all: Tests that were looked at; those that do not fail have a chance of 1.
    private func discoveries(
        _ tests: [Int64], _ before: [ChangeWatch.Count], _ after: [ChangeWatch.Count], of all: Int
    ) -> [Discovery] {
        var chances = tests.indices.map { place in
            FisherTest.moreFailures(
                after[place].failures, of: after[place].trials, than: before[place].failures, of: before[place].trials)
        }
        chances += Array(repeating: 1, count: max(0, all - tests.count))
        let adjusted = BenjaminiHochberg.adjusted(chances)
        return tests.indices.compactMap { place in
            let drop = after[place].share - before[place].share
            guard after[place].failures >= Self.leastFailures, drop >= Self.leastDrop, chances[place] <= Self.chance,
                adjusted[place] <= Self.falseAlarms
            else { return nil }
            return (tests[place], before[place], after[place], chances[place], adjusted[place])
        }
    }

    private func named(_ found: [Discovery]) throws -> [ChangeWatch.Collateral] {
        let names = try TestQueries(connection).tests(found.map(\.test))
        return found.map { one in
            ChangeWatch.Collateral(
                test: one.test, name: names.first { $0.id == one.test }?.display ?? "TEST-\(one.test)",
                before: one.before,
                after: one.after, chance: one.chance, adjusted: one.adjusted)
        }.sorted { ($0.chance, $0.name) < ($1.chance, $1.name) }
    }

    /// Whether a run exercised a test, and whether it failed then.
    private func count(_ test: Int64, _ run: RunFact, _ failing: [Int64: Set<Int64>]) throws -> ChangeWatch.Count {
        if failing[run.id]?.contains(test) == true { return ChangeWatch.Count(failures: 1, trials: 1) }
        let outcome = try outcomes.outcomes(of: run.id, tests: [test])[test]?.outcome
        let isExercised = outcome.map { $0 == .passed || $0 == .flaky || $0.isFailure } ?? false
        return ChangeWatch.Count(failures: 0, trials: isExercised ? 1 : 0)
    }
}

extension ChangeWatch.Count {
    /// From 0 to 1; 0 without trials.
    var share: Double { trials == 0 ? 0 : Double(failures) / Double(trials) }

    static func + (left: Self, right: Self) -> Self {
        Self(failures: left.failures + right.failures, trials: left.trials + right.trials)
    }
}
