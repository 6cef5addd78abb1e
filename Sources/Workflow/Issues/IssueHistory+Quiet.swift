// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

extension IssueHistory {
    /// Without a failure for so long, and in so many runs, it is not reproduced.
    private static let quietMilliseconds: Int64 = 30 * 86_400_000
    private static let quietRunsAtLeast = 10

    /// Runs with each of which it had been quiet for long enough to say that it is not reproduced.
    func quietRuns(
        _ failures: [RunFact], _ incidents: [IssueQueries.IncidentFact], cluster: Int64, in span: IssueSpan
    ) throws -> [RunFact] {
        try failures.indices.compactMap { place in
            let next = place + 1 < failures.count ? failures[place + 1].moment : span.until
            let isLong = next.map { $0.at - failures[place].moment.at >= Self.quietMilliseconds } ?? true
            return isLong
                ? try quietRun(after: failures[place], before: next, incidents, cluster: cluster) : nil
        }
    }

    /// The run between two failures with which it had been quiet for long enough.
    private func quietRun(
        after last: RunFact, before next: Run.Moment?, _ incidents: [IssueQueries.IncidentFact],
        cluster: Int64
    ) throws -> RunFact? {
        var quiet: [RunFact] = []
        var (failed, exercised) = (0, 0)
        var seen: Set<String> = []
        for incident in incidents
        where incident.opened.moment <= last.moment
            && seen.insert("\(incident.configuration) \(incident.phase)").inserted
        {
            guard let latest = try trials.timeline(phase: incident.phase, configuration: incident.configuration).last,
                latest.moment.at - last.moment.at >= Self.quietMilliseconds
            else { continue }
            let trials = try trials.trials(
                phase: incident.phase, configuration: incident.configuration, cluster: cluster
            ).filter { $0.counts && $0.run.moment >= incident.opened.moment }
            quiet += trials.map(\.run).filter { run in run.moment > last.moment && next.map { run.moment < $0 } ?? true
            }
            failed += trials.count { $0.hasFailed && $0.run.moment <= last.moment }
            exercised += trials.count { $0.run.moment <= last.moment }
        }
        // What fails very rarely needs the most runs; one failure alone says nothing about its rate.
        let rare = failed > 1 ? CleanRuns.limit : 0
        let needed = max(Self.quietRunsAtLeast, CleanRuns.needed(failures: failed, trials: exercised) ?? rare)
        guard quiet.count >= needed else { return nil }
        quiet.sort { $0.moment < $1.moment }
        return quiet[(needed - 1)...].first { $0.moment.at - last.moment.at >= Self.quietMilliseconds }
    }
}
