// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Says what became of each issue in each release.
struct DrawMatrix {
    private let timeline: ReleaseTimeline
    private let issues: ToldIssues
    private let waivers: [Waiver]

    init(_ timeline: ReleaseTimeline, _ issues: ToldIssues, _ connection: any StoreConnection) throws {
        self.timeline = timeline
        self.issues = issues
        waivers = try WaiverRecords(connection).all().map(\.waiver).filter { $0.approvedAt != nil }
    }

    /// The cells of an issue, by release; releases that say nothing about it are left out.
    ///
    /// What was claimed counts for the release of the first run that holds the repair, and before any such run for the one in
    /// which it failed last.
    func cells(of issue: ToldIssue) throws -> [String: ReleaseMatrix.Cell] {
        var cells: [String: ReleaseMatrix.Cell] = [:]
        func mark(_ release: String?, _ place: WritableKeyPath<ReleaseMatrix.Cell, Bool>) {
            if let release { cells[release, default: .init()][keyPath: place] = true }
        }
        for trial in try issues.trials(of: issue) where !trial.hasFailed {
            if let release = trial.run.release { cells[release, default: .init()].runs += 1 }
        }
        for run in issue.failures {
            guard let release = run.release else { continue }
            cells[release, default: .init()].runs += 1
            cells[release, default: .init()].failed += 1
        }
        mark(timeline.releases.first { (cells[$0]?.failed ?? 0) > 0 }, \.isIntroduced)
        let transitions = issue.life.transitions
        for (place, step) in transitions.enumerated() {
            let release = step.run.flatMap(timeline.release(ofRun:))
            switch step.to {
            case .fixing where step.rule.hasPrefix("fix"):
                let tested = transitions[place...].dropFirst().prefix { $0.to != .fixing }.first { $0.to == .fixed }
                let held = tested?.run.flatMap(timeline.release(ofRun:))
                mark(held, \.isHeld)
                mark(held ?? issue.failures.last { $0.moment.at <= step.at }?.release, \.isClaimed)
            case .verified: mark(release, \.isVerified)
            case .open where step.from == .fixed:
                for release in cells.keys { cells[release]?.isHeld = false }
            case .open where step.from == .verified || step.from == .closed: mark(release, \.isBack)
            default: break
            }
        }
        for waiver in waivers where waiver.subject == "ISS-\(issue.number)" { mark(waiver.release, \.isWaived) }
        return cells
    }
}
