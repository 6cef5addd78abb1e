// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import TestPhase

/// A change request with what people did, the oldest event first.
struct StoredChange: Sendable {
    /// Row in the store.
    let id: Int64
    /// Printed as CR-number.
    let number: Int64
    let request: ChangeRequest
    let events: [ChangeLife.Event]

    /// Whether a person had said how it ended by a moment, UTC ms.
    func isReviewed(before moment: Int64) -> Bool { events.contains { $0.verb == .review && $0.at < moment } }
}

/// Change requests in the store, as values.
struct StoredChanges {
    private let records: ChangeRecords

    init(_ connection: any StoreConnection) { records = ChangeRecords(connection) }

    func isEmpty() throws -> Bool { try records.isEmpty() }

    /// All changes, by number.
    func all() throws -> [StoredChange] {
        try records.all().map { row in
            StoredChange(
                id: row.id, number: row.number, request: try Self.value(row.request),
                events: try row.events.map { stored in
                    var event = ChangeLife.Event(
                        ChangeVerb(rawValue: stored.verb), at: stored.at, actor: stored.actor, reason: stored.reason)
                    if let detail = stored.detail { event.detail = try Self.value(detail) }
                    return event
                })
        }
    }

    /// Writes a request; answers its number.
    func insert(_ request: ChangeRequest, _ event: ChangeLife.Event) throws -> Int64 {
        try records.insert(Self.text(request), Self.row(event))
    }

    /// Appends what somebody did.
    func append(_ event: ChangeLife.Event, to change: StoredChange) throws {
        try records.append(Self.row(event), to: change.id)
    }

    private static func row(_ event: ChangeLife.Event) throws -> ChangeRecords.Event {
        ChangeRecords.Event(
            at: event.at, actor: event.actor, verb: event.verb?.rawValue ?? "new", reason: event.reason,
            detail: event.detail.isEmpty ? nil : try text(event.detail))
    }

    private static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private static func value<Value: Decodable>(_ text: String) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        } catch {
            throw StorageError(.damaged, "a change request in the store cannot be read")
        }
    }
}
