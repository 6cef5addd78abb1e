// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What a person said about clusters, as the store keeps it.
package struct StoredDecision: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        // About clusters.
        case merge, split, pin, rule
        // About issues.
        case confirm, assign, cause, workaround, fix, `defer`, close, reopen, link, severity
        // About incidents; they can be closed as well.
        case acknowledge, void
        case undo

        /// Whether it says what belongs together.
        package var isAboutClusters: Bool { [.merge, .split, .pin, .rule].contains(self) }
    }

    /// Printed as DEC-id.
    package let id: Int64
    /// UTC milliseconds since 1970.
    package let at: Int64
    package let actor: String
    package let kind: Kind
    package let reason: String
    /// Rule, owner, cause, workaround, commit, tracker item or severity; phase and class of an incident that is closed.
    package let value: String?
    /// Class of a cause.
    package let category: String?
    /// UTC ms, end of a deferral.
    package let until: Int64?
    /// Of a decision about one incident.
    package let incident: Int64?
    /// Of an undo.
    package let undoes: Int64?
    /// Rows of signatures: those that go somewhere, where they go, and those that stay together.
    package var moved: [Int64] = []
    package var target: [Int64] = []
    package var stays: [Int64] = []
}

/// Writes and reads the log of decisions; nothing in it is ever changed.
package struct DecisionRecords {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// A decision that is not stored yet.
    package struct New: Sendable {
        package var at: Int64
        package var actor: String
        package var kind: StoredDecision.Kind
        package var reason: String
        package var value: String?
        package var category: String?
        package var until: Int64?
        package var incident: Int64?
        package var undoes: Int64?
        package var moved: [Int64] = []
        package var target: [Int64] = []
        package var stays: [Int64] = []

        package init(_ kind: StoredDecision.Kind, at: Int64, actor: String, reason: String) {
            self.kind = kind
            self.at = at
            self.actor = actor
            self.reason = reason
        }
    }

    /// Appends a decision; answers its number.
    package func insert(_ decision: New) throws -> Int64 {
        let id = try connection.number(
            """
            INSERT INTO decision (id, at, actor, kind, reason, value, category, until, incident_number, undoes_id)
            VALUES ((SELECT coalesce(max(id), 0) + 1 FROM decision), \(decision.at), \(decision.actor), \(decision.kind.rawValue), \(decision.reason),
                \(decision.value), \(decision.category), \(decision.until), \(decision.incident), \(decision.undoes))
            RETURNING id
            """)
        let rows =
            decision.moved.map { ("moved", $0) } + decision.target.map { ("target", $0) }
            + decision.stays.map { ("stays", $0) }
        let columns = ["decision_id", "role", "signature_id"]
        try connection.insert(into: "decision_signature", columns: columns, count: rows.count) { index, row in
            row.integer(id)
            row.text(rows[index].0)
            row.integer(rows[index].1)
        }
        return id
    }

    /// Whether anybody ever said one of these.
    package func hasAny(of kinds: [StoredDecision.Kind]) throws -> Bool {
        try kinds.contains { kind in
            try connection.first("SELECT id FROM decision WHERE kind = \(kind.rawValue) LIMIT 1") { $0.integer(0) }
                != nil
        }
    }

    /// Whether anybody ever closed an incident.
    package func hasClosedIncidents() throws -> Bool {
        try connection.first(
            "SELECT id FROM decision WHERE kind = 'close' AND incident_number IS NOT NULL LIMIT 1"
        ) { $0.integer(0) } != nil
    }

    /// All decisions, the oldest first.
    package func all() throws -> [StoredDecision] {
        var decisions = try connection.query(
            """
            SELECT id, at, actor, kind, reason, value, category, until, incident_number, undoes_id
            FROM decision
            ORDER BY id
            """
        ) { row in
            StoredDecision(
                id: row.integer(0), at: row.integer(1), actor: row.text(2),
                kind: StoredDecision.Kind(rawValue: row.text(3)) ?? .undo, reason: row.text(4),
                value: row.optionalText(5), category: row.optionalText(6), until: row.optionalInteger(7),
                incident: row.optionalInteger(8), undoes: row.optionalInteger(9))
        }
        guard !decisions.isEmpty else { return [] }
        let places = Dictionary(uniqueKeysWithValues: decisions.enumerated().map { ($0.element.id, $0.offset) })
        try connection.each(
            """
            SELECT decision_id, role, signature_id
            FROM decision_signature
            ORDER BY decision_id, role, signature_id
            """
        ) { row in
            guard let place = places[row.integer(0)] else { return }
            switch row.text(1) {
            case "moved": decisions[place].moved.append(row.integer(2))
            case "target": decisions[place].target.append(row.integer(2))
            default: decisions[place].stays.append(row.integer(2))
            }
        }
        return decisions
    }

    /// Notes which signatures a rule speaks of, each once.
    package func match(_ rule: Int64, _ signatures: [Int64]) throws {
        for signature in signatures {
            try connection.execute(
                """
                INSERT INTO rule_match (decision_id, signature_id)
                VALUES (\(rule), \(signature))
                ON CONFLICT (decision_id, signature_id) DO NOTHING
                """)
        }
    }

    /// Forgets what rules said of a signature whose evidence is another one now.
    package func unmatch(_ signature: Int64) throws {
        try connection.execute("DELETE FROM rule_match WHERE signature_id = \(signature)")
    }

    /// Signatures that rules speak of, by the rule.
    package func matches() throws -> [Int64: [Int64]] {
        var matches: [Int64: [Int64]] = [:]
        try connection.each(
            "SELECT decision_id, signature_id FROM rule_match ORDER BY decision_id, signature_id"
        ) { matches[$0.integer(0), default: []].append($0.integer(1)) }
        return matches
    }
}
