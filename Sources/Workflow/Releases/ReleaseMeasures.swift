// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Triage

/// The figures of a release, each with how much it is made of and where it surely lies.
struct ReleaseMeasures {
    typealias Measure = ReleaseReview.Measure

    private let timeline: ReleaseTimeline
    private let issues: ReleaseIssues
    private let runs: ReleaseRuns
    private let queries: ReleaseQueries
    private let acknowledged: [Int64: [Int64]]
    private let void: Set<Int64>
    /// UTC ms.
    private let now: Int64

    init(
        _ connection: any StoreConnection, _ viewpoint: Viewpoint, _ timeline: ReleaseTimeline,
        _ issues: ReleaseIssues, _ runs: ReleaseRuns
    ) throws {
        self.timeline = timeline
        self.issues = issues
        self.runs = runs
        queries = ReleaseQueries(connection)
        let words = try Decisions(connection).active.filter { $0.kind == .acknowledge }
        acknowledged = Dictionary(grouping: words) { $0.incident ?? 0 }.mapValues { $0.map(\.at).sorted() }
        void = try IncidentMarks(connection, hasStandings: false).voidNumbers
        now = viewpoint.now
    }

    /// - Parameters:
    ///   - previous: The release before it.
    ///   - changes: That came with the release.
    func measures(of release: String, besides previous: String?, _ changes: [ChangeLine]) throws -> [Measure] {
        let courses = try queries.courses(of: release).filter { !void.contains($0.number) }
        return recurrence(release, previous) + times(courses) + repairs(release) + failures(release, courses)
            + stability(release, courses) + Self.process(changes)
    }

    // MARK: Recurrence

    private func recurrence(_ release: String, _ previous: String?) -> [Measure] {
        let own = issues.all.filter { ($0.cells[release]?.failed ?? 0) > 0 }
        let again = own.count { $0.issue.incidents.count > 1 }
        let now = runs.trend(release)
        var measures = [
            Self.share("recurrence-rate", "issues with two incidents or more, of all", again, of: own.count),
            Self.perHundred(now),
        ]
        if let previous {
            let before = runs.trend(previous)
            let ratio = RateRatio(
                now.occurrences, in: Double(now.runs), over: before.occurrences, in: Double(before.runs))
            measures.append(
                Measure(
                    "occurrence-ratio", "the same beside \(previous): below 1 is better", .ratio, value: ratio?.ratio,
                    lower: ratio?.lower, upper: ratio?.upper, count: min(now.runs, before.runs)))
        }
        return measures
    }

    /// The bounds take failing tests as independent; what fails together lies further apart.
    private static func perHundred(_ trend: ReleaseReview.Trend) -> Measure {
        let bounds = PoissonRate.interval(trend.occurrences)
        let scale = trend.runs == 0 ? 0 : 100 / Double(trend.runs)
        return Measure(
            "occurrences", "failing tests in 100 runs", .perHundred, value: trend.perHundred,
            lower: bounds.lowerBound * scale, upper: bounds.upperBound * scale, count: trend.runs)
    }

    // MARK: Times

    /// Incidents that are still open last as long as they are known to, and are not left out.
    private func times(_ courses: [ReleaseQueries.Course]) -> [Measure] {
        let detected = courses.compactMap { course in course.goodAt.map { (course.openedAt - $0, true) } }
        let looked = courses.map { course -> (Int64, Bool) in
            let end = course.restoredAt ?? now
            let word = acknowledged[course.number]?.first { $0 >= course.openedAt && $0 <= end }
            return (max(0, (word ?? end) - course.openedAt), word != nil)
        }
        let restored = courses.map { course -> (Int64, Bool) in
            let isOver = !course.state.isLive && course.restoredAt != nil
            return (max(0, (isOver ? course.restoredAt ?? now : now) - course.openedAt), isOver)
        }
        return [
            Self.time("time-to-detect", "from the last run that passed to the first that failed", detected),
            Self.time("time-to-acknowledge", "from the first failure to somebody's word", looked),
            Self.time("time-to-restore", "from the first failure to passing again (MTTR)", restored),
        ]
    }

    private func repairs(_ release: String) -> [Measure] {
        var times: [(Int64, Bool)] = []
        for placed in issues.all {
            let steps = placed.issue.life.transitions
            for (place, step) in steps.enumerated() where step.to == .fixing && step.rule.hasPrefix("fix") {
                guard timeline.release(at: step.at) == release else { continue }
                let rest = steps[place...].dropFirst()
                let end = rest.first { ![.fixing, .fixed].contains($0.to) }
                times.append((max(0, (end?.at ?? now) - step.at), end?.to == .verified))
            }
        }
        let verified = issues.all.filter { $0.issue.life.transitions.contains { $0.to == .verified } }
        let back = verified.count { placed in
            placed.issue.life.transitions.contains { $0.from == .verified && $0.to == .open }
        }
        return [
            Self.time("time-to-verify", "from the word that it is repaired to the proof", times),
            Self.share("regression-rate", "verified issues of all releases that came back", back, of: verified.count),
        ]
    }

    // MARK: Failures and stability

    private func failures(_ release: String, _ courses: [ReleaseQueries.Course]) -> [Measure] {
        let restored = courses.filter { $0.restoredAt != nil || $0.reopenCount > 0 }
        let phases = Set(courses.map(\.phase)).sorted()
        return [
            Self.share(
                "reopen-rate", "restored incidents that failed again", restored.count { $0.reopenCount > 0 },
                of: restored.count)
        ]
            + phases.map { phase in
                let episodes = courses.count { $0.phase == phase }
                let exercised = runs.exercised(release, phase: phase).count
                let bounds = PoissonRate.interval(episodes)
                return Measure(
                    "runs-between-failures-\(phase)", "runs of \(phase) for each new incident (MTBF)", .runs,
                    value: Double(exercised) / Double(episodes), lower: Double(exercised) / bounds.upperBound,
                    upper: bounds.lowerBound > 0 ? Double(exercised) / bounds.lowerBound : nil, count: episodes)
            }
    }

    private func stability(_ release: String, _ courses: [ReleaseQueries.Course]) -> [Measure] {
        let own = timeline.runs.filter { $0.release == release }
        let places = Dictionary(uniqueKeysWithValues: own.enumerated().map { ($0.element.id, Double($0.offset + 1)) })
        let growth = ReliabilityGrowth(courses.compactMap { places[$0.opened].map { $0 - 0.5 } }, of: Double(own.count))
        let now = runs.trend(release)
        return [
            Measure(
                "reliability-growth", "slope of incidents over runs (Crow-AMSAA): below 1 they become rarer", .number,
                value: growth?.slope, lower: growth?.interval.lowerBound, upper: growth?.interval.upperBound,
                count: courses.count),
            Self.share("failing-runs", "runs with a failing test", now.failedRuns, of: now.runs),
            Self.share("flaky-share", "tests that passed only in a later attempt", now.flaky, of: now.executions),
        ]
    }

    // MARK: Changes

    private static func process(_ changes: [ChangeLine]) -> [Measure] {
        let implemented = changes.filter { $0.isHarmful != nil }
        func isOrderly(_ line: ChangeLine) -> Bool {
            line.life.approvedAt != nil && line.life.seenTooEarly == nil && !line.isOverdue
        }
        return [
            share(
                "change-failure-rate", "changes that did harm in tests", implemented.count { $0.isHarmful == true },
                of: implemented.count),
            share(
                "process-conformance", "changes that were approved before a run saw them",
                changes.count(where: isOrderly),
                of: changes.count),
            share(
                "emergency-share", "changes that were emergencies; above 10 % is a warning",
                changes.count { $0.request.kind == .emergency }, of: changes.count),
        ]
    }

    private static func share(_ id: String, _ meaning: String, _ part: Int, of all: Int) -> Measure {
        guard all > 0 else { return Measure(id, meaning, .share, value: nil, count: 0) }
        let bounds = FailureCount(failures: part, of: all).interval
        return Measure(
            id, meaning, .share, value: Double(part) / Double(all), lower: bounds.lowerBound,
            upper: bounds.upperBound, count: all)
    }

    private static func time(_ id: String, _ meaning: String, _ times: [(Int64, Bool)]) -> Measure {
        let curve = KaplanMeier(times.map { (duration: Double($0.0), isEnded: $0.1) })
        let bounds = curve.interval(0.5)
        return Measure(
            id, meaning, .milliseconds, value: curve.median, lower: bounds.lower, upper: bounds.upper, p90: curve.p90,
            count: curve.count, open: curve.openCount)
    }
}
