// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Testing
import Workflow

/// Clusters in a store are what its evidence says, however they came to be there.
struct StoredClustersTests {
    /// Failures of two causes whose sentences differ a little from test to test.
    private static func run(_ number: Int) -> String {
        report(
            .failed("adds \(number)", "cannot add item \(number) to the closed cart of user u\(number)x"),
            .failed("pays \(number % 2)", "payment service answered \(500 + number) for order of merchant m\(number)y"),
            .passed("ships"))
    }

    private static func laboratory(_ days: [Int]) throws -> Laboratory {
        let laboratory = try Laboratory()
        for day in days { try laboratory.ingest(run(day), day: Double(day)) }
        return laboratory
    }

    @Test func `failures with one cause are one incident, whatever their exact words`() throws {
        let laboratory = try Self.laboratory([1, 2, 3])

        let incidents = try laboratory.incidents()

        #expect(incidents.count == 2)
        #expect(incidents.allSatisfy { $0.failedRuns == 3 })
        #expect(try laboratory.problems() == [])
    }

    @Test(arguments: [[3, 2, 1], [2, 3, 1], [1, 3, 2]])
    func `a run that comes late is grouped as if it had come in time`(days: [Int]) throws {
        #expect(try Self.laboratory(days).digest() == Self.laboratory([1, 2, 3]).digest())
    }

    @Test func `a signature in another cluster is found`() throws {
        let laboratory = try Self.laboratory([1, 2])

        try laboratory.tamper("UPDATE membership SET cluster_id = 1")

        #expect(try laboratory.problems().contains { $0.hasPrefix("the clusters of") })
    }

    @Test func `evidence of a later run is found`() throws {
        let laboratory = try Laboratory()
        for day in [1.0, 2] { try laboratory.ingest(report(.failed("adds")), day: day) }

        try laboratory.tamper("UPDATE evidence SET run_id = 2")

        #expect(try laboratory.problems().contains("the evidence of 1 signatures is not from their first run"))
    }

    @Test func `a store of an older program is brought up to date from its texts`() throws {
        let laboratory = try Self.laboratory([1, 2, 3])
        try laboratory.ingest(suite([.failed("x")], suite: "library", error: brokenFixture), day: 4)
        let expected = try laboratory.digest()
        for statement: SQLText in [
            "DELETE FROM evidence", "DELETE FROM sighting", "DELETE FROM issue",
            // As if each incident had been about one signature, and not about a cluster.
            """
            UPDATE incident
            SET signature_id = (SELECT max(m.signature_id) FROM membership m WHERE m.cluster_id = incident.signature_id)
            """,
            "UPDATE membership SET cluster_id = signature_id, match_id = NULL, score = NULL",
            "INSERT INTO store_info (name, value) VALUES ('state', 'stale')",
        ] {
            try laboratory.tamper(statement)
        }
        #expect(try laboratory.digest() != expected)

        try MigrateStore(laboratory.store).perform()

        #expect(try laboratory.digest() == expected)
        #expect(try laboratory.problems() == [])
    }

    private func suite(_ cases: [CaseText], suite name: String, error: String) -> String {
        "<testsuites>\(suiteText(cases, suite: name, error: error))</testsuites>"
    }
}
