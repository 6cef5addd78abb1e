// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Finds issues that came through a phase unseen, and says why that phase did not see them.
struct FindEscapes {
    /// Runs of the earlier phase, and tests of the issue, that are looked at.
    private static let mostRuns = 30
    private static let mostTests = 20

    private let timeline: ReleaseTimeline
    private let queries: IssueQueries
    private let suites: SuiteCases
    private let connection: any StoreConnection
    /// All phases, from the first to the last.
    private let phases: [String]

    init(_ connection: any StoreConnection, _ timeline: ReleaseTimeline, phases: [String]) {
        self.connection = connection
        self.timeline = timeline
        self.phases = phases
        queries = IssueQueries(connection)
        suites = SuiteCases(connection)
    }

    /// - Parameter issues: Those that a release introduced.
    func find(
        _ issues: [ReleaseIssues.Placed], in release: String
    ) throws -> (escapes: [ReleaseReview.Escape], containment: [ReleaseReview.Containment]) {
        var escapes: [ReleaseReview.Escape] = []
        var found: [String: [String: Int]] = [:]
        var missed: [String: Int] = [:]
        for placed in issues {
            let first = placed.issue.incidents.filter { $0.opened.release == release }
                .min { $0.opened.moment < $1.opened.moment }
            // An outage is of its place and time: no earlier phase could have found it.
            guard let first, !first.isMajor, placed.issue.life.causeClass != .environment else { continue }
            let known = try queries.incidentFacts(of: placed.issue.line.summary.cluster).foundEarlier(than: first)
            let passed = passedPhases(before: first.opened).filter { !known.contains($0) }
            found[first.phase, default: [:]][passed.first ?? first.phase, default: 0] += 1
            for phase in passed { missed[phase, default: 0] += 1 }
            guard let due = passed.first else { continue }
            escapes.append(
                ReleaseReview.Escape(
                    line: placed.issue.line, due: due, found: first.phase, gap: try gap(first, due)))
        }
        let listed = phases.filter { found[$0] != nil || missed[$0] != nil }
        let others = Set(found.keys).union(missed.keys).subtracting(listed).sorted()
        return (
            escapes,
            (listed + others).map {
                ReleaseReview.Containment(phase: $0, found: found[$0] ?? [:], missed: missed[$0] ?? 0)
            }
        )
    }

    /// Phases of the release that had run before a run of a later one, from the first to the last.
    private func passedPhases(before run: RunFact) -> [String] {
        guard let place = phases.firstIndex(of: run.phase) else { return [] }
        return phases[..<place].filter { phase in
            timeline.runs.contains { $0.phase == phase && $0.release == run.release && $0.moment < run.moment }
        }
    }

    private func gap(_ incident: IssueQueries.IncidentFact, _ phase: String) throws -> ReleaseReview.Escape.Gap {
        let runs = timeline.runs.filter {
            $0.phase == phase && $0.release == incident.opened.release && $0.moment < incident.opened.moment
        }
        guard runs.contains(where: { $0.configuration == incident.configuration }) else { return .matrix }
        let tests = Set(incident.tests.sorted().prefix(Self.mostTests))
        var outcomes = OutcomeCache(connection, suites)
        var seen: Set<Outcome> = []
        for run in runs.filter({ $0.configuration == incident.configuration }).suffix(Self.mostRuns) {
            seen.formUnion(try outcomes.outcomes(of: run.id, tests: tests).values.map(\.outcome))
        }
        if !seen.isDisjoint(with: [.passed, .flaky]) { return .environment }
        if seen.contains(where: \.isFailure) { return .hidden }
        return seen.contains(.skipped) ? .skipped : .coverage
    }
}
