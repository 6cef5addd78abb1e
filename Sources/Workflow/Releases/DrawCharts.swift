// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Counts what the charts of a release show.
struct DrawCharts {
    private let issues: ReleaseIssues
    private let texts: [Int64: String]

    init(_ connection: any StoreConnection, _ issues: ReleaseIssues) throws {
        self.issues = issues
        texts = try IssueQueries(connection).configurationTexts()
    }

    func charts(of review: ReleaseReview) throws -> ReleaseCharts {
        let placed = Dictionary(uniqueKeysWithValues: issues.all.map { ($0.issue.number, $0) })
        let recurring = review.recurring.compactMap { placed[$0.line.summary.number]?.issue }
        return ReleaseCharts(
            heat: try heat(review, recurring), growth: growth(review.release, recurring))
    }

    private func heat(_ review: ReleaseReview, _ recurring: [ToldIssue]) throws -> ReleaseCharts.HeatMap {
        let shown = recurring.prefix(ReleaseCharts.HeatMap.rowLimit)
        let counted = try shown.map { try counts(of: $0, in: review.release) }
        var failures: [Int64: Int] = [:]
        for counts in counted {
            for (configuration, cell) in counts { failures[configuration, default: 0] += cell.failed }
        }
        let classes = failures.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .prefix(ReleaseCharts.HeatMap.classLimit).map(\.key)
            .sorted { (texts[$0] ?? "", $0) < (texts[$1] ?? "", $1) }
        let titles = Dictionary(
            uniqueKeysWithValues: review.recurring.map { ($0.line.summary.number, $0.line.summary.title) })
        return ReleaseCharts.HeatMap(
            classes: classes.map { ConfigurationClass(stored: texts[$0] ?? "") },
            rows: zip(shown, counted).map { issue, counts in
                ReleaseCharts.HeatMap.Row(
                    issue: issue.number, title: titles[issue.number] ?? "", cells: classes.map { counts[$0] })
            })
    }

    /// Runs of a release that exercised an issue, by configuration class, whatever the phase.
    private func counts(
        of issue: ToldIssue, in release: String
    ) throws -> [Int64: ReleaseCharts.HeatMap.Cell] {
        let trials = try issues.told.trials(of: issue).filter { $0.run.release == release }
        return Dictionary(grouping: trials, by: \.run.configuration).mapValues { trials in
            ReleaseCharts.HeatMap.Cell(runs: trials.count, failed: trials.count(where: \.hasFailed))
        }
    }

    /// How many had failed and were solved, at each moment at which that changed.
    private func growth(_ release: String, _ recurring: [ToldIssue]) -> [ReleaseCharts.Growth] {
        var steps: [Int64: (opened: Int, solved: Int)] = [:]
        for issue in recurring {
            guard let first = issue.failures.first(where: { $0.release == release })?.moment.at else { continue }
            steps[first, default: (0, 0)].opened += 1
            for step in issue.life.transitions where step.to.isUnresolved != (step.from?.isUnresolved ?? true) {
                // What was solved before it failed here counts from then on.
                steps[max(first, step.at), default: (0, 0)].solved += step.to.isUnresolved ? -1 : 1
            }
        }
        var (opened, solved) = (0, 0)
        return steps.sorted { $0.key < $1.key }.map { at, step in
            (opened, solved) = (opened + step.opened, solved + step.solved)
            return ReleaseCharts.Growth(at: at, opened: opened, solved: solved)
        }
    }
}
