// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Triage

/// Judges how reliable a test is, by its results in each phase and configuration class.
enum TestTrials {
    private struct Place: Hashable {
        let phase: String
        let configuration: String
    }

    private struct Trial {
        let run: Incident.RunReference
        let commit: String?
        let place: Place
        var verdict: ResultQueries.Verdict

        /// Of all attempts: a pass after a failed one is flaky.
        var final: Outcome { verdict.outcome }
    }

    /// - Parameter history: Results of one test, oldest first.
    /// - Returns: All places together, then, where there are several, each: the one with the latest run first.
    /// - Complexity: O(n²) in the runs of a place.
    static func reliability(_ history: [HistoryEntry]) -> [TestReliability] {
        let places = Dictionary(grouping: history) { Place(phase: $0.phase, configuration: $0.configuration.text) }
        let each = places.values
            .sorted { ($1.last?.startedAt ?? 0, $0[0].run) < ($0.last?.startedAt ?? 0, $1[0].run) }
            .map { entries in
                let place = TestReliability(phase: entries[0].phase, configuration: entries[0].configuration)
                return judged(place, trials(entries))
            }
            .filter { $0.runs > 0 }
        guard each.count > 1 else { return each }
        var whole = judged(TestReliability(phase: nil, configuration: nil), trials(history))
        whole.flips = each.reduce(0) { $0 + $1.flips }
        // What always fails in one place and never in another is no flaky test.
        if Set(each.map(\.word)).count > 1, !each.contains(where: { $0.word == Flakiness.Word.flaky.text }) {
            whole.word = "differs from place to place"
        }
        return [whole] + each
    }

    /// One for each run: what a skipped or unfinished test says is no trial.
    private static func trials(_ entries: [HistoryEntry]) -> [Trial] {
        var trials: [Trial] = []
        var places: [Int64: Int] = [:]
        for entry in entries {
            guard let place = places[entry.run] else {
                places[entry.run] = trials.count
                trials.append(
                    Trial(
                        run: Incident.RunReference(id: entry.run, startedAt: entry.startedAt), commit: entry.commit,
                        place: Place(phase: entry.phase, configuration: entry.configuration.text),
                        verdict: ResultQueries.Verdict(attempt: Int64(entry.attempt), outcome: entry.outcome)))
                continue
            }
            trials[place].verdict.take(entry.outcome, attempt: Int64(entry.attempt))
        }
        return trials.filter { isTrial($0.final) }
    }

    private static func isTrial(_ outcome: Outcome) -> Bool { outcome == .passed || outcome.hasOccurrence }

    private static func judged(_ place: TestReliability, _ trials: [Trial]) -> TestReliability {
        // The same commit in another place is another trial of it.
        let flakiness = Flakiness(
            trials.map { trial in
                let place = "\(trial.place.phase) \(trial.place.configuration)"
                return Flakiness.Trial(trial.final, commit: trial.commit.map { "\($0) \(place)" })
            })
        var found = place
        found.outcomes = trials.map(\.final)
        found.word = flakiness.word.text
        (found.runs, found.failed) = (flakiness.count.trials, flakiness.count.failures)
        found.rate = flakiness.count.interval
        (found.flakyPasses, found.flips) = (flakiness.flakyPasses, flakiness.flips)
        (found.repeatedCommits, found.mixedCommits) = (flakiness.repeatedCommits, flakiness.mixedCommits)
        let series = trials.map { FailureCount(failures: $0.final.hasOccurrence ? 1 : 0, of: 1) }
        let points = ChangePoints(series)
        found.changes = points.changes.enumerated().map { place, change in
            let (before, after) = (points.segments[place].count, points.segments[place + 1].count)
            return TestReliability.Change(
                run: trials[change.entry].run, earliest: trials[change.interval.lowerBound].run,
                latest: trials[change.interval.upperBound].run, before: (before.failures, before.trials),
                after: (after.failures, after.trials), evidence: change.evidence)
        }
        return found
    }
}

extension Flakiness.Word {
    fileprivate var text: String { self == .tooFewRuns ? "too few runs" : rawValue }
}
