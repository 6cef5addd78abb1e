// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// What was changed behind the back of the store is found.
struct VerifyStoreTests {
    private func laboratory() throws -> Laboratory {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.passed("adds"), .failed("pays"), .failed("ships", refusedPayment)), day: 1)
        try laboratory.ingest(report(.passed("adds"), .passed("pays"), .failed("ships", refusedPayment)), day: 2)
        return laboratory
    }

    @Test func `a sound store has no problems, and everything was looked at`() throws {
        let laboratory = try laboratory()

        let outcome = try VerifyStore(laboratory.store, integrity: { try TestStore.problems(laboratory.store) })
            .perform()

        #expect(outcome.problems == [])
        #expect((outcome.uploads, outcome.incidents) == (2, 2))
        #expect(outcome.texts == 2)
    }

    /// A change, and a part of what must be said about it.
    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let statement: SQLText
        let finding: String

        init(_ name: String, _ statement: SQLText, finds finding: String) {
            (testDescription, self.statement, self.finding) = (name, statement, finding)
        }

        private static let results = "the results of an upload of RUN-1 are not what was stored"

        static let all = [
            Change(
                "outcome letter", "UPDATE result_block SET outcomes = 'PPF' WHERE upload_id = 1", finds: results),
            Change(
                "duration",
                "UPDATE result_block SET durations = \([UInt8](repeating: 0, count: 12)) WHERE upload_id = 1",
                finds: results),
            Change(
                "text body", "UPDATE text SET body = body || '.' WHERE id = 1", finds: "text 1 is not what was stored"),
            Change("deleted occurrence", "DELETE FROM occurrence WHERE id = 1", finds: results),
            Change("changed verdict", "UPDATE occurrence SET decides = 0 WHERE id = 1", finds: results),
            Change("other text", "UPDATE occurrence SET message_id = NULL WHERE id = 1", finds: results),
            Change("incident state", "UPDATE incident SET state = 'closed' WHERE number = 1", finds: "INC-1 differs"),
            Change("incident count", "UPDATE incident SET reopen_count = 3 WHERE number = 2", finds: "INC-2 differs"),
            Change(
                "incident test", "UPDATE incident_test SET is_passing = 0 WHERE incident_id = 1", finds: "INC-1 differs"
            ),
            Change("event", "DELETE FROM event WHERE rule = 'restore-by-pass'", finds: "INC-1 differs"),
            Change(
                "event rule", "UPDATE event SET rule = 'void' WHERE rule = 'restore-by-pass'", finds: "INC-1 differs"),
            Change(
                "started", "UPDATE run SET started_at = started_at + 172800000 WHERE id = 1", finds: "INC-1 differs"),
            Change(
                "lost tests", "UPDATE test_block SET tests = '[]' WHERE first_test_id = 1",
                finds: "the index knows 3 tests, the store names 0"),
        ]
    }

    @Test(arguments: Change.all)
    func `a change behind the back of the store is found`(_ change: Change) throws {
        let laboratory = try laboratory()

        try laboratory.tamper(change.statement)

        #expect(try laboratory.problems().contains { $0.contains(change.finding) })
    }

    @Test func `incidents without evidence are found`() throws {
        let laboratory = try laboratory()

        try laboratory.tamper(
            """
            INSERT INTO incident (id, number, signature_id, phase, class_id, episode, state, opened_run_id, last_failed_run_id,
                reopen_count, occurrences, failed_runs, quiet_runs)
            VALUES (99, 9, 1, 'operation', 1, 1, 'open', 1, 1, 0, 1, 1, 0)
            """)

        #expect(try laboratory.problems().first == "1 incidents have no evidence")
    }

    @Test func `what the engine finds comes first`() throws {
        let laboratory = try laboratory()

        let outcome = try VerifyStore(laboratory.store, integrity: { ["page 7 is damaged"] }).perform()

        #expect(outcome.problems == ["page 7 is damaged"])
    }
}
