// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// The issues of releases, with what each did in which release.
final class ReleaseIssues {
    struct Placed {
        let issue: ToldIssue
        let cells: [String: ReleaseMatrix.Cell]
    }

    /// Every issue, by number.
    let all: [Placed]
    let told: ToldIssues
    private let timeline: ReleaseTimeline
    private let queries: IssueQueries
    private let failures: StoredFailures
    private let components: ComponentMap
    private let costs: CostModel
    private let releases: ReleaseQueries
    private var failings: [Int64: [ReleaseQueries.Failing]]?

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint, _ timeline: ReleaseTimeline) throws {
        self.timeline = timeline
        queries = IssueQueries(connection)
        failures = StoredFailures(connection)
        components = viewpoint.components
        costs = viewpoint.costs
        releases = ReleaseQueries(connection)
        let told = try ToldIssues(connection, viewpoint)
        self.told = told
        let drawing = try DrawMatrix(timeline, told, connection)
        all = try queries.bareLines(IssueQueries.Filter()).map { summary in
            let issue = try told.tell(summary)
            return Placed(issue: issue, cells: try drawing.cells(of: issue))
        }.sorted { $0.issue.number < $1.issue.number }
    }

    /// Issues that failed in no release before.
    func introduced(in release: String) -> [Placed] { all.filter { $0.cells[release]?.isIntroduced == true } }

    /// Issues that failed in a release, by their occurrences there, the most first.
    func recurring(in release: String) throws -> [ReleaseReview.Recurring] {
        try all.filter { ($0.cells[release]?.failed ?? 0) > 0 }.map { placed in
            ReleaseReview.Recurring(
                line: try complete(placed.issue.line), cause: placed.issue.life.causeClass ?? .unknown,
                components: try components(of: placed.issue), extent: try extent(of: placed.issue, in: release),
                next: Self.next(placed.issue))
        }.sorted {
            ($1.extent.occurrences, $0.line.summary.number) < ($0.extent.occurrences, $1.line.summary.number)
        }
    }

    /// How much of an issue there was in a release.
    private func extent(of issue: ToldIssue, in release: String) throws -> ReleaseReview.Extent {
        let all = try failings ?? Dictionary(grouping: releases.failings(), by: \.cluster)
        failings = all
        var extent = ReleaseReview.Extent()
        let runs = issue.failures.filter { $0.release == release }
        let ids = Set(runs.map(\.id))
        var machine = 0.0
        for failing in all[issue.line.summary.cluster] ?? [] where ids.contains(failing.run) {
            extent.occurrences += failing.tests
            machine += Double(failing.microseconds) / 60_000_000
        }
        let incidents = issue.incidents.filter { incident in runs.contains(where: incident.holds) }
        extent.failedRuns = runs.count
        extent.incidents = incidents.count
        extent.tests = incidents.tests.count
        extent.configurations = Set(runs.map(\.configuration)).count
        (extent.first, extent.last) = (runs.first?.moment.at ?? 0, runs.last?.moment.at ?? 0)
        let opened = issue.incidents.count { $0.opened.release == release }
        let looks = opened * costs.firstMinutes + max(0, runs.count - opened) * costs.repeatMinutes
        extent.minutes = Double(looks) + machine
        return extent
    }

    func turnover(of release: String) throws -> ReleaseReview.Turnover {
        var turnover = ReleaseReview.Turnover()
        for placed in all {
            guard let cell = placed.cells[release] else { continue }
            let line = placed.issue.line
            if cell.isIntroduced { turnover.new.append(try complete(line)) }
            if cell.isVerified { turnover.verified.append(try complete(line)) }
            if cell.isBack { turnover.back.append(try complete(line)) }
            if cell.failed > 0, !cell.isIntroduced, line.state.isUnresolved {
                turnover.carried.append(try complete(line))
            }
            if cell.isWaived { turnover.waived.append(try complete(line)) }
        }
        return turnover
    }

    /// What was lost, by a name that each issue has; one with several names counts for each.
    func shares(
        _ recurring: [ReleaseReview.Recurring], by names: (ReleaseReview.Recurring) -> [String]
    ) -> [ReleaseReview.Share] {
        var groups: [String: [ReleaseReview.Recurring]] = [:]
        for one in recurring {
            for name in names(one) { groups[name, default: []].append(one) }
        }
        return groups.map { name, members in
            ReleaseReview.Share(
                name: name, issues: members.count, occurrences: members.reduce(0) { $0 + $1.extent.occurrences },
                minutes: members.reduce(0) { $0 + $1.extent.minutes })
        }.sorted { ($1.minutes, $0.name) < ($0.minutes, $1.name) }
    }

    /// The line with its last title, and what else only shown issues need.
    func complete(_ line: IssueLine) throws -> IssueLine {
        IssueLine(
            summary: try queries.complete(line.summary), state: line.state, isRegression: line.isRegression,
            owner: line.owner, weight: line.weight)
    }

    private func components(of issue: ToldIssue) throws -> [String] {
        let tests = issue.incidents.tests
        return Set(try failures.files(of: tests).flatMap(components.components(ofPath:))).sorted()
    }

    /// What is to be done next about an issue.
    private static func next(_ issue: ToldIssue) -> String {
        let name = "ISS-\(issue.number)"
        switch issue.life.state {
        case .candidate: return "exitgate issue confirm \(name), or close it"
        case .open: return "exitgate issue cause \(name)"
        case .knownError: return "exitgate issue fix \(name), once it is repaired"
        case .fixing: return "test the repair: no run holds it yet"
        case .fixed:
            let places = issue.life.verification?.places ?? []
            let missing = places.compactMap { place in place.needed.map { max(0, $0 - place.clean) } }.max() ?? 0
            let isSlow = places.contains { $0.needed == nil }
            if isSlow { return "waiting cannot show the repair: repeat its tests" }
            return missing > 0 ? "\(missing) more clean \(missing == 1 ? "run" : "runs")" : "clean runs on other days"
        case .deferred: return "decide again when the deferral ends"
        case .verified: return "approve a baseline that holds it, or exitgate issue close \(name)"
        case .closed: return "nothing"
        case .notReproduced: return "exitgate issue close \(name), or repeat its tests"
        }
    }
}
