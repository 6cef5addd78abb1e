// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Judges a claimed fix by the runs that hold it: enough clean ones, one after the other, in each place where it failed.
struct FixVerification {
    /// Clean runs that each phase wants at least.
    private static let least = ["beta": 3, "release": 3]
    private static let leastElsewhere = 2
    /// Below this rate of failures clean runs must come from two days.
    private static let rareRate = 0.5

    /// What the runs said.
    struct Outcome {
        var verification: IssueLife.Verification
        /// First run that tested the fix.
        var firstTested: RunFact?
        /// The last run of a place that was known when the fix was claimed, if it holds the fix and fails all the same.
        var contradiction: RunFact?
        /// Run at which the last place was clean for long enough.
        var verifiedBy: RunFact?
    }

    private let queries: IssueQueries
    private let trials: TrialHistory

    init(_ queries: IssueQueries, _ trials: TrialHistory) {
        self.queries = queries
        self.trials = trials
    }

    private struct Place {
        let fact: IssueQueries.IncidentFact
        /// Tests that failed there, and those that have passed since the fix, and since the last failure.
        let tests: Set<Int64>
        var passed: Set<Int64> = []
        var before: [TrialHistory.Trial] = []
        var after: [TrialHistory.Trial] = []
        var clean: [TrialHistory.Trial] = []
        var needed: Int?
        var daysNeeded = 1

        var days: Int { Set(clean.map { $0.run.moment.at / 86_400_000 }).count }
        /// Tests of which nobody knows whether the fix holds: it may have deleted, switched off or renamed them.
        var unproven: [Int64] { tests.subtracting(passed).sorted() }
        var isDone: Bool {
            needed.map { clean.count >= $0 && days >= daysNeeded && tests.isSubset(of: passed) } ?? false
        }
    }

    /// - Parameters:
    ///   - incidents: All of the issue, the first one first.
    ///   - span: What the issue tells of the history of the cluster.
    func judge(
        _ claim: IssueLife.FixClaim, _ holder: CommitAncestry.Holder, _ incidents: [IssueQueries.IncidentFact],
        cluster: Int64, in span: IssueSpan
    ) throws -> Outcome {
        var places = try places(incidents, holder, cluster: cluster, in: span)
        let after = places.indices.flatMap { place in places[place].after.map { (place, $0) } }
            .sorted { $0.1.run.moment < $1.1.run.moment }
        var verifiedBy: RunFact?
        for (place, trial) in after {
            if trial.hasFailed {
                for index in places.indices { (places[index].clean, places[index].passed) = ([], []) }
                // What was proven before a later failure was proven: that one is a regression.
                if trial.run.moment.at <= claim.at { verifiedBy = nil }
            } else {
                places[place].clean.append(trial)
                places[place].passed.formUnion(trial.passed)
                if verifiedBy == nil, places.allSatisfy(\.isDone) { verifiedBy = trial.run }
            }
        }
        let firstTested = try firstTested(places.map(\.fact), holder, cluster: cluster, in: span)
        var holding = after.map { $0.1.run }
        if let firstTested { holding.append(firstTested) }
        let verification = IssueLife.Verification(
            claim: claim, ancestry: holder.source(of: holding), firstTested: firstTested?.id,
            places: places.map { place in
                IssueLife.Verification.Place(
                    phase: place.fact.phase, configuration: place.fact.configurationText, trials: place.before.count,
                    failures: place.before.count(where: \.hasFailed), needed: place.needed, clean: place.clean.count,
                    days: place.days, daysNeeded: place.daysNeeded, unproven: place.unproven)
            })
        let contradiction = places.compactMap { place in place.after.last { $0.run.moment.at <= claim.at } }
            .last { $0.hasFailed }?.run
        return Outcome(
            verification: verification, firstTested: firstTested, contradiction: contradiction,
            verifiedBy: verifiedBy)
    }

    /// The first run of the places that holds the fix, whether its tests ran in it or not.
    private func firstTested(
        _ facts: [IssueQueries.IncidentFact], _ holder: CommitAncestry.Holder, cluster: Int64, in span: IssueSpan
    ) throws -> RunFact? {
        try facts.compactMap { fact in
            try trials.timeline(phase: fact.phase, configuration: fact.configuration).first { run in
                try run.moment >= fact.opened.moment && span.holds(run.moment) && holder.holds(run)
                    && !trials.isTainted(run.id, for: cluster)
            }
        }.min { $0.moment < $1.moment }
    }

    /// One for each phase and configuration, in the order in which they first failed.
    private func places(
        _ incidents: [IssueQueries.IncidentFact], _ holder: CommitAncestry.Holder, cluster: Int64, in span: IssueSpan
    ) throws -> [Place] {
        var places: [Place] = []
        for incident in incidents {
            let isKnown = places.contains {
                $0.fact.phase == incident.phase && $0.fact.configuration == incident.configuration
            }
            guard !isKnown else { continue }
            let own = incidents.filter {
                $0.phase == incident.phase && $0.configuration == incident.configuration
            }
            var place = Place(fact: incident, tests: own.tests)
            let all = try trials.trials(
                phase: incident.phase, configuration: incident.configuration, cluster: cluster
            ).filter { span.holds($0.run.moment) }
            place.after = all.filter { holder.holds($0.run) }
            let first = place.after.first?.run.moment
            place.before = all.filter { trial in
                trial.counts && trial.run.moment >= incident.opened.moment && !holder.holds(trial.run)
                    && first.map { trial.run.moment < $0 } ?? true
            }
            let failures = place.before.count(where: \.hasFailed)
            let least = Self.least[incident.phase] ?? Self.leastElsewhere
            place.needed = CleanRuns.needed(failures: failures, trials: place.before.count).map { max($0, least) }
            let rate = Double(failures) / Double(max(1, place.before.count))
            place.daysNeeded = rate < Self.rareRate ? 2 : 1
            places.append(place)
        }
        return places
    }
}
