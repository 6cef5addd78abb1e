// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Writes waivers with what was decided about them, and finds them again.
package struct WaiverRecords {
    package struct Event: Sendable, Equatable {
        /// UTC ms.
        package let at: Int64
        package let actor: String
        /// `approve`, `refuse` or `revoke`.
        package let verb: String
        package let reason: String

        package init(at: Int64, actor: String, verb: String, reason: String) {
            self.at = at
            self.actor = actor
            self.verb = verb
            self.reason = reason
        }
    }

    package struct Stored: Sendable {
        package let id: Int64
        /// With what was decided last.
        package let waiver: Waiver
        /// The oldest first.
        package let events: [Event]
    }

    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// Writes a request; answers its number.
    package func insert(_ waiver: Waiver) throws -> Int64 {
        let number = try StoreInfo(connection).takeNumbers(1, of: "last-waiver")
        try connection.execute(
            """
            INSERT INTO waiver (number, rule, subject, phase, release, reason, risk, owner, compensation, requester,
                requested_at, expires, accepted_permille)
            VALUES (\(number), \(waiver.rule), \(waiver.subject), \(waiver.phase), \(waiver.release), \(waiver.reason),
                \(waiver.risk), \(waiver.owner), \(waiver.compensation), \(waiver.requester), \(waiver.requestedAt),
                \(waiver.expires), \(waiver.acceptedRate.map { Int64(($0 * 1000).rounded()) }))
            """)
        return number
    }

    package func append(_ event: Event, to waiver: Int64) throws {
        try connection.execute(
            """
            INSERT INTO waiver_event (waiver_id, ordinal, at, actor, verb, reason)
            VALUES (\(waiver), (SELECT count(*) FROM waiver_event WHERE waiver_id = \(waiver)), \(event.at), \(event.actor),
                \(event.verb), \(event.reason))
            """)
    }

    /// All waivers, by number.
    package func all() throws -> [Stored] {
        var events: [Int64: [Event]] = [:]
        try connection.each(
            "SELECT waiver_id, at, actor, verb, reason FROM waiver_event ORDER BY waiver_id, ordinal"
        ) { row in
            events[row.integer(0), default: []].append(
                Event(at: row.integer(1), actor: row.text(2), verb: row.text(3), reason: row.text(4)))
        }
        return try connection.query(
            """
            SELECT id, number, rule, subject, phase, release, reason, risk, owner, compensation, requester, requested_at,
                expires, accepted_permille
            FROM waiver
            ORDER BY number
            """
        ) { row in
            var waiver = Waiver(
                number: row.integer(1), rule: row.text(2), subject: row.text(3), phase: row.text(4),
                release: row.optionalText(5), reason: row.text(6), risk: row.text(7), owner: row.text(8),
                requester: row.text(10), requestedAt: row.integer(11), expires: row.integer(12))
            waiver.compensation = row.optionalText(9)
            waiver.acceptedRate = row.optionalInteger(13).map { Double($0) / 1000 }
            let own = events[row.integer(0)] ?? []
            for event in own { waiver.take(event) }
            return Stored(id: row.integer(0), waiver: waiver, events: own)
        }
    }
}

extension Waiver {
    fileprivate mutating func take(_ event: WaiverRecords.Event) {
        switch event.verb {
        case "approve": (decision, approver, approvedAt) = (.active, event.actor, event.at)
        case "refuse": decision = .refused
        default: decision = .revoked
        }
    }
}
