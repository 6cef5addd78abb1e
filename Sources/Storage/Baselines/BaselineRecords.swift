// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Writes baselines with their events, and finds them again.
package struct BaselineRecords {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// A baseline with its rows and what only some questions need.
    package struct Stored: Sendable {
        package let id: Int64
        package let baseline: Baseline
        package let snapshot: Int64
        /// Rows of the tests that were there, ascending.
        package let tests: [Int64]
        /// Rows of the signatures that were known to fail, ascending.
        package let failures: [Int64]
    }

    package struct New: Sendable {
        package var phase: String
        package var snapshot: Int64
        package var run: Int64?
        package var author: String
        package var at: Int64
        package var reason: String
        package var suites: [String] = []
        package var tests: [Int64] = []
        package var failures: [Int64] = []

        package init(phase: String, snapshot: Int64, run: Int64?, author: String, at: Int64, reason: String) {
            self.phase = phase
            self.snapshot = snapshot
            self.run = run
            self.author = author
            self.at = at
            self.reason = reason
        }
    }

    /// Writes a captured baseline; answers its number within its phase.
    package func insert(_ new: New) throws -> Int {
        let number = try StoreInfo(connection).takeNumbers(1, of: "last-baseline-\(new.phase)")
        let id = try connection.number(
            """
            INSERT INTO baseline (phase, number, snapshot_id, run_id, state, author, captured_at, tests, failures)
            VALUES (\(new.phase), \(number), \(new.snapshot), \(new.run), 'captured', \(new.author), \(new.at),
                \(JSONBytes.text(ofNumbers: new.tests)), \(JSONBytes.text(ofNumbers: new.failures)))
            RETURNING id
            """)
        for suite in Set(new.suites).sorted() {
            try connection.execute("INSERT INTO baseline_suite (baseline_id, name) VALUES (\(id), \(suite))")
        }
        try insertEvent(id, at: new.at, actor: new.author, verb: "capture", reason: new.reason, nil, .captured)
        return Int(number)
    }

    /// Moves a baseline, and notes who did it and why.
    package func move(
        _ stored: Stored, to state: BaselineState, verb: BaselineVerb, at: Int64, actor: String, reason: String
    ) throws {
        try connection.execute("UPDATE baseline SET state = \(state.rawValue) WHERE id = \(stored.id)")
        if verb == .approve {
            try connection.execute(
                "UPDATE baseline SET approver = \(actor), approved_at = \(at) WHERE id = \(stored.id)")
        }
        try insertEvent(
            stored.id, at: at, actor: actor, verb: verb.rawValue, reason: reason, stored.baseline.state, state)
    }

    /// Notes which gate policy was in force when a baseline was approved.
    package func setPolicy(_ digest: String, of baseline: Int64) throws {
        try connection.execute("UPDATE baseline SET policy_digest = \(digest) WHERE id = \(baseline)")
    }

    /// The gate policy that was in force when a baseline was approved.
    package func policy(of baseline: Int64) throws -> String? {
        try connection.first("SELECT policy_digest FROM baseline WHERE id = \(baseline)") { $0.optionalText(0) } ?? nil
    }

    private func insertEvent(
        _ baseline: Int64, at: Int64, actor: String, verb: String, reason: String, _ from: BaselineState?,
        _ to: BaselineState
    ) throws {
        try connection.execute(
            """
            INSERT INTO baseline_event (baseline_id, ordinal, at, actor, verb, reason, from_state, to_state)
            VALUES (\(baseline), (SELECT count(*) FROM baseline_event WHERE baseline_id = \(baseline)), \(at), \(actor),
                \(verb), \(reason), \(from?.rawValue), \(to.rawValue))
            """)
    }

    /// Baselines, those of a phase or all, by phase and number.
    package func all(phase: String? = nil) throws -> [Stored] {
        try connection.query(
            """
            SELECT \(raw: Self.columns)
            FROM baseline b
            JOIN snapshot s ON s.id = b.snapshot_id
            WHERE \(phase) IS NULL OR b.phase = \(phase)
            ORDER BY b.phase, b.number
            """, Self.stored)
    }

    package func baseline(phase: String, number: Int) throws -> Stored? {
        try connection.first(
            """
            SELECT \(raw: Self.columns)
            FROM baseline b
            JOIN snapshot s ON s.id = b.snapshot_id
            WHERE b.phase = \(phase) AND b.number = \(number)
            """, Self.stored)
    }

    /// Names of the suites that must have run, sorted.
    package func suites(of baseline: Int64) throws -> [String] {
        try connection.query("SELECT name FROM baseline_suite WHERE baseline_id = \(baseline) ORDER BY name") {
            $0.text(0)
        }
    }

    /// What happened to a baseline, the oldest first.
    package func events(of baseline: Int64) throws -> [BaselineEvent] {
        try connection.query(
            """
            SELECT at, actor, verb, reason, from_state, to_state
            FROM baseline_event
            WHERE baseline_id = \(baseline)
            ORDER BY ordinal
            """
        ) { row in
            BaselineEvent(
                at: row.integer(0), actor: row.text(1), verb: row.text(2), reason: row.text(3),
                from: row.optionalText(4).flatMap(BaselineState.init),
                to: BaselineState(rawValue: row.text(5)) ?? .captured)
        }
    }

    /// An approval of a baseline, and what it was made of.
    package struct Approval: Sendable {
        /// UTC ms.
        package let at: Int64
        /// Such as `BL-beta-2`.
        package let name: String
        /// nil where it was captured without a run.
        package let run: Int64?
        /// Commit of the checkout that was captured; nil unknown.
        package let commit: String?
    }

    /// Every approval, the oldest first.
    package func approvals() throws -> [Approval] {
        try connection.query(
            """
            SELECT e.at, b.phase, b.number, b.run_id, (
                SELECT min(i.value)
                FROM snapshot_group g
                JOIN item i ON i.group_id = g.group_id
                WHERE g.snapshot_id = b.snapshot_id AND i.kind = 'source' AND i.key = 'commit'
            )
            FROM baseline_event e
            JOIN baseline b ON b.id = e.baseline_id
            WHERE e.verb = 'approve' AND e.to_state = 'approved'
            ORDER BY e.at, b.phase, b.number
            """
        ) { row in
            Approval(
                at: row.integer(0), name: "BL-\(row.text(1))-\(row.integer(2))", run: row.optionalInteger(3),
                commit: row.optionalText(4))
        }
    }

    private static let columns = """
        b.id, b.phase, b.number, b.state, s.digest, s.items, b.author, b.captured_at, b.approver, b.approved_at, b.run_id,
            b.snapshot_id, b.tests, b.failures,
            (SELECT e.actor FROM baseline_event e WHERE e.baseline_id = b.id AND e.verb = 'propose'
            ORDER BY e.ordinal DESC LIMIT 1)
        """

    private static func stored(_ row: any StoreRow) -> Stored {
        Stored(
            id: row.integer(0),
            baseline: Baseline(
                phase: row.text(1), number: Int(row.integer(2)),
                state: BaselineState(rawValue: row.text(3)) ?? .captured, digest: row.text(4),
                items: Int(row.integer(5)), author: row.text(6), proposer: row.optionalText(14),
                capturedAt: row.integer(7),
                approver: row.optionalText(8), approvedAt: row.optionalInteger(9), run: row.optionalInteger(10)),
            snapshot: row.integer(11), tests: row.withBytes(12, JSONBytes.numbers),
            failures: row.withBytes(13, JSONBytes.numbers))
    }
}
