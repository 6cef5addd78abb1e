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
            let entry = try entry(placed, release, timeline, issues, waivers)
            // What a release has does not depend on what became of it later.
            if cell.isVerified, !cell.isBack {
                notes.resolved.append(entry)
            } else if cell.isHeld, !cell.isBack {
                notes.unproven.append(entry)
            } else if cell.failed > 0 {
                notes.known.append(entry)
            }
        }
        let changes = try ReleaseChanges(connection, viewpoint, timeline).changes(of: release)
        return ReleaseNotes(
            project: project, release: release, previous: timeline.predecessor(of: release), at: viewpoint.now,
            resolved: notes.resolved, unproven: notes.unproven,
            known: notes.known.sorted {
                ($0.severity ?? "", $0.name.count, $0.name) < ($1.severity ?? "", $1.name.count, $1.name)
            }
                + (try singles(release)), changes: changes.filter { $0.life.state != .backedOut })
    }

    private func entry(
        _ placed: ReleaseIssues.Placed, _ release: String, _ timeline: ReleaseTimeline, _ issues: ReleaseIssues,
        _ waivers: [Waiver]
    ) throws -> ReleaseNotes.Entry {
        let (issue, life) = (placed.issue, placed.issue.life)
        let line = try issues.complete(issue.line)
        var entry = ReleaseNotes.Entry(
            name: "ISS-\(issue.number)", title: line.summary.title, severity: line.weight.severity.text,
            state: life.state.rawValue)
        (entry.cause, entry.causeClass, entry.workaround) = (life.cause, life.causeClass, life.workaround)
        (entry.link, entry.fixedBy) = (life.link, Self.repair(of: life))
        entry.waiver = waivers.first { $0.subject == "ISS-\(issue.number)" }?.name
        let later = timeline.releases.drop { $0 != release }.dropFirst()
        if placed.cells[release]?.isVerified != true {
            if let other = later.first(where: { placed.cells[$0]?.isVerified == true }) {
                entry.since = "repaired in \(other)"
            } else if let other = later.first(where: { placed.cells[$0]?.isHeld == true }) {
                entry.since = "said to be repaired in \(other)"
            } else if let end = life.transitions.last, end.to == .closed {
                entry.since = "closed by \(end.actor)"
            }
        }
        return entry
    }

    /// Live incidents of the release that are no issue yet.
    private func singles(_ release: String) throws -> [ReleaseNotes.Entry] {
        var filter = IncidentQueries.Filter()
        (filter.release, filter.limit) = (release, Int(Int32.max))
        filter.states = Incident.State.allCases.filter(\.isLive).map(\.rawValue)
        let marks = try IncidentMarks(connection, hasStandings: false)
        return try IncidentQueries(connection).lines(filter).filter { $0.issue == nil && !marks.isVoid($0.number) }
            .sorted { $0.number < $1.number }
            .map {
                ReleaseNotes.Entry(name: "INC-\($0.number)", title: $0.title, severity: nil, state: $0.state.rawValue)
            }
    }

    /// Who repaired it: a change, or a commit.
    private static func repair(of life: IssueLife) -> String? {
        let claim = life.transitions.last { $0.to == .fixing && $0.rule.hasPrefix("fix") }
        if let actor = claim?.actor, actor.hasPrefix("CR-") { return actor }
        return life.fix?.commit
    }
}
