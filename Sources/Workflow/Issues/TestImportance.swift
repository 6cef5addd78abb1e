// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Storage
import TestPhase

/// Which tests matter most and which inform only, by the tags of their suites and by the settings.
///
/// A class, because the tags are read when an issue first asks, and all of them ask: after a few, the names of the tests of
/// all incidents are read at once.
final class TestImportance {
    /// So many issues ask for the names of their own tests.
    private static let alone = 8

    private let connection: any StoreConnection
    private let criticalTags: Set<String>
    private let critical: [TextPattern]
    private let informing: [TextPattern]
    private lazy var tags: Result<[String: String], any Error> = Result { try readTags() }
    private lazy var allNames: Result<[Int64: TestName], any Error> = Result {
        let tests = try TestQueries(connection).tests(IssueQueries(connection).testsOfIncidents())
        return Dictionary(uniqueKeysWithValues: tests.map { ($0.id, $0) })
    }
    private lazy var informingTests: Result<Set<Int64>, any Error> = Result {
        let names = try TestQueries(connection).search(nil, limit: Int(Int32.max))
        return Set(names.filter { name in informing.contains { $0.matches(Self.path(name)) } }.map(\.id))
    }
    private var asked = 0

    init(_ connection: any StoreConnection, _ rules: SeverityRules) {
        self.connection = connection
        criticalTags = Set(rules.criticalTags.map { $0.lowercased() })
        critical = rules.critical.map(TextPattern.init)
        informing = rules.informing.map(TextPattern.init)
    }

    /// Why a failure of one of some tests is S1, for example `tagged smoke`; nil where none of them is critical.
    ///
    /// - Parameter tests: Asked for only where any test is critical.
    func criticality(of tests: @autoclosure () -> Set<Int64>) throws -> String? {
        let tags = try tags.get()
        guard !tags.isEmpty || !critical.isEmpty else { return nil }
        let names = try names(of: tests())
        if let tag = names.lazy.flatMap(\.suites).compactMap({ tags[$0] }).min() { return "tagged \(tag)" }
        return names.contains { name in critical.contains { $0.matches(Self.path(name)) } }
            ? "critical by the settings" : nil
    }

    /// Whether all of some tests inform only.
    ///
    /// - Parameter tests: Asked for only where any test informs only.
    func areInforming(_ tests: @autoclosure () -> Set<Int64>) throws -> Bool {
        guard !informing.isEmpty else { return false }
        let names = try names(of: tests())
        return !names.isEmpty && names.allSatisfy { name in informing.contains { $0.matches(Self.path(name)) } }
    }

    /// Whether the settings say of any test that it informs only.
    var areSomeInforming: Bool { !informing.isEmpty }

    /// How many tests of the store inform only.
    func informingCount() throws -> Int { areSomeInforming ? try informingTests.get().count : 0 }

    /// Those of some tests that do not inform only.
    ///
    /// - Complexity: O(1) where the settings name none that inform only; else the names of all tests are read once.
    func blocking(among tests: Set<Int64>) throws -> Set<Int64> {
        areSomeInforming ? tests.subtracting(try informingTests.get()) : tests
    }

    /// Tests of an incident with their names, ascending by row.
    private func names(of tests: Set<Int64>) throws -> [TestName] {
        asked += 1
        guard asked > Self.alone else { return try TestQueries(connection).tests(tests.sorted()) }
        let names = try allNames.get()
        return tests.sorted().compactMap { names[$0] }
    }

    /// What globs are held against: suites from the outermost on, class and name.
    private static func path(_ test: TestName) -> String {
        (test.suites + [test.className, test.name]).filter { !$0.isEmpty }.joined(separator: "/")
    }

    /// The first critical tag of each suite that has one.
    private func readTags() throws -> [String: String] {
        guard !criticalTags.isEmpty else { return [:] }
        var found: [String: String] = [:]
        for (suite, value) in try TestQueries(connection).suiteTags() {
            for tag in CriticalTags.words(value) where criticalTags.contains(tag) {
                found[suite] = min(found[suite] ?? tag, tag)
            }
        }
        return found
    }
}
