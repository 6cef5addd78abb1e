// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// The baselines of the phases of a release.
struct ReleaseBaselines {
    private let connection: any StoreConnection
    private let viewpoint: Viewpoint
    private let timeline: ReleaseTimeline

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint, _ timeline: ReleaseTimeline) {
        self.connection = connection
        self.viewpoint = viewpoint
        self.timeline = timeline
    }

    /// Those that were captured before a phase of the release ended, and current ones, by phase and number.
    ///
    /// - Parameter isCompared: Whether it is told what changed since the one before.
    func audited(
        _ summary: ReleaseSummary, _ project: ReadReleases.Project, isCompared: Bool = false
    ) throws -> [AuditedBaseline] {
        let (records, snapshots) = (BaselineRecords(connection), SnapshotRecords(connection))
        return try summary.phases.flatMap { phase in
            let all = try records.all(phase: phase.name).filter {
                $0.baseline.capturedAt <= phase.last || $0.baseline.state.isCurrent
            }
            return try all.enumerated().map { place, stored in
                var audited = AuditedBaseline(
                    baseline: stored.baseline, events: try records.events(of: stored.id),
                    audit: try stored.baseline.state.isCurrent
                        ? ReleaseAudit(connection, viewpoint).audit(
                            stored, of: summary.name, timeline, supportEnds: project.supportEnds) : nil)
                if isCompared, place > 0 {
                    let diff = BaselineDiff(
                        from: try snapshots.snapshot(row: all[place - 1].snapshot),
                        to: try snapshots.snapshot(row: stored.snapshot))
                    audited.change = (all[place - 1].baseline.name, diff)
                }
                return audited
            }
        }
    }
}
