// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// Reports that are damaged, empty, telling too much, or broken as a whole.
struct IngestEvidenceTests {
    @Test func `a file that ends too early is kept and makes the run incomplete`() throws {
        let laboratory = try Laboratory()

        let outcome = try laboratory.ingest(
            "<testsuite name=\"shop\"><testcase name=\"adds\"/><testcase name=\"pays\">")

        let run = try #require(outcome.run)
        #expect(outcome.summary.salvaged == 1)
        #expect(!run.isComplete)
        #expect(run.outcomes == [.passed: 1, .unknown: 1])
        #expect(GatePreview(latest: run, live: 0).verdict == .undecided)
        #expect(try laboratory.problems() == [])
    }

    @Test func `a rejected file beside a good one makes the run incomplete`() throws {
        let laboratory = try Laboratory()
        let paths = [try laboratory.write(report(.passed("adds"))), try laboratory.write("<html><body/></html>")]

        let outcome = try laboratory.perform(Laboratory.request(paths))

        #expect(outcome.summary.rejected == 1)
        #expect(outcome.run?.outcomes == [.passed: 1])
        #expect(outcome.run?.isComplete == false)
    }

    @Test func `a report without a test is a run without results, which decides nothing`() throws {
        let laboratory = try Laboratory()

        let outcome = try laboratory.ingest("<testsuites/>")

        let run = try #require(outcome.run)
        #expect(run.tests == 0)
        #expect(GatePreview(latest: run, live: 0).verdict == .undecided)
        #expect(try laboratory.incidents() == [])
        #expect(try laboratory.problems() == [])
    }

    @Test func `equal names in one report are all kept, and the worst decides`() throws {
        let laboratory = try Laboratory()

        let outcome = try laboratory.ingest(report(.passed("adds"), .failed("adds"), .passed("adds"), .passed("pays")))

        #expect(outcome.codes == ["duplicate-test"])
        #expect(outcome.diagnostics.first?.count == 2)
        #expect(outcome.run?.tests == 4)
        #expect(try laboratory.verdicts(run: outcome.runID) == ["adds": .failed, "pays": .passed])
        #expect(try laboratory.problems() == [])
    }

    @Test func `a flaky test opens an intermittent incident`() throws {
        let laboratory = try Laboratory()

        try laboratory.ingest(report(.flaky("adds"), .passed("pays")))

        let incident = try laboratory.incident()
        #expect(incident.state == .intermittent)
        #expect(try laboratory.rules(incident) == ["open-by-flicker"])
    }

    // MARK: Secrets

    /// Looks like a token of a source host, and is none.
    private static let token = "ghp_" + String(repeating: "A1b2C3", count: 6)

    private func tell(_ secret: String) -> String {
        """
        <testsuite name="shop \(secret)"><properties><property name="token" value="\(secret)"/></properties>
        <testcase classname="shop.\(secret)" name="logs in with \(secret)">
        <failure message="refused \(secret)" type="Denied">at login with \(secret)</failure>
        <system-out>using \(secret)</system-out><system-err>sent \(secret)</system-err></testcase></testsuite>
        """
    }

    @Test func `a secret is stored nowhere`() throws {
        let laboratory = try Laboratory()

        let outcome = try laboratory.ingest(tell(Self.token))

        #expect(outcome.codes.contains("secret-masked"))
        #expect(try laboratory.everyText().filter { $0.contains(Self.token) } == [])
        #expect(try laboratory.bodies().contains { $0.hasPrefix("refused ") })
        #expect(outcome.run?.uploads.map(\.masksSecrets) == [true])
        #expect(try laboratory.incident().title.contains(Self.token) == false)
    }

    @Test func `a secret is kept on demand, and the upload says so`() throws {
        let laboratory = try Laboratory()

        let outcome = try laboratory.ingest(tell(Self.token)) { $0.masksSecrets = false }

        #expect(try laboratory.bodies().contains("refused \(Self.token)"))
        #expect(outcome.run?.uploads.map(\.masksSecrets) == [false])
        #expect(try laboratory.export().contains { $0.contains("\"masked\":false") })
    }

    // MARK: Suites

    @Test func `a suite that breaks as a whole opens an incident for the suite`() throws {
        let laboratory = try Laboratory()

        let outcome = try laboratory.ingest(report(suite: "shop", error: brokenFixture))

        #expect(outcome.run?.outcomes == [:])
        #expect(try laboratory.states() == [.open])
        #expect(try laboratory.verdicts(run: outcome.runID) == [TestName.suiteTest: .error])
    }

    @Test(arguments: [true, false])
    func `a run in which a case of the suite passes restores the incident of the suite`(arrivesInOrder: Bool) throws {
        let laboratory = try Laboratory()
        let steps = [
            { try laboratory.ingest(report(suite: "shop", error: brokenFixture), day: 1) },
            { try laboratory.ingest(report(.passed("adds"), .skipped("pays"), suite: "shop"), day: 2) },
            { try laboratory.ingest(report(.passed("reads"), suite: "library"), day: 3) },
        ]

        for step in arrivesInOrder ? steps : [steps[0], steps[2], steps[1]] { _ = try step() }

        let incident = try laboratory.incident()
        #expect(incident.state == .restored)
        #expect(incident.restored?.startedAt == Laboratory.moment(day: 2))
        #expect(try laboratory.problems() == [])
    }

    @Test func `a case that passes in another suite restores nothing`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(suite: "shop", error: brokenFixture), day: 1)

        try laboratory.ingest(report(.passed("adds"), suite: "library"), day: 2)

        #expect(try laboratory.states() == [.open])
    }

    @Test func `a suite that breaks in another way has not passed, though a case of it did`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(suite: "shop", error: brokenFixture), day: 1)

        try laboratory.ingest(report(.passed("adds"), suite: "shop", error: missingLogin), day: 2)

        #expect(try laboratory.states() == [.open, .open])
        #expect(try laboratory.problems() == [])
    }

    @Test func `a case that passed and failed in one run does not speak for its suite`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(suite: "shop", error: brokenFixture), day: 1)

        try laboratory.ingest(report(.passed("adds"), .failed("adds", missingLogin), suite: "shop"), day: 2)

        #expect(try laboratory.states() == [.open, .open])
        #expect(try laboratory.problems() == [])
    }
}

extension Laboratory {
    /// Every text of every table, and every line of the export.
    fileprivate func everyText() throws -> [String] {
        let columns = [
            "text": "body", "signature": "title", "suite": "name", "test_group": "class_name || file",
            "test_block": "tests",
            "property": "suite || name || value", "occurrence": "type", "diagnostic": "message || coalesce(path, '')",
        ]
        return try export()
            + store.read { connection in
                try columns.flatMap { table, column in
                    try connection.query("SELECT \(raw: column) FROM \(raw: table)") { $0.text(0) }
                }
            }
    }

    @Test func `names are the same whether they are asked for one by one or together`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report((1...9000).map { .passed("holds item \($0)") }))

        let (together, single) = try laboratory.store.read { connection in
            let queries = TestQueries(connection)
            let ids: [Int64] = [1, 2, 3, 4, 5, 6, 7, 4095, 4096, 4097, 9000, 9001]
            return (try queries.tests(ids), try ids.flatMap { try queries.tests([$0]) })
        }

        #expect(together == single)
        #expect(together.count == 11)
        #expect(together.last?.name == "holds item 9000")
    }
}
