// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// The runs of all releases, counted.
struct ReleaseRuns {
    private let byRelease: [String: [ReleaseQueries.Counts]]

    init(_ connection: any StoreConnection) throws {
        byRelease = Dictionary(grouping: try ReleaseQueries(connection).counts(), by: \.release)
    }

    func runs(of release: String) -> [ReleaseQueries.Counts] { byRelease[release] ?? [] }

    /// Runs that have results.
    func exercised(_ release: String, phase: String? = nil) -> [ReleaseQueries.Counts] {
        runs(of: release).filter { $0.executions > 0 && (phase == nil || $0.phase == phase) }
    }

    func trend(_ release: String) -> ReleaseReview.Trend {
        let runs = exercised(release)
        return ReleaseReview.Trend(
            release: release, runs: runs.count, failedRuns: runs.count { $0.failing > 0 },
            occurrences: runs.reduce(0) { $0 + $1.failing }, executions: runs.reduce(0) { $0 + $1.executions },
            flaky: runs.reduce(0) { $0 + $1.flaky })
    }

    func capacity(_ summary: ReleaseSummary, _ previous: String?) -> [ReleaseReview.Capacity] {
        summary.phases.map { phase in
            let now = times(summary.name, phase.name)
            let before = previous.map { times($0, phase.name) } ?? []
            let waits = runs(of: summary.name).filter { $0.phase == phase.name }.compactMap(\.queueMilliseconds)
                .sorted()
            var capacity = ReleaseReview.Capacity(
                phase: phase.name, runs: phase.runs, p50: Self.quantile(now, 50), p95: Self.quantile(now, 95),
                before: Self.quantile(before, 95))
            capacity.queued = waits.count
            (capacity.queueP50, capacity.queueP95) = (Self.quantile(waits, 50), Self.quantile(waits, 95))
            return capacity
        }
    }

    private func times(_ release: String, _ phase: String) -> [Int64] {
        runs(of: release).filter { $0.phase == phase }.compactMap(\.milliseconds).sorted()
    }

    private static func quantile(_ times: [Int64], _ percent: Int) -> Int64? {
        times.isEmpty ? nil : times[min(times.count - 1, times.count * percent / 100)]
    }

    func quality(of release: String, _ connection: any StoreConnection) throws -> ReleaseReview.Quality {
        let runs = runs(of: release)
        var quality = ReleaseReview.Quality()
        quality.runs = runs.count
        quality.empty = runs.count { $0.executions == 0 }
        quality.incomplete = runs.count { !$0.isComplete }
        quality.withoutCommit = runs.count { !$0.hasCommit }
        quality.withoutConfiguration = runs.count { !$0.hasSnapshot }
        let queries = IssueQueries(connection)
        quality.tainted = try runs.filter { $0.failing >= Incident.majorTests }.count { run in
            try queries.isSpoilt(run: run.run, ofTests: run.executions)
        }
        return quality
    }
}
