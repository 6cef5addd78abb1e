// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Writes what people did with phases of releases, and finds it again.
package struct PhaseRecords {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// A phase of a release.
    package struct Place: Sendable, Hashable {
        package let release: String
        package let phase: String

        package init(release: String, phase: String) {
            self.release = release
            self.phase = phase
        }
    }

    package func append(_ event: PhaseLife.Event, to place: Place) throws {
        try connection.execute(
            """
            INSERT INTO phase_event (release, phase, ordinal, at, actor, verb, reason, is_forced)
            SELECT \(place.release), \(place.phase), count(*), \(event.at), \(event.actor), \(event.verb.rawValue),
                \(event.reason), \(event.isForced)
            FROM phase_event
            WHERE release = \(place.release) AND phase = \(place.phase)
            """)
    }

    /// Everything that people did, the oldest first.
    package func all() throws -> [Place: [PhaseLife.Event]] {
        let rows = try connection.query(
            """
            SELECT release, phase, at, actor, verb, reason, is_forced
            FROM phase_event
            ORDER BY release, phase, ordinal
            """
        ) { row in
            (
                Place(release: row.text(0), phase: row.text(1)),
                PhaseLife.Event(
                    at: row.integer(2), actor: row.text(3), verb: PhaseVerb(rawValue: row.text(4)) ?? .enter,
                    reason: row.text(5), isForced: row.integer(6) == 1)
            )
        }
        return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
    }
}
