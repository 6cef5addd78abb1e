// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Collects all that a gate may decide by.
struct CollectEvidence {
    /// What the settings and the caller say.
    struct Question {
        var project = ""
        var phase: String
        /// nil for any.
        var release: String?
        /// The commit that is asked about, or its beginning; nil for the one that was tested last.
        var candidate: String?
        /// UTC ms.
        var at: Int64
        /// All phases, from the first to the last.
        var phases: [String] = []
        /// When the support of items ends, UTC ms, by their keys.
        var supportEnds: [String: Int64] = [:]
        /// SHA-256 of the policy.
        var policy = ""
    }

    /// How far the past is looked at.
    private static let past: Int64 = 28 * 86_400_000
    /// Runs of each place before the candidate that it is compared with.
    private static let compared = 20
    private static let leastTimed = 5

    private let connection: any StoreConnection
    private let viewpoint: Viewpoint

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) {
        self.connection = connection
        self.viewpoint = viewpoint.withoutGates
    }

    /// - Complexity: O(results of the candidate's runs + runs of four weeks + issues of the phase).
    func collect(_ question: Question) throws -> GateEvidence {
        var evidence = GateEvidence()
        (evidence.project, evidence.phase, evidence.release) = (question.project, question.phase, question.release)
        (evidence.at, evidence.policy) = (question.at, question.policy)
        let all = try GateQueries(connection).runs(phase: question.phase, since: question.at - Self.past).filter {
            $0.startedAt <= question.at
        }
        let runs = all.filter { run in question.release.map { $0 == run.release } ?? true }
        // A release that leaves a class out is not tested there.
        evidence.classes = Set(all.map(\.text)).sorted()
        // A commit that no run tested has no runs, and so no evidence.
        if let named = question.candidate { try Self.check(named, among: runs) }
        evidence.candidate = (question.candidate ?? runs.last { $0.commit != nil }?.commit).map {
            Self.commit(named: $0, among: runs)
        }
        let candidates = Self.candidates(runs, commit: evidence.candidate)
        var groups = TestGroups()
        let tested = try candidates.map { try TestedRun($0, connection, groups: &groups) }
        let hasOutages = try GateQueries(connection).hasOutages(phase: question.phase)
        let names = Self.names(of: runs)
        var seen: Set<String> = []
        evidence.runs = try runs.map { run in
            var one =
                try tested.first { $0.run.id == run.id }?.evidence
                ?? Self.earlier(run, hasOutages: hasOutages, connection)
            one.isCommitted = run.commit != nil
            one.isRepeated = !seen.insert("\(run.text) \(run.commit.map { names[$0] ?? $0 } ?? "") \(run.digest)")
                .inserted
            return one
        }
        addTests(tested, &evidence)
        evidence.unreadable = tested.flatMap(\.unreadable)
        addSoak(runs, &evidence)
        addCapacity(runs, candidates, tested, &evidence)
        try addRequirements(tested, &evidence)
        evidence.regressions = try regressions(runs, candidates, phase: question.phase)
        try addIncidents(&evidence)
        try IssueEvidence(connection, viewpoint).add(question, &evidence)
        try addChanges(&evidence)
        try addWaivers(question, tested, &evidence)
        try BaselineEvidence(connection, viewpoint).add(question, tested, &evidence)
        return evidence
    }

    // MARK: Runs

    /// The commit that a name means: as the latest run says it that tested it, in as many digits as any; else the name itself.
    private static func commit(named name: String, among runs: [GateQueries.Run]) -> String {
        let commits = runs.compactMap(\.commit).filter { $0.hasPrefix(name) || CommitName.areSame($0, name) }
        guard let latest = commits.last else { return name }
        return commits.filter { CommitName.areSame($0, latest) }.max { $0.utf8.count < $1.utf8.count } ?? latest
    }

    /// - Throws: `Refusal` for the beginning of several commits.
    private static func check(_ name: String, among runs: [GateQueries.Run]) throws {
        let found = Set(runs.lazy.compactMap(\.commit).filter { $0.hasPrefix(name) }).sorted()
        guard let first = found.first, let other = found.first(where: { !CommitName.areSame($0, first) }) else {
            return
        }
        throw Refusal(
            message: "\(name) begins \(first) and \(other)", hint: "say more of the commit that the gate is about")
    }

    /// One name for each commit, by how runs spell it; empty where all of them spell commits in the same way.
    private static func names(of runs: [GateQueries.Run]) -> [String: String] {
        let spellings = Set(runs.compactMap(\.commit))
        let isUniform =
            Set(spellings.lazy.map(\.utf8.count)).count < 2
            && !spellings.contains { $0.utf8.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } }
        guard !isUniform else { return [:] }
        return Dictionary(uniqueKeysWithValues: spellings.map { ($0, commit(named: $0, among: runs).lowercased()) })
    }

    /// Runs of the commit that was tested last, whatever came of them, and later ones that say no commit; where none says one,
    /// the latest of each class.
    private static func candidates(_ runs: [GateQueries.Run], commit: String?) -> [GateQueries.Run] {
        if let commit {
            func isOwn(_ run: GateQueries.Run) -> Bool { run.commit.map { CommitName.areSame($0, commit) } ?? false }
            guard let first = runs.firstIndex(where: isOwn) else { return [] }
            return runs.enumerated().filter {
                isOwn($0.element) || $0.offset > first && $0.element.commit == nil
            }
            .map(\.element)
        }
        return Dictionary(grouping: runs, by: \.configuration).compactMap(\.value.last).sorted {
            ($0.startedAt, $0.id) < ($1.startedAt, $1.id)
        }
    }

    /// A run before the candidate: only whether it failed matters, and whether an outage spoilt it.
    ///
    /// - Parameter hasOutages: Whether the phase ever had one.
    private static func earlier(
        _ run: GateQueries.Run, hasOutages: Bool, _ connection: any StoreConnection
    ) throws -> GateEvidence.Run {
        var evidence = GateEvidence.Run(id: run.id, configuration: run.text, startedAt: run.startedAt)
        evidence.isCandidate = false
        evidence.tests = run.hasResults ? 1 : 0
        evidence.isComplete = run.isComplete
        evidence.failed = try run.hasFailures && hasFailed(run, connection) ? 1 : 0
        if hasOutages, evidence.failed > 0 {
            evidence.isTainted = try IssueQueries(connection).isSpoilt(
                run: run.id, ofTests: ResultQueries(connection).testCount(run: run.id))
        }
        return evidence
    }

    /// What failed first may have passed in a later attempt.
    private static func hasFailed(_ run: GateQueries.Run, _ connection: any StoreConnection) throws -> Bool {
        guard run.uploads > 1 else { return true }
        return try ResultQueries(connection).outcomes(run: run.id).values.contains { $0.outcome.isFailure }
    }

    private func addTests(_ tested: [TestedRun], _ evidence: inout GateEvidence) {
        var latest: [Int64: TestedRun] = [:]
        for run in tested { latest[run.run.configuration] = run }
        let own = latest.values.sorted { $0.run.id < $1.run.id }
        evidence.executed = own.reduce(0) { $0 + $1.executed.count }
        evidence.passed = own.reduce(0) { $0 + $1.passed }
        evidence.failing = own.flatMap(\.failing)
        evidence.executions = tested.reduce(0) { $0 + $1.executions }
        // What failed in one run of the commit and passed in another is flaky as well.
        struct Place: Hashable {
            let configuration: Int64
            let test: Int64
        }
        // 1 for a pass, 2 for a failure.
        var ended: [Place: Int] = [:]
        for run in tested where tested.count > 1 {
            for test in run.executed {
                ended[Place(configuration: run.run.configuration, test: test), default: 0] |=
                    run.broken.contains(test) ? 2 : 1
            }
        }
        let unsteady = tested.flatMap { run -> [GateEvidence.Subject] in
            let both = run.broken.filter { ended[Place(configuration: run.run.configuration, test: $0)] == 3 }
            let names = Set(both.map { "TEST-\($0)" })
            return run.failing.filter { names.contains($0.id) }
        }
        evidence.flakyExecutions = tested.reduce(0) { $0 + $1.flaky.count } + unsteady.count
        evidence.flaky = Set(tested.flatMap(\.flaky) + unsteady).sorted { ($0.text, $0.id) < ($1.text, $1.id) }
    }

    private func addSoak(_ runs: [GateQueries.Run], _ evidence: inout GateEvidence) {
        for run in evidence.runs.reversed() where run.tests > 0 {
            guard run.failed == 0 else { break }
            guard run.isSound else { continue }
            evidence.cleanRuns += 1
            evidence.cleanSince = run.startedAt
        }
    }

    private func addCapacity(
        _ runs: [GateQueries.Run], _ candidates: [GateQueries.Run], _ tested: [TestedRun],
        _ evidence: inout GateEvidence
    ) {
        let own = Set(candidates.map(\.id))
        let now = runs.filter { own.contains($0.id) }.compactMap(\.milliseconds).sorted()
        let before = runs.filter { !own.contains($0.id) }.compactMap(\.milliseconds).sorted()
        guard !now.isEmpty, before.count >= Self.leastTimed else { return }
        func slow(_ times: [Int64]) -> Int64 { times[min(times.count - 1, times.count * 95 / 100)] }
        var capacity = GateEvidence.Capacity(now: slow(now), before: slow(before))
        capacity.executions = evidence.executions
        capacity.timeouts = tested.reduce(0) { $0 + $1.timeouts }
        evidence.capacity = capacity
    }

    private func addRequirements(_ tested: [TestedRun], _ evidence: inout GateEvidence) throws {
        var passed: [String: Bool] = [:]
        for run in tested {
            for (suite, value) in try GateQueries(connection).requirements(run: run.run.id) {
                for name in value.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init) {
                    let isMet = run.suites[suite].map { $0 } ?? false
                    passed[name] = (passed[name] ?? true) && isMet
                }
            }
        }
        evidence.requirements = passed.sorted { $0.key < $1.key }.map { .init($0.key, passed: $0.value) }
    }

    /// Tests that fail more often on the candidate than in the runs before it.
    private func regressions(
        _ runs: [GateQueries.Run], _ candidates: [GateQueries.Run], phase: String
    ) throws -> [GateEvidence.Subject]? {
        let own = Set(candidates.map(\.id))
        let issues = IssueQueries(connection)
        var windows: [CollateralScan.Window] = []
        for (configuration, group) in Dictionary(grouping: runs, by: \.configuration) {
            let ids = Set(group.map(\.id))
            let timeline = try issues.timeline(phase: phase, configuration: configuration).filter {
                ids.contains($0.id)
            }
            guard let first = timeline.firstIndex(where: { own.contains($0.id) }) else { continue }
            windows.append(
                CollateralScan.Window(
                    before: Array(timeline[..<first].suffix(Self.compared)),
                    after: timeline[first...].filter { own.contains($0.id) }))
        }
        guard windows.contains(where: { !$0.before.isEmpty }) else { return nil }
        return try CollateralScan(connection).scan(windows, besides: nil).found.map { one in
            GateEvidence.Subject(
                "TEST-\(one.test)",
                "\(one.name): failed \(one.before.failures) of \(one.before.trials) before, \(one.after.failures) of \(one.after.trials) now"
            )
        }
    }

    // MARK: Incidents, changes, waivers

    private func addIncidents(_ evidence: inout GateEvidence) throws {
        let marks = try IncidentMarks(connection, hasStandings: false)
        let drifts = try ConfigurationIncidents(connection).all(phase: evidence.phase).filter(\.episode.state.isLive)
        let live =
            try IncidentQueries(connection).live(phase: evidence.phase).map { ($0.number, $0.title, $0.openedAt) }
            + drifts.map { ($0.episode.number, $0.summary.title, $0.episode.opened.at) }
        evidence.incidents = live.sorted { $0.0 < $1.0 }.filter { !marks.isVoid($0.0) }.map { number, title, opened in
            var one = GateEvidence.Incident(number: number, title: title, opened: opened)
            one.isAcknowledged = marks.isAcknowledged(number)
            return one
        }
    }

    private func addChanges(_ evidence: inout GateEvidence) throws {
        guard try !StoredChanges(connection).isEmpty() else { return }
        let history = try ChangeHistory(connection, viewpoint)
        evidence.changes = try history.all.map { stored in
            let told = try history.tell(stored)
            var change = GateEvidence.Change(
                number: stored.number, title: stored.request.title, state: told.life.state.rawValue)
            change.isAdverse = try told.life.state.isImplemented && history.didHarm(told)
            change.isOverdue = told.life.isOverdue(at: evidence.at) && told.life.approvedAt == nil
            if case .issue(let number) = stored.request.effect {
                change.severity = evidence.issues.first { $0.number == number }?.severity
            }
            return change
        }
    }

    private func addWaivers(
        _ question: Question, _ tested: [TestedRun], _ evidence: inout GateEvidence
    ) throws {
        evidence.waivers = try WaiverRecords(connection).all().map(\.waiver).filter { waiver in
            waiver.phase == question.phase && waiver.release == question.release
        }
        let held = Set(
            evidence.waivers.filter { waiver in
                waiver.state(at: question.at) == .active && waiver.subject.hasPrefix("TEST-")
                    && ["G01", "G04", "G08"].contains(waiver.rule)
            }.map(\.subject))
        evidence.quarantined = held.sorted().map { GateEvidence.Subject($0) }
        guard !held.isEmpty else { return }
        let running = Set(tested.flatMap(\.executed).map { "TEST-\($0)" })
        evidence.quarantinedIdle = evidence.quarantined.filter { !running.contains($0.id) }
    }
}
