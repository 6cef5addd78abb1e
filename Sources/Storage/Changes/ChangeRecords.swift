// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Writes change requests with what people did, and finds them again.
package struct ChangeRecords {
    /// A request as JSON, with its row and its events, the oldest first.
    package struct Row: Sendable {
        package let id: Int64
        /// Printed as CR-number.
        package let number: Int64
        package let request: String
        package let events: [Event]
    }

    package struct Event: Sendable {
        /// UTC ms.
        package let at: Int64
        package let actor: String
        package let verb: String
        package let reason: String
        /// As JSON; nil for none.
        package let detail: String?

        package init(at: Int64, actor: String, verb: String, reason: String, detail: String?) {
            self.at = at
            self.actor = actor
            self.verb = verb
            self.reason = reason
            self.detail = detail
        }
    }

    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// Writes a request; answers its number.
    package func insert(_ request: String, _ event: Event) throws -> Int64 {
        let number = try StoreInfo(connection).takeNumbers(1, of: "last-change")
        let id = try connection.number(
            """
            INSERT INTO change_request (number, request, created_at)
            VALUES (\(number), \(request), \(event.at))
            RETURNING id
            """)
        try append(event, to: id)
        return number
    }

    /// Appends what somebody did.
    package func append(_ event: Event, to change: Int64) throws {
        try connection.execute(
            """
            INSERT INTO change_event (change_id, ordinal, at, actor, verb, reason, detail)
            VALUES (\(change), (SELECT count(*) FROM change_event WHERE change_id = \(change)), \(event.at), \(event.actor),
                \(event.verb), \(event.reason), \(event.detail))
            """)
    }

    /// Whether there is none.
    package func isEmpty() throws -> Bool {
        try connection.first("SELECT id FROM change_request ORDER BY id LIMIT 1") { $0.integer(0) } == nil
    }

    /// All changes, by number.
    package func all() throws -> [Row] {
        var events: [Int64: [Event]] = [:]
        try connection.each(
            """
            SELECT change_id, at, actor, verb, reason, detail
            FROM change_event
            ORDER BY change_id, ordinal
            """
        ) { row in
            events[row.integer(0), default: []].append(
                Event(
                    at: row.integer(1), actor: row.text(2), verb: row.text(3), reason: row.text(4),
                    detail: row.optionalText(5)))
        }
        return try connection.query("SELECT id, number, request FROM change_request ORDER BY number") { row in
            Row(id: row.integer(0), number: row.integer(1), request: row.text(2), events: events[row.integer(0)] ?? [])
        }
    }
}
