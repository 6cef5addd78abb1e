// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// A run of the candidate with all its results.
struct TestedRun {
    let run: GateQueries.Run
    let evidence: GateEvidence.Run
    /// Tests that ended, by row, ascending; suite-level results left out.
    let executed: [Int64]
    let passed: Int
    /// Tests that failed, by row, those that stand for suites as well, and their names.
    let broken: Set<Int64>
    let failing: [GateEvidence.Subject]
    /// Those that stand for suites as well.
    let flaky: [GateEvidence.Subject]
    /// Executions of tests, and suites that were flaky, so that these are a share of them.
    let executions: Int
    /// Whether each top suite passed, by name; and each suite that a report names, by its own name.
    let suites: [String: Bool]
    let unreadable: [GateEvidence.Subject]
    let timeouts: Int

    /// - Parameter groups: What is known of tests already; filled.
    /// - Complexity: O(results).
    init(_ run: GateQueries.Run, _ connection: any StoreConnection, groups: inout TestGroups) throws {
        self.run = run
        var outcomes = try ResultQueries(connection).outcomes(run: run.id)
        if run.uploads > 1 {
            // No report says that a suite passed: that its cases did in a later attempt does.
            let suiteTests = Set(outcomes.filter { $0.value.isSuiteLevel }.keys)
            var cache = OutcomeCache(connection, SuiteCases(connection))
            if !suiteTests.isEmpty { outcomes.merge(try cache.outcomes(of: run.id, tests: suiteTests)) { $1 } }
        }
        let ended = outcomes.lazy.filter { $0.value.outcome != .skipped }.sorted { $0.key < $1.key }
        let cases = ended.filter { !$0.value.isSuiteLevel }
        executed = cases.map(\.key)
        passed = cases.count { $0.value.outcome == .passed || $0.value.outcome == .flaky }
        let unsound = ended.filter { $0.value.outcome.isFailure || $0.value.outcome == .unknown }.map(\.key)
        let broken = Set(unsound)
        let unsteady = Set(ended.lazy.filter { $0.value.outcome == .flaky }.map(\.key))
        let named = try groups.read(
            ended.map(\.key), naming: broken.union(unsteady), TestQueries(connection))
        failing = Self.subjects(named.filter { broken.contains($0.id) })
        flaky = Self.subjects(named.filter { unsteady.contains($0.id) })
        executions = cases.count + ended.count { $0.value.isSuiteLevel && $0.value.outcome == .flaky }
        suites = groups.verdicts(broken)
        self.broken = broken
        let summary = try RunQueries(connection).run(id: run.id).map { try RunQueries(connection).parts(of: $0) }
        let parts = summary?.latestUploads.filter { !$0.isComplete } ?? []
        unreadable = try parts.flatMap { upload in
            try RunQueries(connection).diagnostics(upload: upload.id).filter { $0.severity == .error }.prefix(1).map {
                GateEvidence.Subject($0.file, "RUN-\(run.id): \($0.message)")
            }
        }
        timeouts = try GateQueries(connection).timeouts(run: run.id)
        var evidence = GateEvidence.Run(id: run.id, configuration: run.text, startedAt: run.startedAt)
        evidence.isComplete = summary?.isComplete ?? false
        evidence.isDirty = try run.snapshot.flatMap { try GateQueries(connection).isDirty(snapshot: $0) }
        // One part with changes that no commit holds is enough, whichever part stands for the run.
        if run.uploads > 1, try LineageRecords(connection).isDirty(run: run.id) { evidence.isDirty = true }
        evidence.isTainted = try IssueQueries(connection).isSpoilt(run: run.id, ofTests: outcomes.count)
        (evidence.tests, evidence.failed, evidence.flaky) = (executed.count, broken.count, flaky.count)
        self.evidence = evidence
    }

    private static func subjects(_ tests: [TestName]) -> [GateEvidence.Subject] {
        tests.map { GateEvidence.Subject("TEST-\($0.id)", $0.display) }
    }
}

/// The suites of the tests of a run; runs of the same tests one after the other share what was read.
struct TestGroups {
    private var tests: [Int64] = []
    /// Of each of those that exist.
    private var groups: [(test: Int64, group: Int64)] = []
    private var known: [Int64: TestQueries.Group] = [:]
    /// Of each group: the suites around it, and the top one as baselines call it.
    private var names: [Int64: [String]] = [:]

    /// Reads the suites of tests, and answers the names of some of them, ascending.
    ///
    /// - Parameter tests: Ascending.
    mutating func read(
        _ tests: [Int64], naming named: Set<Int64>, _ queries: TestQueries
    ) throws -> [TestName] {
        if tests == self.tests { return try queries.tests(named) }
        let found = try queries.members(tests, naming: named.contains)
        (self.tests, groups) = (tests, found.groups)
        var missing: Set<Int64> = []
        for place in groups where known[place.group] == nil { missing.insert(place.group) }
        for (id, group) in try queries.groups(missing) {
            let top = TestInventory.suite(
                of: TestName(id: 0, suites: group.suites, className: group.className, name: "", file: ""))
            known[id] = group
            names[id] = Array(Set(group.suites + [top])).filter { !$0.isEmpty }
        }
        return found.names.compactMap { row in known[row.group].map { $0.test(row.test, row.name) } }
    }

    /// Which suites passed of the tests that were read last: those at the top, as baselines require them, and those that suites
    /// of reports are called.
    ///
    /// - Parameter broken: Tests that did not pass.
    func verdicts(_ broken: Set<Int64>) -> [String: Bool] {
        var sound: [Int64: Bool] = [:]
        var rest = groups[...]
        // Tests of one group most often follow each other.
        while let group = rest.first?.group {
            let own = rest.prefix { $0.group == group }
            let passed = !own.contains { broken.contains($0.test) }
            sound[group] = sound[group, default: true] && passed
            rest = rest[own.endIndex...]
        }
        var suites: [String: Bool] = [:]
        for (group, passed) in sound {
            for name in names[group] ?? [] { suites[name] = suites[name, default: true] && passed }
        }
        return suites
    }
}
