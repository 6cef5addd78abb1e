// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Triage

/// Watches what runs before and after a change say: did it do what it promised, and what else did it do?
///
/// Source of the rules: beta-binomial comparison of rates with uniform priors for the effect, Fisher's exact test with
/// Benjamini and Hochberg's correction for what else broke.
final class WatchChange {
    /// A window that proves nothing is extended once, to so many times its runs.
    private static let extension_ = 2
    /// Days of the window hold unless so few trials lie in them.
    private static let leastTrials = 5

    /// What follows for the life of the change, in the order in which it happened.
    struct Outcome {
        var watch = ChangeWatch()
        var steps: [(step: ChangeLife.Step, run: RunFact)] = []
    }

    private let connection: any StoreConnection
    private let viewpoint: Viewpoint
    private let presence: ChangePresence
    private let trials: TrialHistory
    private let collateral: CollateralScan

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint, _ presence: ChangePresence) {
        self.connection = connection
        self.viewpoint = viewpoint
        self.presence = presence
        trials = TrialHistory(connection)
        collateral = CollateralScan(connection)
    }

    /// One trial of a side.
    private struct Trial {
        let run: RunFact
        let hasFailed: Bool
    }

    /// - Parameter others: All changes of the store.
    /// - Complexity: O(runs of the windows), and the tests that fail in them.
    func watch(_ change: StoredChange, among others: [StoredChange]) throws -> Outcome {
        let found = try presence.find(change)
        var outcome = Outcome()
        outcome.watch.source = found.source
        guard let first = found.first else { return outcome }
        outcome.steps.append((.seen, first))
        let window = change.request.window
        let rivals = try Rivals(viewpoint, presence, of: change, found, among: others)
        let texts = try IssueQueries(connection).configurationTexts()
        var watch = outcome.watch
        watch.places = found.sightings.map { sighting in
            var place = ChangeWatch.Place(
                phase: sighting.first.phase, configuration: texts[sighting.first.configuration] ?? "",
                firstRun: sighting.first.id, lastRunBefore: sighting.before?.id)
            place.backedOutIn = sighting.backedOut?.id
            return place
        }
        try judge(change, found, rivals, &watch, &outcome)
        // An alarm and a full window of the same run: the alarm weighs more.
        let alarm = try collateral.scan(
            change, found, until: rivals.first?.run.moment,
            window: window.runs * (watch.isExtended ? Self.extension_ : 1), besides: target(of: change))
        (watch.collateral, watch.testsWatched) = (alarm.found, alarm.watched)
        if let run = alarm.run { outcome.steps.insert((.adverse, run), at: 1) }
        if found.sightings.allSatisfy({ $0.backedOut != nil }),
            let back = found.sightings.compactMap(\.backedOut).max(by: { $0.moment < $1.moment })
        {
            outcome.steps.append((.backedOut, back))
        }
        // What came once the runs or a person had judged is of no concern.
        if let rival = rivals.first, watch.verdict == nil, !change.isReviewed(before: rival.run.moment.at) {
            watch.confoundedBy = rival.name
            outcome.steps.append((.confounded, rival.run))
        }
        outcome.watch = watch
        outcome.steps = outcome.steps.enumerated().sorted {
            ($0.element.run.moment, $0.offset) < ($1.element.run.moment, $1.offset)
        }.map(\.element)
        return outcome
    }

    /// The cluster of the issue that it is to fix.
    func target(of change: StoredChange) throws -> Int64? {
        guard case .issue(let number) = change.request.effect else { return nil }
        return try? IssueResolver(connection).cluster(.issue(number))
    }

    // MARK: Both sides

    /// Trials of each place that has some on both sides.
    private struct Side {
        let place: Int
        let before: [Trial]
        /// All up to the end of the window, whatever their number.
        let after: [Trial]
    }

    private func sides(_ change: StoredChange, _ found: ChangePresence.Found, _ rivals: Rivals) throws -> [Side] {
        let window = change.request.window
        let measure = try measure(of: change)
        return try found.sightings.enumerated().compactMap { index, sighting in
            let end = [sighting.backedOut?.moment, sighting.changedAgain?.moment, rivals.first?.run.moment].compactMap(
                \.self
            ).min()
            let all = try measure(sighting).map { Trial(run: $0.run, hasFailed: $0.hasFailed) }
            // What was tried before an earlier change of the same tells of another state.
            let begin = rivals.last(before: sighting)
            let old = all.filter { trial in
                trial.run.moment < sighting.first.moment && !sighting.holds(trial.run)
                    && begin.map { trial.run.moment >= $0 } ?? true
            }
            let cutoff = sighting.first.moment.at - Int64(window.days) * 86_400_000
            let recent = old.filter { $0.run.moment.at >= cutoff }
            let before = (recent.count >= min(Self.leastTrials, window.runs) ? recent : old).suffix(window.runs)
            let after = all.filter { trial in
                trial.run.moment >= sighting.first.moment && sighting.holds(trial.run)
                    && end.map { trial.run.moment < $0 } ?? true
            }
            // Where it never failed there is nothing to become rarer.
            let isComparable = before.contains(where: \.hasFailed) || change.request.effect == .none
            return isComparable ? Side(place: index, before: Array(before), after: after) : nil
        }
    }

    private typealias Measure = (ChangePresence.Sighting) throws -> [(run: RunFact, hasFailed: Bool)]

    /// What counts as a trial, and what as a failure.
    private func measure(of change: StoredChange) throws -> Measure {
        switch change.request.effect {
        case .issue:
            guard let cluster = try target(of: change) else { return { _ in [] } }
            return { [trials] sighting in
                try trials.trials(
                    phase: sighting.first.phase, configuration: sighting.first.configuration, cluster: cluster
                ).map { ($0.run, $0.hasFailed) }
            }
        case .metric(let metric, let direction):
            let scope = ChangeScope(change.request.scope, viewpoint.components)
            let series = try MetricSeries(connection, viewpoint, metric, scope)
            return { sighting in
                try series.trials(sighting.timeline, before: sighting.first.moment).map {
                    ($0.run, direction == .down ? $0.isBad : !$0.isBad)
                }
            }
        case .none:
            return { sighting in sighting.timeline.map { ($0, false) } }
        }
    }

    // MARK: The verdict

    /// Looks when the window of each place is full, and once more when it was extended. Places that no longer run are left
    /// out once another one is full.
    private func judge(
        _ change: StoredChange, _ found: ChangePresence.Found, _ rivals: Rivals, _ watch: inout ChangeWatch,
        _ outcome: inout Outcome
    ) throws {
        let sides = try sides(change, found, rivals)
        let window = change.request.window.runs
        watch.window = window
        let running = sides.filter { !$0.after.isEmpty }
        guard !running.isEmpty else {
            for side in sides { note(side, window, &watch) }
            return judgeWithoutTrials(found, until: rivals.first?.run.moment, &watch, &outcome)
        }
        func isFull(_ runs: Int) -> Bool { running.allSatisfy { $0.after.count >= runs } }
        let isPromised = change.request.effect != .none
        if isPromised, isFull(window),
            effect(running, window).verdict(isWindowFull: true) == .inconclusive
        {
            watch.isExtended = true
            watch.window = window * Self.extension_
        }
        for side in running { note(side, watch.window, &watch) }
        watch.isFull = isFull(watch.window)
        let effect = effect(running, watch.window)
        if isPromised { (watch.lower, watch.halved) = (effect.lower, effect.halved) }
        guard watch.isFull,
            let last = running.map({ $0.after[watch.window - 1].run }).max(by: { $0.moment < $1.moment })
        else { return }
        let verdict: ChangeWatch.Verdict =
            switch isPromised ? effect.verdict(isWindowFull: true) : .achieved {
            case .achieved: .achieved
            case .notAchieved: .notAchieved
            case .inconclusive: .inconclusive
            }
        watch.verdict = verdict
        outcome.steps.append((.windowFull(verdict), last))
    }

    /// Where nothing can be compared a person has to say, once as many runs hold it as the window wants.
    private func judgeWithoutTrials(
        _ found: ChangePresence.Found, until end: Run.Moment?, _ watch: inout ChangeWatch, _ outcome: inout Outcome
    ) {
        let runs = found.sightings.flatMap { sighting in
            sighting.timeline.filter { run in
                run.moment >= sighting.first.moment && sighting.holds(run) && end.map { run.moment < $0 } ?? true
            }
        }.sorted { $0.moment < $1.moment }
        guard runs.count >= watch.window else { return }
        (watch.isFull, watch.verdict) = (true, .inconclusive)
        outcome.steps.append((.windowFull(.inconclusive), runs[watch.window - 1]))
    }

    private func note(_ side: Side, _ window: Int, _ watch: inout ChangeWatch) {
        let after = side.after.prefix(window)
        watch.places[side.place].before = ChangeWatch.Count(
            failures: side.before.count(where: \.hasFailed), trials: side.before.count)
        watch.places[side.place].after = ChangeWatch.Count(
            failures: after.count(where: \.hasFailed), trials: after.count)
    }

    private func effect(_ sides: [Side], _ window: Int) -> ChangeEffect {
        let before = sides.flatMap(\.before)
        let after = sides.flatMap { $0.after.prefix(window) }
        return ChangeEffect(
            before: FailureCount(failures: before.count(where: \.hasFailed), of: before.count),
            after: FailureCount(failures: after.count(where: \.hasFailed), of: after.count))
    }
}
