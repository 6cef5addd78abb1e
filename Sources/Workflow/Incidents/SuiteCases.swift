// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage

/// The tests that stand for whole suites, with the cases of those suites; read when first asked for.
///
/// A class, because every part of a fold shares what one of them read.
final class SuiteCases {
    private let queries: TestQueries
    private var suites: Set<Int64>?
    private var cases: [Int64: [Int64]]?

    init(_ connection: any StoreConnection) {
        queries = TestQueries(connection)
    }

    /// Whether a test stands for a suite.
    func isSuite(_ test: Int64) throws -> Bool {
        if let suites { return suites.contains(test) }
        let found = try queries.suiteTests()
        suites = found
        return found.contains(test)
    }

    /// The cases of a suite, by the test that stands for the suite; none for any other test.
    func cases(of test: Int64) throws -> [Int64] {
        guard try isSuite(test) else { return [] }
        if let cases { return cases[test] ?? [] }
        let found = try queries.suiteCases()
        cases = found
        return found[test] ?? []
    }
}
