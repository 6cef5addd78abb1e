// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Which clusters broke a test whose report tags it critical: one failure of it makes an issue.
///
/// Told by evidence and the usual tags alone, so that a store says the same whatever settings it is read with. A class,
/// because whether any report has tags is asked once, and after a few questions what all reports and tests say is read at
/// once.
final class CriticalTags {
    private static let usual = Set(SeverityRules().criticalTags)
    /// So many runs, and so many sets of tests, are asked about one by one.
    private static let alone = 32

    private let connection: any StoreConnection
    private lazy var areAny: Result<Bool, any Error> = Result { try TestQueries(connection).hasSuiteTags() }

    /// Suites that each run tags critical.
    private lazy var allRuns: Result<[Int64: Set<String>], any Error> = Result { try readRuns() }
    /// Suites around each test of an incident.
    private lazy var allSuites: Result<[Int64: [String]], any Error> = Result {
        try suites(around: IssueQueries(connection).testsOfIncidents())
    }
    /// Runs that were asked about one by one.
    private var known: [Int64: Set<String>] = [:]
    /// Sets of tests that were.
    private var asked = 0

    init(_ connection: any StoreConnection) { self.connection = connection }

    /// Whether a suite around a test of some incidents is tagged so by a run with which one of them began or failed last.
    ///
    /// - Parameters:
    ///   - incidents: Of one cluster; those that a span cuts begin and end with it.
    ///   - failures: Runs of the span in which the cluster failed, in the order in which they happened.
    /// - Complexity: O(incidents · failures) at worst.
    func areOf(_ incidents: [IssueQueries.IncidentFact], _ failures: [RunFact]) throws -> Bool {
        guard try areAny.get() else { return false }
        var critical: Set<String> = []
        for incident in incidents {
            critical.formUnion(try tagged(by: incident.opened.id))
            if let last = failures.last(where: incident.holds) { critical.formUnion(try tagged(by: last.id)) }
        }
        guard !critical.isEmpty else { return false }
        asked += 1
        let tests = incidents.tests
        let around = try asked > Self.alone ? allSuites.get() : suites(around: tests.sorted())
        return tests.contains { test in around[test].map { !critical.isDisjoint(with: $0) } ?? false }
    }

    /// Whether a suite around a test of the cluster is tagged so by a run with which an incident of it began, or failed last.
    ///
    /// Asked for one cluster that changed; what is told of many is told by their incidents.
    ///
    /// - Complexity: O(incidents of the cluster, and tags of those runs).
    func areOf(cluster: Int64) throws -> Bool {
        guard try areAny.get() else { return false }
        let queries = IssueQueries(connection)
        let suites = Set(
            try queries.tags(ofCluster: cluster).filter { Self.areCritical($0.value) }.map(\.suite))
        guard !suites.isEmpty else { return false }
        let tests = try queries.tests(ofCluster: cluster)
        return try TestQueries(connection).tests(tests).contains { !suites.isDisjoint(with: $0.suites) }
    }

    /// Clusters of incidents that began, or failed last, with a run that has tags; none where no report has any.
    func candidates() throws -> Set<Int64> {
        try areAny.get() ? IssueQueries(connection).clustersWithTags() : []
    }

    /// The tags of a property, in small letters.
    static func words(_ value: String) -> [String] {
        value.lowercased().split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init)
    }

    /// Suites that a run tags critical.
    private func tagged(by run: Int64) throws -> Set<String> {
        if let suites = known[run] { return suites }
        guard known.count < Self.alone else { return try allRuns.get()[run] ?? [] }
        let tags = try IssueQueries(connection).tags(ofRun: run)
        let suites = Set(tags.filter { Self.areCritical($0.value) }.map(\.suite))
        known[run] = suites
        return suites
    }

    private func readRuns() throws -> [Int64: Set<String>] {
        var found: [Int64: Set<String>] = [:]
        try IssueQueries(connection).eachTag { run, suite, value in
            if Self.areCritical(value) { found[run, default: []].insert(suite) }
        }
        return found
    }

    /// Names of the suites around each of some tests.
    private func suites(around tests: [Int64]) throws -> [Int64: [String]] {
        let queries = TestQueries(connection)
        let places = try queries.groups(ofTests: tests)
        let groups = try queries.groups(Set(places.values))
        return places.compactMapValues { groups[$0]?.suites }
    }

    private static func areCritical(_ value: String) -> Bool { words(value).contains(where: usual.contains) }
}
