// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Readers
import Storage
package import TestPhase

/// Puts snapshots into the store under the digests of their canonical forms.
struct SnapshotKeeper {
    private let connection: any StoreConnection
    private let records: SnapshotRecords
    /// Digests of the groups that were kept, by their evidence.
    private var digests: [String: (items: [ConfigurationItem], digest: String)] = [:]

    init(_ connection: any StoreConnection) {
        self.connection = connection
        records = SnapshotRecords(connection)
    }

    /// Row of a snapshot, made when it is new.
    mutating func keep(_ snapshot: ConfigurationSnapshot) throws -> Int64 {
        try records.keep(digest: snapshot.digest, items: snapshot.items.count) { snapshot.groups.map { new($0) } }
    }

    /// Remembers what files and commands told.
    ///
    /// - Parameter now: UTC ms.
    mutating func remember(_ readings: [ConfigurationCapture.Reading], now: Int64) throws {
        let memory = ReadingRecords(connection)
        for reading in readings
        where try !memory.holds(reading.evidence, key: reading.key, since: now - Self.memoryMilliseconds) {
            let group = ConfigurationSnapshot.Group(
                evidence: reading.evidence, items: ConfigurationSnapshot(reading.items).items)
            try memory.put(reading.evidence, key: reading.key, group: records.keep(new(group)), at: now)
        }
    }

    /// How long a reading is not noted again; less than what commands are believed for.
    private static let memoryMilliseconds: Int64 = 12 * 3_600_000

    private mutating func new(_ group: ConfigurationSnapshot.Group) -> SnapshotRecords.NewGroup {
        if let known = digests[group.evidence], known.items == group.items {
            return SnapshotRecords.NewGroup(group: group, digest: known.digest)
        }
        let digest = ConfigurationSnapshot(group.items).digest
        digests[group.evidence] = (group.items, digest)
        return SnapshotRecords.NewGroup(group: group, digest: digest)
    }
}

extension ConfigurationSnapshot {
    /// SHA-256 of the canonical JSON, 64 hexadecimal digits.
    package var digest: String { Hexadecimal.text(SHA256.hash(data: canonicalBytes)) }
}
