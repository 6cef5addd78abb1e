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
