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
        let place: Int
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
        let rivals = try Rivals(connection, viewpoint, presence, of: change, found, among: others)
        let rival = rivals.first
        let texts = try IssueQueries(connection).configurationTexts()
        var watch = outcome.watch
        watch.places = found.sightings.map { sighting in
            ChangeWatch.Place(
                phase: sighting.first.phase, configuration: texts[sighting.first.configuration] ?? "",
                firstRun: sighting.first.id, lastRunBefore: sighting.before?.id)
        }
        let (before, after) = try sides(change, found, rivals)
        for (index, sighting) in found.sightings.enumerated() {
            watch.places[index].backedOutIn = sighting.backedOut?.id
        }
        count(before, \.before, into: &watch)
        judge(change, before, after, window.runs, rival, &watch, &outcome)
        if let back = found.sightings.compactMap(\.backedOut).min(by: { $0.moment < $1.moment }) {
            outcome.steps.append((.backedOut, back))
        }
        let alarm = try collateral.scan(
            change, found, until: rival?.run.moment, window: window.runs * (watch.isExtended ? Self.extension_ : 1),
            besides: target(of: change))
        (watch.collateral, watch.testsWatched) = (alarm.found, alarm.watched)
        if let run = alarm.run { outcome.steps.append((.adverse, run)) }
        if let rival {
            watch.confoundedBy = rival.name
            if watch.verdict == nil { outcome.steps.append((.confounded, rival.run)) }
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

    private func sides(
        _ change: StoredChange, _ found: ChangePresence.Found, _ rivals: Rivals
    ) throws -> (before: [Trial], after: [Trial]) {
        let window = change.request.window
        let measure = try measure(of: change)
        var (before, after): ([Trial], [Trial]) = ([], [])
        for (index, sighting) in found.sightings.enumerated() {
            let end = [sighting.backedOut?.moment, sighting.changedAgain?.moment, rivals.first?.run.moment].compactMap(
                \.self
            ).min()
            let all = try measure(sighting).map { Trial(place: index, run: $0.run, hasFailed: $0.hasFailed) }
            // What was tried before an earlier change of the same tells of another state.
            let begin = rivals.last(before: sighting)
            let old = all.filter { trial in
                trial.run.moment < sighting.first.moment && !sighting.holds(trial.run)
                    && begin.map { trial.run.moment >= $0 } ?? true
            }
            let cutoff = sighting.first.moment.at - Int64(window.days) * 86_400_000
            let recent = old.filter { $0.run.moment.at >= cutoff }
            let own = (recent.count >= min(Self.leastTrials, window.runs) ? recent : old).suffix(window.runs)
            // A place with one side only compares nothing.
            let fresh = all.filter { trial in
                trial.run.moment >= sighting.first.moment && sighting.holds(trial.run)
                    && end.map { trial.run.moment < $0 } ?? true
            }
            guard !own.isEmpty || change.request.effect == .none else { continue }
            before += own
            after += fresh
        }
        return (before, after.sorted { $0.run.moment < $1.run.moment })
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
            let series = try MetricSeries(connection, metric, scope)
            return { sighting in
                try series.trials(sighting.timeline, before: sighting.first.moment).map {
                    ($0.run, direction == .down ? $0.isBad : !$0.isBad)
                }
            }
        case .none:
            return { sighting in sighting.timeline.map { ($0, false) } }
        }
    }

    private func count(
        _ trials: [Trial], _ side: WritableKeyPath<ChangeWatch.Place, ChangeWatch.Count>, into watch: inout ChangeWatch
    ) {
        for trial in trials {
            watch.places[trial.place][keyPath: side].trials += 1
            if trial.hasFailed { watch.places[trial.place][keyPath: side].failures += 1 }
        }
    }

    // MARK: The verdict

    /// Looks when the window is full, and once more when it was extended.
    private func judge(
        _ change: StoredChange, _ before: [Trial], _ after: [Trial], _ window: Int, _ rival: Rivals.Rival?,
        _ watch: inout ChangeWatch, _ outcome: inout Outcome
    ) {
        watch.window = window
        var taken = Array(after.prefix(window))
        if change.request.effect != .none, taken.count == window,
            effect(before, taken).verdict(isWindowFull: true) == .inconclusive
        {
            watch.isExtended = true
            watch.window = window * Self.extension_
            taken = Array(after.prefix(watch.window))
        }
        count(taken, \.after, into: &watch)
        watch.isFull = taken.count >= watch.window
        if change.request.effect == .none {
            if watch.isFull, let last = taken.last {
                watch.verdict = .achieved
                outcome.steps.append((.windowFull(.achieved), last.run))
            }
            return
        }
        let effect = effect(before, taken)
        guard !before.isEmpty else { return }
        (watch.lower, watch.halved) = (effect.lower, effect.halved)
        guard watch.isFull, let last = taken.last else { return }
        let verdict: ChangeWatch.Verdict =
            switch effect.verdict(isWindowFull: true) {
            case .achieved: .achieved
            case .notAchieved: .notAchieved
            case .inconclusive: .inconclusive
            }
        watch.verdict = verdict
        outcome.steps.append((.windowFull(verdict), last.run))
    }

    private func effect(_ before: [Trial], _ after: [Trial]) -> ChangeEffect {
        ChangeEffect(
            before: FailureCount(failures: before.count(where: \.hasFailed), of: before.count),
            after: FailureCount(failures: after.count(where: \.hasFailed), of: after.count))
    }
}

/// What else changed the same thing around a change, so that nobody can tell which of the two did it.
struct Rivals {
    struct Rival {
        let name: String
        let run: RunFact
    }

    /// Those of the places in which the change was seen, by when they were.
    private let all: [Rival]
    private let seen: Run.Moment?

    init(
        _ connection: any StoreConnection, _ viewpoint: Viewpoint, _ presence: ChangePresence,
        of change: StoredChange, _ found: ChangePresence.Found, among others: [StoredChange]
    ) throws {
        var rivals: [Rival] = []
        let scope = ChangeScope(change.request.scope, viewpoint.components)
        for other in others where other.number != change.number {
            let otherScope = ChangeScope(other.request.scope, viewpoint.components)
            let isSameEffect = other.request.effect == change.request.effect && change.request.effect != .none
            guard isSameEffect || scope.overlaps(otherScope) else { continue }
            rivals += try presence.find(other).sightings.filter { sighting in
                found.sightings.contains { $0.isAtSamePlace(as: sighting.first) }
            }.map { Rival(name: "CR-\(other.number)", run: $0.first) }
        }
        rivals += found.sightings.compactMap { sighting in
            sighting.changedAgain.map { Rival(name: "another change of the same", run: $0) }
        }
        all = rivals.sorted { $0.run.moment < $1.run.moment }
        seen = found.first?.moment
    }

    /// The first one that came with the change or after it.
    var first: Rival? { all.first { rival in seen.map { rival.run.moment >= $0 } ?? false } }

    /// When the last one came before the change did, in one place.
    func last(before sighting: ChangePresence.Sighting) -> Run.Moment? {
        all.last { sighting.isAtSamePlace(as: $0.run) && $0.run.moment < sighting.first.moment }?.run.moment
    }
}

extension ChangePresence.Sighting {
    fileprivate func isAtSamePlace(as run: RunFact) -> Bool {
        first.phase == run.phase && first.configuration == run.configuration
    }
}
