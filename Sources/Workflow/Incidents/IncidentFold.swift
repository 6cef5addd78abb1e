// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Keeps the incidents equal to what the evidence says, in the order in which runs happened.
///
/// A run that is the latest of its phase and configuration class is applied to the incidents that it touches. Every other
/// upload (a late run, another shard, a repetition) folds the incidents it touches anew from all their evidence; both ways
/// give the same incidents, whatever the order of arrival.
struct IncidentFold {
    /// How many runs of its tests before the first failure are searched for a pass; other runs do not count, or a late one
    /// would push the pass out of reach.
    private static let lastGoodReach = 100

    private let connection: any StoreConnection
    private let records: IncidentRecords
    private let queries: IncidentQueries
    private let results: ResultQueries
    private let suites: SuiteCases
    private let closings: IncidentClosings
    private let descents: RunDescent

    init(_ connection: any StoreConnection) {
        self.connection = connection
        records = IncidentRecords(connection)
        queries = IncidentQueries(connection)
        results = ResultQueries(connection)
        suites = SuiteCases(connection)
        closings = IncidentClosings(connection)
        descents = RunDescent(connection)
    }

    // MARK: The latest run

    /// Applies a run that happened after all others of its phase and class.
    ///
    /// Cost grows with the results of the run and the incidents that are live or were restored lately, not with the history.
    ///
    /// - Parameters:
    ///   - outcomes: The worst outcome of each test, ascending by test.
    ///   - failures: Tests that failed, by cluster, and whether each failed in the end.
    ///   - excluded: Clusters that are folded anew anyway.
    func applyLatest(
        _ run: StoredRun, configuration: Int64, outcomes results: [StoredResult], failures: [Int64: [Int64: Bool]],
        without excluded: Set<Int64>
    ) throws {
        let phase = run.run.phase
        var failures = failures.filter { !excluded.contains($0.key) }
        var changeable = try records.changeable(phase: phase, configuration: configuration, at: run.run.startedAt)
            .filter { !excluded.contains($0.key.cluster) }
        let loaded = Set(changeable.map(\.key.cluster))
        for cluster in failures.keys.sorted() where !loaded.contains(cluster) {
            let key = IncidentKey(cluster: cluster, phase: phase, configuration: configuration)
            if let restored = try records.restored(key) { changeable.append(restored) }
        }
        var outcomes = OutcomeCache(connection, suites)
        let rests = QuietTimes(connection, descents, phase: phase, configuration: configuration)
        let total = TestCount(results)
        var changes: [IncidentRecords.Change] = []
        for stored in changeable {
            let failing = failures[stored.key.cluster] ?? [:]
            var incident = stored.incident
            let broken = Set(try incident.tests.keys.filter(suites.isSuite))
            let healed = try outcomes.outcomes(of: run.id, tests: broken).filter { $0.value.outcome == .passed }
            let passing = Self.passing(incident.tests.keys, results).union(healed.keys)
            var observation = Self.observation(run, failing, passing, affected: incident.tests)
            observation.runTests = failing.count >= Incident.majorTests ? total.count : 0
            (observation.branch, observation.commit) = (run.run.branch, run.run.commit)
            guard !observation.failing.isEmpty || !observation.passing.isEmpty else { continue }
            try descents.describe(&observation, to: incident.lines)
            if !failing.isEmpty, incident.isOver(at: run.reference) {
                incident.close(at: run.reference)
            } else {
                let isBack = !failing.isEmpty && incident.isResting
                incident.apply(
                    observation, after: isBack ? try rests.passes(of: incident, before: run.id, &outcomes) : .init())
                failures[stored.key.cluster] = nil
            }
            if incident != stored.incident { changes.append((stored, incident)) }
        }
        try records.update(changes)
        try open(failures, run, configuration: configuration, total)
    }

    /// Opens an incident for every cluster that no unclosed one explains.
    private func open(
        _ failures: [Int64: [Int64: Bool]], _ run: StoredRun, configuration: Int64, _ total: TestCount
    ) throws {
        guard !failures.isEmpty else { return }
        let timeline = try RunQueries(connection).timeline(phase: run.run.phase, configuration: configuration)
        let earlier = Array(timeline.prefix { $0.id != run.id })
        let hasEpisodes = try records.hasAny()
        var outcomes = OutcomeCache(connection, suites)
        var number = try records.takeNumbers(failures.count)
        var opened: [(number: Int64, key: IncidentKey, incident: Incident)] = []
        for (cluster, failing) in failures.sorted(by: { $0.key < $1.key }) {
            let key = IncidentKey(cluster: cluster, phase: run.run.phase, configuration: configuration)
            var observation = Self.observation(run, failing, [], affected: [:])
            observation.runTests = failing.count >= Incident.majorTests ? total.count : 0
            (observation.branch, observation.commit) = (run.run.branch, run.run.commit)
            let episode = hasEpisodes ? try records.lastEpisode(of: key) + 1 : 1
            let lastGood = try self.lastGood(before: earlier[...], observation, &outcomes)
            let passed = try passedCommit(observation, in: lastGood, &outcomes)
            let incident = Incident(opening: observation, episode: episode, lastGood: lastGood, passedCommit: passed)
            opened.append((number, key, incident))
            number += 1
        }
        try records.insert(opened)
    }

    // MARK: Any other upload

    /// Whether a run came before somebody closed an incident of its phase and class: what was closed may not have been over.
    func isBeforeClosing(_ run: StoredRun, configuration: Int64) throws -> Bool {
        try closings.areAny(phase: run.run.phase, configuration: configuration, since: run.run.startedAt)
    }

    /// Folds every key anew that the tests or occurrences of a run touch; answers the clusters.
    func refold(touchedBy run: StoredRun, configuration: Int64) throws -> Set<Int64> {
        let tests = Set(try results.outcomes(run: run.id).keys)
        var clusters = Set(try queries.signatures(inRun: run.id).map(\.cluster))
        for (cluster, test) in try records.affectedTests(phase: run.run.phase, configuration: configuration)
        where try tests.contains(test) || suites.cases(of: test).contains(where: tests.contains) {
            clusters.insert(cluster)
        }
        var outcomes = OutcomeCache(connection, suites)
        for cluster in clusters.sorted() {
            try refold(
                IncidentKey(cluster: cluster, phase: run.run.phase, configuration: configuration), &outcomes)
        }
        return clusters
    }

    /// Folds clusters anew, in every phase and class.
    func refold(clusters: Set<Int64>) throws {
        var outcomes = OutcomeCache(connection, suites)
        for key in try queries.keys(of: clusters) { try refold(key, &outcomes) }
    }

    /// Replaces the incidents of one key by what its evidence says.
    private func refold(_ key: IncidentKey, _ outcomes: inout OutcomeCache) throws {
        let stored = try records.episodes(of: key)
        let folded = try episodes(of: key, &outcomes)
        let numbers = Self.numbers(stored, folded)
        for before in stored {
            if numbers.contains(before.number) { try records.remove(before) } else { try records.retire(before) }
        }
        for (after, known) in zip(folded, numbers) {
            let number = try known ?? records.formerNumber(key, after) ?? records.takeNumbers(1)
            try records.insert([(number, key, after)])
        }
    }

    /// The number of each folded incident: that of the stored one which began with the same run, or else of one that it
    /// overlaps in time.
    private static func numbers(_ stored: [StoredIncident], _ folded: [Incident]) -> [Int64?] {
        var free = stored
        func take(_ fits: (Incident) -> Bool) -> Int64? {
            guard let place = free.firstIndex(where: { fits($0.incident) }) else { return nil }
            return free.remove(at: place).number
        }
        var numbers = folded.map { after in take { $0.opened.id == after.opened.id } }
        for (index, after) in folded.enumerated() where numbers[index] == nil {
            numbers[index] = take { before in
                before.opened.startedAt <= after.lastFailed.startedAt
                    && after.opened.startedAt <= before.lastFailed.startedAt
            }
        }
        return numbers
    }

    /// What was read of runs, for several calls of `episodes`.
    func cache() -> OutcomeCache { OutcomeCache(connection, suites) }

    /// The incidents of a key as its evidence tells them; cost grows with all runs of the phase and class.
    func episodes(of key: IncidentKey, _ outcomes: inout OutcomeCache) throws -> [Incident] {
        let occurrences = Dictionary(grouping: try queries.occurrences(of: key), by: \.run)
        guard !occurrences.isEmpty else { return [] }
        let timeline = try RunQueries(connection).timeline(phase: key.phase, configuration: key.configuration)
        let tests = Set(occurrences.values.joined().map(\.test))
        var finished: [Incident] = []
        var current: Incident?
        var quiet = Incident.QuietPasses()
        var words = try closings.words(about: key)[...]
        for (position, run) in timeline.enumerated() {
            while let word = words.first, word.at < run.startedAt {
                current?.close(by: word.actor, at: word.at)
                words.removeFirst()
            }
            let known = try outcomes.outcomes(of: run.id, tests: tests)
            var failing: [Int64: Bool] = [:]
            for occurrence in occurrences[run.id] ?? [] {
                // What failed in one attempt and passed in a later one failed all the same: evidence is not lost.
                let hasFailed = known[occurrence.test]?.outcome.isFailure == true
                failing[occurrence.test] = occurrence.decides && hasFailed || failing[occurrence.test] == true
            }
            if var incident = current {
                let passing = Set(known.filter { $0.value.outcome == .passed }.keys)
                var observation = Self.observation(run, failing, passing, affected: incident.tests)
                observation.runTests = try testCount(of: run, failing: failing.count)
                if observation.failing.isEmpty && observation.passing.isEmpty { continue }
                try describe(&observation, after: incident)
                if failing.isEmpty || !incident.isOver(at: run) {
                    if incident.isResting, incident.isPass(observation) { quiet.add(commit: observation.commit) }
                    incident.apply(observation, after: quiet)
                    if !failing.isEmpty { quiet = Incident.QuietPasses() }
                    current = incident
                    continue
                }
                incident.close(at: run)
                finished.append(incident)
                current = nil
                quiet = Incident.QuietPasses()
            }
            guard current == nil, !failing.isEmpty else { continue }
            var observation = Self.observation(run, failing, [], affected: [:])
            observation.runTests = try testCount(of: run, failing: failing.count)
            try describe(&observation, after: nil)
            let lastGood = try self.lastGood(before: timeline[..<position], observation, &outcomes)
            let passed = try passedCommit(observation, in: lastGood, &outcomes)
            current = Incident(
                opening: observation, episode: finished.count + 1, lastGood: lastGood, passedCommit: passed)
        }
        for word in words { current?.close(by: word.actor, at: word.at) }
        return finished + (current.map { [$0] } ?? [])
    }

    /// The commit of an earlier run in which all that fails now passed, as the failing run spells it where it is of the same;
    /// nil where either run tested more than its commit.
    private func passedCommit(
        _ observation: Incident.Observation, in earlier: Incident.RunReference?, _ outcomes: inout OutcomeCache
    ) throws -> String? {
        guard let earlier else { return nil }
        let known = try outcomes.outcomes(of: earlier.id, tests: observation.failing)
        guard observation.failing.allSatisfy({ known[$0]?.outcome == .passed }) else { return nil }
        guard try descents.descent(of: observation.run.id, from: earlier.id) == .same else {
            return try descents.cleanCommit(of: earlier.id)
        }
        return try descents.areOfOneCommit(observation.run.id, earlier.id) ? observation.commit : nil
    }

    /// Says what the run of an observation was of, and how it stands to what failed in an incident.
    private func describe(_ observation: inout Incident.Observation, after incident: Incident?) throws {
        let source = try descents.source(of: observation.run.id)
        (observation.branch, observation.commit) = (source?.branch, source?.commit)
        if let incident { try descents.describe(&observation, to: incident.lines) }
    }

    private func testCount(of run: Incident.RunReference, failing: Int) throws -> Int {
        failing >= Incident.majorTests ? try results.testCount(run: run.id) : 0
    }

    // MARK: Parts

    /// Which of `tests` plainly passed, by search in results that ascend by test.
    private static func passing(_ tests: some Sequence<Int64>, _ outcomes: [StoredResult]) -> Set<Int64> {
        Set(
            tests.filter { test in
                var (low, high) = (0, outcomes.count)
                while low < high {
                    let middle = (low + high) / 2
                    if outcomes[middle].test < test { low = middle + 1 } else { high = middle }
                }
                // Equal tests stand side by side: one that passed and failed did not pass.
                var worst: Outcome?
                while low < outcomes.count, outcomes[low].test == test {
                    if outcomes[low].outcome.weight > worst?.weight ?? -1 { worst = outcomes[low].outcome }
                    low += 1
                }
                return worst == .passed
            })
    }

    private static func observation(
        _ run: StoredRun, _ failing: [Int64: Bool], _ passing: Set<Int64>, affected: [Int64: Bool]
    ) -> Incident.Observation {
        observation(run.reference, failing, passing, affected: affected)
    }

    private static func observation(
        _ run: Incident.RunReference, _ failing: [Int64: Bool], _ passing: Set<Int64>, affected: [Int64: Bool]
    ) -> Incident.Observation {
        Incident.Observation(
            run: run, failing: Set(failing.keys), flickering: Set(failing.filter { !$0.value }.keys),
            passing: Set(affected.keys.filter(passing.contains)))
    }

    /// The last run before a failing one in which one of the tests passed: of those whose commit the failing one is or holds,
    /// and where there is none, of those of which nobody knows how they stand to it.
    private func lastGood(
        before earlier: ArraySlice<Incident.RunReference>, _ failed: Incident.Observation,
        _ outcomes: inout OutcomeCache
    ) throws -> Incident.RunReference? {
        var exercised = 0
        var unrelated: Incident.RunReference?
        for run in earlier.reversed() where exercised < Self.lastGoodReach {
            let known = try outcomes.outcomes(of: run.id, tests: failed.failing)
            if !known.isEmpty { exercised += 1 }
            guard known.values.contains(where: { $0.outcome == .passed }) else { continue }
            let descent = try descents.descent(of: failed.run.id, from: run.id)
            let branch = try descents.source(of: run.id)?.branch
            if Incident.covers(descent, branch: failed.branch, failed: branch) { return run }
            if descent == nil, unrelated == nil { unrelated = run }
        }
        return unrelated
    }
}

/// How many tests a run has, counted when it first matters.
private final class TestCount {
    /// Ascending by test.
    private let results: [StoredResult]
    private(set) lazy var count =
        results.isEmpty ? 0 : 1 + zip(results, results.dropFirst()).count { $0.test != $1.test }

    init(_ results: [StoredResult]) { self.results = results }
}
