// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Triage

/// Compares the runs in which an issue failed with those in which its tests passed.
///
/// A class, because names of tests and classes that were read are shared by all questions.
final class IssueComparison {
    /// Latest runs that are compared.
    private static let runLimit = 400
    private static let rowLimit = 8
    private static let neighbourLimit = 5

    private struct Property: Hashable {
        let dimension: String
        let value: String
    }

    private let queries: IssueQueries
    private let tests: TestQueries
    private let trials: TrialHistory
    private var texts: [Int64: String]?
    private var testsOfClasses: (all: [Int64: String], classes: [String: [TestName]])?

    init(_ connection: any StoreConnection, _ trials: TrialHistory) {
        queries = IssueQueries(connection)
        tests = TestQueries(connection)
        self.trials = trials
    }

    /// - Complexity: O(latest 400 runs), and reads every name of a test once.
    func compare(_ cluster: Int64) throws -> IsIsNot {
        let affected = try queries.incidentFacts(of: cluster).tests
        let all = try trials.allTrials(cluster: cluster, tests: affected, limit: Self.runLimit)
        let texts = try texts ?? queries.configurationTexts()
        self.texts = texts
        let properties = all.map { Self.properties($0.run, texts) }
        let failed = all.count(where: \.hasFailed)
        let rows = Set(properties.joined()).compactMap { property -> IsIsNot.Row? in
            let own = zip(all, properties).filter { $0.1.contains(property) }.map(\.0)
            guard own.count < all.count else { return nil }
            let (ownFailed, others) = (own.count(where: \.hasFailed), all.count - own.count)
            return IsIsNot.Row(
                dimension: property.dimension, value: property.value, failed: ownFailed, runs: own.count,
                otherFailed: failed - ownFailed, otherRuns: others,
                chance: FisherTest.moreFailures(ownFailed, of: own.count, than: failed - ownFailed, of: others))
        }
        let sorted = rows.sorted { ($0.chance, $0.dimension, $0.value) < ($1.chance, $1.dimension, $1.value) }
        return IsIsNot(
            rows: Array(sorted.prefix(Self.rowLimit)), runs: all.count, failed: failed,
            neighbours: try neighbours(of: affected))
    }

    private static func properties(_ run: RunFact, _ texts: [Int64: String]) -> Set<Property> {
        var properties: Set<Property> = [Property(dimension: "phase", value: run.phase)]
        if let branch = run.branch { properties.insert(Property(dimension: "branch", value: branch)) }
        if let release = run.release { properties.insert(Property(dimension: "release", value: release)) }
        for (key, value) in ConfigurationClass(stored: texts[run.configuration] ?? "").settings {
            properties.insert(Property(dimension: key, value: value))
        }
        return properties
    }

    private func neighbours(of affected: Set<Int64>) throws -> [String] {
        guard !affected.isEmpty else { return [] }
        let known = try testsOfClasses ?? readTests()
        testsOfClasses = known
        let classes = Set(affected.compactMap { known.all[$0] }).subtracting([""])
        let others = classes.flatMap { known.classes[$0] ?? [] }.filter { !affected.contains($0.id) }
        return Array(others.map(\.display).sorted().prefix(Self.neighbourLimit))
    }

    /// The class of every test, and the tests of every class.
    private func readTests() throws -> (all: [Int64: String], classes: [String: [TestName]]) {
        let names = try tests.search(nil, limit: Int(Int32.max))
        return (
            Dictionary(uniqueKeysWithValues: names.map { ($0.id, $0.className) }),
            Dictionary(grouping: names, by: \.className)
        )
    }
}
