// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Keeps decisions of gates with all they were made of.
package struct GateRecords {
    package struct Evaluation: Sendable {
        /// Printed as GATE-number.
        package var number: Int64 = 0
        package let phase: String
        package let release: String?
        /// UTC ms.
        package let at: Int64
        package let actor: String
        package let outcome: String
        package let candidate: String?
        package let policyDigest: String
        package let evidenceDigest: String
        package let verdictDigest: String

        package init(
            phase: String, release: String?, at: Int64, actor: String, outcome: String, candidate: String?,
            policyDigest: String, evidenceDigest: String, verdictDigest: String
        ) {
            self.phase = phase
            self.release = release
            self.at = at
            self.actor = actor
            self.outcome = outcome
            self.candidate = candidate
            self.policyDigest = policyDigest
            self.evidenceDigest = evidenceDigest
            self.verdictDigest = verdictDigest
        }
    }

    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// Keeps a document under its digest; an equal one is kept once.
    package func keep(_ body: String, digest: String) throws {
        try connection.execute(
            "INSERT INTO gate_document (digest, body) VALUES (\(digest), \(body)) ON CONFLICT (digest) DO NOTHING")
    }

    package func document(_ digest: String) throws -> String? {
        try connection.first("SELECT body FROM gate_document WHERE digest = \(digest)") { $0.text(0) }
    }

    /// Writes an evaluation; answers its number.
    package func insert(_ new: Evaluation) throws -> Int64 {
        let number = try StoreInfo(connection).takeNumbers(1, of: "last-gate")
        try connection.execute(
            """
            INSERT INTO gate_evaluation (number, phase, release, at, actor, outcome, candidate, policy_digest,
                evidence_digest, verdict_digest)
            VALUES (\(number), \(new.phase), \(new.release), \(new.at), \(new.actor), \(new.outcome), \(new.candidate),
                \(new.policyDigest), \(new.evidenceDigest), \(new.verdictDigest))
            """)
        return number
    }

    /// A failure by which a rule stopped a candidate, and no waiver excused.
    package struct Block: Sendable, Hashable {
        package let rule: String
        /// Such as INC-3 or TEST-5.
        package let subject: String

        package init(rule: String, subject: String) {
            self.rule = rule
            self.subject = subject
        }
    }

    /// Writes what stopped the candidate of an evaluation, each once.
    package func insert(_ blocks: Set<Block>, of number: Int64) throws {
        let sorted = blocks.sorted { ($0.rule, $0.subject) < ($1.rule, $1.subject) }
        let columns = ["gate_number", "rule", "subject"]
        try connection.insert(into: "gate_block", columns: columns, count: sorted.count) { index, row in
            row.integer(number)
            row.text(sorted[index].rule)
            row.text(sorted[index].subject)
        }
    }

    package func blocks(of number: Int64) throws -> Set<Block> {
        Set(
            try connection.query(
                "SELECT rule, subject FROM gate_block WHERE gate_number = \(number) ORDER BY rule, subject"
            ) { Block(rule: $0.text(0), subject: $0.text(1)) })
    }

    /// An evaluation that a subject stopped.
    package struct Stop: Sendable {
        package let gate: Int64
        package let phase: String
        /// UTC ms.
        package let at: Int64
        package let subject: String
    }

    /// What stopped candidates, the earliest first.
    package func stops(before moment: Int64) throws -> [Stop] {
        try connection.query(
            """
            SELECT DISTINCT g.number, g.phase, g.at, b.subject
            FROM gate_block b
            JOIN gate_evaluation g ON g.number = b.gate_number
            WHERE g.at < \(moment)
            ORDER BY g.number, b.subject
            """
        ) { Stop(gate: $0.integer(0), phase: $0.text(1), at: $0.integer(2), subject: $0.text(3)) }
    }

    /// Number of the last evaluation of each phase.
    package func latest(before moment: Int64) throws -> [String: Int64] {
        Dictionary(
            uniqueKeysWithValues: try connection.query(
                """
                SELECT phase, max(number)
                FROM gate_evaluation
                WHERE at < \(moment)
                GROUP BY phase
                ORDER BY phase
                """
            ) { ($0.text(0), $0.integer(1)) })
    }

    /// Evaluations, those of a phase or all, the latest first.
    package func all(phase: String? = nil, limit: Int = .max) throws -> [Evaluation] {
        try connection.query(
            """
            SELECT \(raw: Self.columns)
            FROM gate_evaluation
            WHERE \(phase) IS NULL OR phase = \(phase)
            ORDER BY number DESC
            LIMIT \(limit)
            """, Self.evaluation)
    }

    package func evaluation(_ number: Int64) throws -> Evaluation? {
        try connection.first(
            "SELECT \(raw: Self.columns) FROM gate_evaluation WHERE number = \(number)", Self.evaluation)
    }

    private static let columns = """
        number, phase, release, at, actor, outcome, candidate, policy_digest, evidence_digest, verdict_digest
        """

    private static func evaluation(_ row: any StoreRow) -> Evaluation {
        var evaluation = Evaluation(
            phase: row.text(1), release: row.optionalText(2), at: row.integer(3), actor: row.text(4),
            outcome: row.text(5), candidate: row.optionalText(6), policyDigest: row.text(7),
            evidenceDigest: row.text(8), verdictDigest: row.text(9))
        evaluation.number = row.integer(0)
        return evaluation
    }
}
