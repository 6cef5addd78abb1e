// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Which incidents were ever opened again, without a walk through every event.
    static let reopenings = Migration(version: 16, name: "reopenings") { _ in
        ["CREATE INDEX event_of_reopening ON event (incident_id, at) WHERE rule = 'reopen-by-recurrence'"]
    }
}
