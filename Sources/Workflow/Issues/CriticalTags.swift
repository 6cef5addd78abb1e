// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Which clusters broke a test whose report tags it critical: one failure of it makes an issue.
///
/// Told by evidence and the usual tags alone, so that a store says the same whatever settings it is read with. A class,
/// because whether any report has tags is asked once.
final class CriticalTags {
    private static let usual = Set(SeverityRules().criticalTags)

    private let connection: any StoreConnection
    private lazy var areAny: Result<Bool, any Error> = Result { try TestQueries(connection).hasSuiteTags() }

    init(_ connection: any StoreConnection) { self.connection = connection }

    /// Whether a suite around a test of the cluster is tagged so by a run with which an incident of it began, or failed last.
    ///
    /// - Complexity: O(incidents of the cluster, and tags of those runs).
    func areOf(cluster: Int64) throws -> Bool {
        guard try areAny.get() else { return false }
        let queries = IssueQueries(connection)
        let suites = Set(
            try queries.tags(ofCluster: cluster).filter { Self.words($0.value).contains(where: Self.usual.contains) }
                .map(\.suite))
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
}
