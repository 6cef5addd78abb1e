// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// What the latest runs of a phase tested, and what was known to fail there.
struct TestInventory {
    struct Inventory {
        /// Rows of tests that have a result, ascending.
        var tests: [Int64] = []
        /// Names of the suites at the top, sorted.
        var suites: [String] = []
        /// Live incidents that count.
        var incidents: [IncidentSummary] = []
        /// Rows of the first signatures of their clusters, ascending.
        var failures: [Int64] { Set(incidents.map(\.signatureID)).sorted() }
    }

    private let connection: any StoreConnection

    init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// The latest run of each configuration class of a phase, by class; one without results shows nothing.
    func latestRuns(of phase: String) throws -> [StoredRun] {
        let queries = RunQueries(connection)
        return try IssueQueries(connection).configurations(inPhase: phase).sorted().compactMap { configuration in
            let results = ResultQueries(connection)
            let latest = try queries.timeline(phase: phase, configuration: configuration)
                .last { try !results.outcomes(run: $0.id).isEmpty }
            return try latest.flatMap { try queries.run(id: $0.id) }
        }
    }

    /// The latest run of a phase that was made with a snapshot.
    func latestRun(of phase: String, snapshot: Int64) throws -> Int64? {
        let records = SnapshotRecords(connection)
        return try latestRuns(of: phase).last { try records.snapshot(ofRun: $0.id) == snapshot }?.id
    }

    /// - Parameter runs: The latest ones of the phase.
    func inventory(of phase: String, runs: [StoredRun]) throws -> Inventory {
        var found = Inventory()
        let tests = try runs.reduce(into: Set<Int64>()) {
            $0.formUnion(
                try ResultQueries(connection).outcomes(run: $1.id).filter {
                    !$0.value.isSuiteLevel && $0.value.outcome != .skipped
                }.keys)
        }
        found.tests = tests.sorted()
        found.suites = Set(try TestQueries(connection).tests(found.tests).map(Self.suite)).sorted()
        var filter = IncidentQueries.Filter()
        filter.phase = phase
        filter.states = Incident.State.allCases.filter(\.isLive).map(\.rawValue)
        filter.limit = Int(Int32.max)
        let marks = try IncidentMarks(connection, hasStandings: false)
        found.incidents = try IncidentQueries(connection).lines(filter).filter { !marks.isVoid($0.number) }
        return found
    }

    /// The suite at the top that a test belongs to; its class where it has none.
    static func suite(of test: TestName) -> String {
        test.suites.first { !$0.isEmpty } ?? test.className
    }
}
