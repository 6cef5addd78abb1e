// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Storage
import TestPhase

/// Finds what a scope reaches: tests by what they are, by what failed after earlier changes, and by coverage.
final class ChangeReach {
    /// Changes of the past that are looked at, the latest first.
    private static let pastRuns = 300

    struct Reached {
        var tests: Set<Int64> = []
        /// Ways that led to tests: `issue`, `declared`, `co-failure`, `coverage`.
        var sources: [String] = []
        /// Files in scope that no test of a coverage file runs through, or nil without one.
        var uncovered: Bool?
    }

    private let connection: any StoreConnection
    private let viewpoint: Viewpoint
    private lazy var allTests: Result<[TestName], any Error> = Result {
        try TestQueries(connection).search(nil, limit: Int(Int32.max))
    }
    private lazy var keys: Result<[String], any Error> = Result { try SnapshotRecords(connection).keys() }

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) {
        self.connection = connection
        self.viewpoint = viewpoint
    }

    var testCount: Int { get throws { try allTests.get().count } }

    /// Whether anything that was ever captured has this key.
    func knows(item: String) throws -> Bool {
        let pattern = TextPattern(item)
        return try keys.get().contains(where: pattern.matches)
    }

    func nearest(item: String) throws -> String? { try NearestName.of(item, in: keys.get()) }

    /// Whether a file of the checkout, of a test or of a captured configuration matches; yes where nothing can tell.
    func knows(path: String) throws -> Bool {
        let pattern = PathPattern(path)
        if try keys.get().contains(where: { pattern.matches(path: $0) }) { return true }
        if try allTests.get().contains(where: { !$0.file.isEmpty && pattern.matches(path: $0.file) }) { return true }
        guard let files = viewpoint.projectFiles() else { return true }
        return files.contains { pattern.matches(path: $0) }
    }

    /// - Parameter target: Cluster of the issue that it is to fix; nil for none.
    /// - Complexity: O(tests + runs), and one question to git for each run of the past where paths are in scope.
    func tests(_ scope: ChangeScope, target: Int64?, coverage: CoverageFile?) throws -> Reached {
        var reached = Reached()
        func add(_ tests: some Sequence<Int64>, by source: String) {
            let fresh = Set(tests)
            guard !fresh.isEmpty else { return }
            reached.tests.formUnion(fresh)
            reached.sources.append(source)
        }
        let all = try allTests.get()
        if let target {
            let incidents = try IssueQueries(connection).incidentFacts(of: target)
            add(incidents.tests, by: "issue")
        }
        add(all.filter(scope.takes).map(\.id), by: "declared")
        add(try coFailing(scope), by: "co-failure")
        if let coverage {
            let running = coverage.files.filter {
                $0.value.contains { Self.endings(of: $0).contains(where: scope.takes(path:)) }
            }
            reached.uncovered = running.isEmpty
            let names = Set(running.keys).subtracting([""])
            add(
                all.filter { names.contains($0.name) || names.contains("\($0.className).\($0.name)") }.map(\.id),
                by: "coverage")
        }
        return reached
    }

    /// A path, and each of its endings: reports may name files from the root of the machine, or from another folder.
    private static func endings(of path: String) -> [String] {
        let parts = path.split(separator: "/")
        return parts.indices.map { parts[$0...].joined(separator: "/") }
    }

    /// Tests of incidents that began in runs in which something in scope had changed.
    private func coFailing(_ scope: ChangeScope) throws -> Set<Int64> {
        let runs = try ChangePresence(connection, viewpoint).runsThatChanged(scope, latest: Self.pastRuns)
        guard !runs.isEmpty else { return [] }
        var filter = IncidentQueries.Filter()
        filter.limit = Int(Int32.max)
        let queries = IncidentQueries(connection)
        let marks = try IncidentMarks(connection)
        var tests: Set<Int64> = []
        for incident in try queries.lines(filter).map(marks.marked)
        where !incident.isVoid && runs.contains(incident.opened.id) {
            tests.formUnion(try queries.tests(incident: incident.id).map(\.test))
        }
        return tests
    }
}
