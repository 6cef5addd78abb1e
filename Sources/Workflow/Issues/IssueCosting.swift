// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Says what issues cost, and what they will cost.
///
/// Expected are the failing runs of the last four weeks of evidence, smoothed by half a run, each with one look of a person
/// and the time of its tests; and for what is live and heavy the delay of the gate, by the chance that it fails there.
struct IssueCosting {
    private static let windowDays = 28
    private static let dayMilliseconds: Int64 = 86_400_000
    /// Minutes of a working day, and the least and the most that a repair is thought to take.
    private static let dayMinutes = 480.0
    private static let effortMinutes = 60.0...4_800.0

    private let model: CostModel
    /// UTC ms of the latest run: the clock would make old evidence look quiet.
    private let latest: Int64
    private let queries: IssueQueries
    /// Of whole clusters.
    private let machineMilliseconds: [Int64: Int64]
    private let efforts: [CauseClass?: Double]

    /// - Parameters:
    ///   - cluster: nil for all.
    ///   - lives: Lives of issues that tell how long repairs take.
    init(_ queries: IssueQueries, _ model: CostModel, cluster: Int64?, lives: [IssueLife]) throws {
        self.model = model
        self.queries = queries
        latest = try queries.latestRuns(limit: 1).first?.moment.at ?? 0
        machineMilliseconds = try queries.failingTimes(of: cluster)
        efforts = Self.efforts(lives)
    }

    /// - Parameter span: What the issue tells of the history of the cluster; the failures are those within it.
    func cost(
        of cluster: Int64, in span: IssueSpan, _ incidents: [IssueQueries.IncidentFact], _ failures: [RunFact],
        _ life: IssueLife, severity: Severity
    ) throws -> IssueCost {
        var cost = IssueCost()
        cost.effortMinutes = efforts[life.causeClass] ?? efforts[nil] ?? Self.dayMinutes
        // Where all of it was a false alarm, nothing was lost, and nothing is to be expected.
        guard !incidents.isEmpty else { return cost }
        cost.triageMinutes = incidents.reduce(0) {
            $0 + model.firstMinutes + max(0, $1.failedRuns - 1) * model.repeatMinutes
        }
        cost.machineMilliseconds =
            span.isWhole
            ? machineMilliseconds[cluster] ?? 0
            : try queries.failingTime(of: cluster, inRuns: Set(failures.map(\.id)))
        let runs = Double(max(1, failures.count))
        let once = Double(model.repeatMinutes) + Double(cost.machineMilliseconds) / 60_000 / runs
        cost.expectedMinutes = failingRunsPerDay(failures) * Double(model.daysToGate) * once
        if severity <= .s2 {
            cost.expectedMinutes += chanceOfFailing(incidents) * Double(model.gateDelayHours) * 60
        }
        return cost
    }

    private func failingRunsPerDay(_ failures: [RunFact]) -> Double {
        guard let first = failures.first else { return 0 }
        let begin = max(first.moment.at, latest - Int64(Self.windowDays) * Self.dayMilliseconds)
        let days = max(1, Double(latest - begin) / Double(Self.dayMilliseconds))
        return (Double(failures.count { $0.moment.at >= begin }) + 0.5) / (days + 1)
    }

    /// In the next run of the place where it fails most, 0 when it does not fail now.
    private func chanceOfFailing(_ incidents: [IssueQueries.IncidentFact]) -> Double {
        incidents.filter(\.state.isLive).map {
            (Double($0.failedRuns) + 0.5) / (Double(max($0.exercisedRuns, $0.failedRuns)) + 1)
        }.max() ?? 0
    }

    /// The median time from when an issue began to matter to its proven fix, by the class of its cause; under nil of all.
    private static func efforts(_ lives: [IssueLife]) -> [CauseClass?: Double] {
        var times: [CauseClass?: [Double]] = [:]
        for life in lives where life.state == .verified || life.state == .closed {
            guard let fix = life.fix, let begin = life.transitions.first?.at, fix.at > begin else { continue }
            let days = Double(fix.at - begin) / Double(dayMilliseconds)
            let minutes = min(max(days * dayMinutes, effortMinutes.lowerBound), effortMinutes.upperBound)
            times[nil, default: []].append(minutes)
            if let cause = life.causeClass { times[cause, default: []].append(minutes) }
        }
        return times.mapValues { $0.sorted()[$0.count / 2] }
    }
}
