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
        // No report says that a suite passed: that its cases did in a later attempt does.
        let suiteTests = Set(outcomes.filter { $0.value.isSuiteLevel }.keys)
        if run.uploads > 1, !suiteTests.isEmpty {
            var cache = OutcomeCache(connection, SuiteCases(connection))
            outcomes.merge(try cache.outcomes(of: run.id, tests: suiteTests)) { $1 }
        }
        let ended = outcomes.filter { $0.value.outcome != .skipped }.sorted { $0.key < $1.key }
        let cases = ended.filter { !$0.value.isSuiteLevel }
        executed = cases.map(\.key)
        passed = cases.count { $0.value.outcome == .passed || $0.value.outcome == .flaky }
        let unsound = ended.filter { $0.value.outcome.isFailure || $0.value.outcome == .unknown }.map(\.key)
        broken = Set(unsound)
        let queries = TestQueries(connection)
        failing = try Self.subjects(queries.tests(unsound))
        flaky = try Self.subjects(queries.tests(ended.filter { $0.value.outcome == .flaky }.map(\.key)))
        executions = cases.count + ended.count { $0.value.isSuiteLevel && $0.value.outcome == .flaky }
        try groups.read(ended.map(\.key), queries)
        suites = groups.verdicts(ended.map(\.key), broken)
        let summary = try RunQueries(connection).run(id: run.id).map { try RunQueries(connection).summary(of: $0) }
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
        evidence.isTainted = try IssueQueries(connection).isSpoilt(run: run.id, ofTests: outcomes.count)
        (evidence.tests, evidence.failed, evidence.flaky) = (executed.count, broken.count, flaky.count)
        self.evidence = evidence
    }

    private static func subjects(_ tests: [TestName]) -> [GateEvidence.Subject] {
        tests.map { GateEvidence.Subject("TEST-\($0.id)", $0.display) }
    }
}

/// The names of the suites of tests, each group read once.
struct TestGroups {
    private var ofTests: [Int64: Int64] = [:]
    private var names: [Int64: [String]] = [:]

    mutating func read(_ tests: [Int64], _ queries: TestQueries) throws {
        let found = try queries.groups(ofTests: ofTests.isEmpty ? tests : tests.filter { ofTests[$0] == nil })
        if ofTests.isEmpty { ofTests = found } else { ofTests.merge(found) { first, _ in first } }
        for (id, group) in try queries.groups(Set(found.values.filter { names[$0] == nil })) {
            let top = TestInventory.suite(
                of: TestName(id: 0, suites: group.suites, className: group.className, name: "", file: ""))
            names[id] = Array(Set(group.suites + [top])).filter { !$0.isEmpty }
        }
    }

    /// Which suites passed: those at the top, as baselines require them, and those that suites of reports are called.
    ///
    /// - Parameter broken: Those of `tests` that did not pass.
    func verdicts(_ tests: [Int64], _ broken: Set<Int64>) -> [String: Bool] {
        var sound: [Int64: Bool] = [:]
        for test in tests {
            guard let group = ofTests[test] else { continue }
            let passed = !broken.contains(test)
            sound[group, default: true] = sound[group, default: true] && passed
        }
        var suites: [String: Bool] = [:]
        for (group, passed) in sound {
            for name in names[group] ?? [] { suites[name] = suites[name, default: true] && passed }
        }
        return suites
    }
}
