// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// An issue with all that happened to it.
struct ToldIssue {
    let line: IssueLine
    let life: IssueLife
    let span: IssueSpan
    /// Those that count, the first one first.
    let incidents: [IssueQueries.IncidentFact]
    /// Runs in which it failed, in the order in which they happened.
    let failures: [RunFact]

    var number: Int64 { line.summary.number }
}

/// Tells issues for questions about many of them: what all need is read once.
final class ToldIssues {
    let history: IssueHistory
    let weighing: IssueWeighing
    private let suggestion: OwnerSuggestion?

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) throws {
        history = try IssueHistory(connection, viewpoint)
        try history.readEverything()
        let costing = try IssueCosting(
            IssueQueries(connection), viewpoint.costs, cluster: nil, lives: history.repairedLives())
        weighing = IssueWeighing(history, costing)
        suggestion = OwnerSuggestion(viewpoint, StoredFailures(connection))
    }

    /// - Complexity: O(failing runs of the issue), and the runs since a claimed fix where there is one.
    func tell(_ summary: IssueSummary) throws -> ToldIssue {
        let span = history.spans(of: summary.cluster).first { $0.number == summary.number } ?? IssueSpan()
        let life = try history.life(of: summary.cluster, in: span)
        let incidents = try history.incidents(of: summary.cluster, in: span)
        let failures = try history.failures(of: summary.cluster, in: span)
        let line = IssueLine(
            summary: summary.counting(incidents), state: life.state, isRegression: life.isRegression,
            owner: try life.owner ?? suggestion?.owner(of: incidents),
            weight: try weighing.weigh(summary.cluster, in: span, incidents, failures, life))
        return ToldIssue(line: line, life: life, span: span, incidents: incidents, failures: failures)
    }

    /// Runs that exercised a test of an issue in a phase and class in which it failed, in the order in which they happened;
    /// runs that an outage of something else spoilt are none.
    ///
    /// - Complexity: O(runs of those places).
    func trials(of issue: ToldIssue) throws -> [TrialHistory.Trial] {
        var seen: Set<String> = []
        return try issue.incidents.filter { seen.insert("\($0.configuration) \($0.phase)").inserted }.flatMap { place in
            try history.trials.trials(
                phase: place.phase, configuration: place.configuration, cluster: issue.line.summary.cluster)
        }.filter { issue.span.holds($0.run.moment) }.sorted { $0.run.moment < $1.run.moment }
    }
}

extension IssueSummary {
    /// With those incidents only: false alarms count for nothing.
    func counting(_ incidents: [IssueQueries.IncidentFact]) -> IssueSummary {
        let live = incidents.count { $0.state.isLive }
        let isQuiet = incidents.contains { $0.state == .restored }
        return IssueSummary(
            number: number, rule: rule, activity: live > 0 ? .live : isQuiet ? .quiet : .closed, title: title,
            cluster: cluster, signature: signature, incidents: incidents.count, liveIncidents: live, tests: tests,
            signatures: signatures, occurrences: incidents.reduce(0) { $0 + $1.occurrences },
            failedRuns: incidents.reduce(0) { $0 + $1.failedRuns },
            firstSeen: incidents.map(\.opened.moment.at).min() ?? firstSeen,
            lastSeen: incidents.map(\.lastFailed).max() ?? lastSeen, phases: Set(incidents.map(\.phase)).count,
            configurations: Set(incidents.map(\.configuration)).count, recurrenceOf: recurrenceOf)
    }
}

extension Array<IssueQueries.IncidentFact> {
    /// The share of their exercised runs that failed, from 0 to 1.
    var failureShare: Double {
        let trials = reduce(0) { $0 + Swift.max($1.exercisedRuns, $1.failedRuns) }
        return trials == 0 ? 0 : Double(reduce(0) { $0 + $1.failedRuns }) / Double(trials)
    }
}
