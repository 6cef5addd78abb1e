// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Gathers what a release brings: what it repairs, what is known to fail, and what changed.
struct WriteNotes {
    private let connection: any StoreConnection
    private let viewpoint: Viewpoint

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) {
        self.connection = connection
        self.viewpoint = viewpoint
    }

    /// - Complexity: O(issues × runs of their places + changes × runs).
    func notes(of release: String, project: String, _ timeline: ReleaseTimeline) throws -> ReleaseNotes {
        let issues = try ReleaseIssues(connection, viewpoint, timeline)
        let waivers = try WaiverRecords(connection).all().map(\.waiver).filter {
            $0.release == release && $0.state(at: viewpoint.now) == .active
        }
        var notes: (resolved: [ReleaseNotes.Entry], unproven: [ReleaseNotes.Entry], known: [ReleaseNotes.Entry]) =
            ([], [], [])
        for placed in issues.all {
            guard let cell = placed.cells[release] else { continue }
            let issue = placed.issue
            let entry = ReleaseNotes.Entry(
                line: try issues.complete(issue.line), cause: issue.life.cause, causeClass: issue.life.causeClass,
                workaround: issue.life.workaround, link: issue.life.link, fixedBy: Self.repair(of: issue.life),
                waiver: waivers.first { $0.subject == "ISS-\(issue.number)" }?.name)
            if cell.isVerified, [.verified, .closed].contains(issue.life.state) {
                notes.resolved.append(entry)
            } else if [.fixing, .fixed].contains(issue.life.state), cell.isClaimed || cell.failed > 0 {
                notes.unproven.append(entry)
            } else if cell.failed > 0, issue.life.state.isUnresolved {
                notes.known.append(entry)
            }
        }
        let changes = try ReleaseChanges(connection, viewpoint, timeline).changes(of: release)
        return ReleaseNotes(
            project: project, release: release, previous: timeline.predecessor(of: release), at: viewpoint.now,
            resolved: notes.resolved, unproven: notes.unproven,
            known: notes.known.sorted {
                ($0.line.weight.severity, $0.line.summary.number) < ($1.line.weight.severity, $1.line.summary.number)
            }, changes: changes.filter { $0.life.state != .backedOut })
    }

    /// Who repaired it: a change, or a commit.
    private static func repair(of life: IssueLife) -> String? {
        let claim = life.transitions.last { $0.to == .fixing && $0.rule.hasPrefix("fix") }
        if let actor = claim?.actor, actor.hasPrefix("CR-") { return actor }
        return life.fix?.commit
    }
}
