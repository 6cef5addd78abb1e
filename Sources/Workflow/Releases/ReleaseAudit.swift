// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Audits a baseline by the last runs of one release, whatever was tested since.
struct ReleaseAudit {
    private let connection: any StoreConnection
    private let viewpoint: Viewpoint

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) {
        self.connection = connection
        self.viewpoint = viewpoint
    }

    func audit(
        _ stored: BaselineRecords.Stored, of release: String, _ timeline: ReleaseTimeline,
        supportEnds: [String: Int64]
    ) throws -> BaselineAudit {
        let own = timeline.runs.filter { $0.release == release && $0.phase == stored.baseline.phase }
        let latest = Dictionary(grouping: own, by: \.configuration).compactMap(\.value.last?.id).sorted()
        return try AuditBaseline.audit(
            stored, connection, now: viewpoint.now, supportEnds: supportEnds, viewpoint,
            runs: latest.compactMap { try RunQueries(connection).run(id: $0) }, among: Set(own.map(\.id)))
    }
}
