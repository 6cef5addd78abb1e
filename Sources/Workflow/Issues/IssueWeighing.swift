// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Gives issues their severity, priority and cost, by what their incidents did.
final class IssueWeighing {
    /// Below this rate of failures it is called rare.
    private static let rare = 0.05
    /// Rows: impact 1 to 4, columns: urgency 1 to 4.
    private static let priorities = [[1, 1, 2, 3], [1, 2, 3, 3], [2, 3, 3, 4], [3, 3, 4, 4]]

    private let trials: TrialHistory
    private let importance: TestImportance
    private let gates: GateStops
    private let escapes: EscapeCheck
    private let urgency: IssueUrgency
    private let breadth: IssueBreadth
    private let workarounds: ProvenWorkarounds
    private let costing: IssueCosting?

    /// - Parameter costing: nil where only severities are asked for.
    init(_ history: IssueHistory, _ costing: IssueCosting?) {
        trials = history.trials
        importance = history.importance
        gates = history.gates
        escapes = history.escapes
        urgency = history.urgency
        (breadth, workarounds) = (history.breadth, history.workarounds)
        self.costing = costing
    }

    /// - Parameters:
    ///   - incidents: Those of the cluster that count.
    ///   - failures: Runs of the span in which the cluster failed.
    func weigh(
        _ cluster: Int64, in span: IssueSpan, _ incidents: [IssueQueries.IncidentFact], _ failures: [RunFact],
        _ life: IssueLife
    ) throws -> IssueWeight {
        let (severity, reason) = try weighed(cluster, incidents, failures, life)
        let impact = try breadth.impact(of: incidents, severity)
        let urgency = try urgency.urgency(of: incidents, failures)
        return IssueWeight(
            severity: severity, severityReason: reason, priority: Self.priorities[impact - 1][urgency.number - 1],
            urgencyReason: urgency.reason,
            cost: try costing?.cost(of: cluster, in: span, incidents, failures, life, severity: severity) ?? IssueCost()
        )
    }

    /// A phase and configuration in which it failed.
    private struct Rate {
        let phase: String
        let configuration: Int64
        /// Tests that fail there.
        var tests: Set<Int64>
        let onset: Run.Moment
        var failed: Int
        /// Runs from the onset on that executed one of the tests, and can have the defect.
        var exercised = 0
    }

    /// - Parameter failures: Runs of the span in which the cluster failed.
    func severity(
        of cluster: Int64, _ incidents: [IssueQueries.IncidentFact], _ failures: [RunFact], _ life: IssueLife
    ) throws -> Severity {
        try weighed(cluster, incidents, failures, life).0
    }

    /// A person's word wins. An outage, a critical test and a fifth of the tests that block are S1, what stopped the last gate
    /// of a phase and fails there is S2, and tests that inform only are S4. What
    /// fails in nine of ten runs is S2 where it does so in every configuration of its phase, else S3; what fails less often is
    /// S3, and S4 below one in twenty. A regression weighs one step more, and so does what an earlier phase let through; a
    /// workaround that helped takes one off, but not from S1.
    private func weighed(
        _ cluster: Int64, _ incidents: [IssueQueries.IncidentFact], _ failures: [RunFact], _ life: IssueLife
    ) throws -> (Severity, String) {
        if let said = life.severity { return (said, "a person said so") }
        var (severity, reason) = try bySymptoms(incidents, failures, life)
        if life.isRegression { (severity, reason) = (severity.moved(by: -1), "\(reason), and it came back") }
        if severity > .s1, let phase = try escapes.dueEarlier(cluster, incidents, life) {
            (severity, reason) = (severity.moved(by: -1), "\(reason), and \(phase) let it through")
        }
        if severity > .s1, try workarounds.holds(cluster) {
            (severity, reason) = (severity.moved(by: 1), "\(reason), with a workaround that helped")
        }
        return (severity, reason)
    }

    private func bySymptoms(
        _ incidents: [IssueQueries.IncidentFact], _ failures: [RunFact], _ life: IssueLife
    ) throws -> (Severity, String) {
        if incidents.contains(where: \.isMajor) { return (.s1, "an outage: a fifth of a run") }
        if let why = try importance.criticality(of: incidents.tests) { return (.s1, "a test that is \(why)") }
        if try breadth.breaksFifth(incidents) { return (.s1, "a fifth of all tests, in several runs") }
        if let stop = try gates.current(incidents) { return (.s2, "it stopped GATE-\(stop.gate) of \(stop.phase)") }
        if try importance.areInforming(incidents.tests) { return (.s4, "tests that inform only") }
        if incidents.reduce(0, { $0 + $1.failedRuns }) < 2 { return (.s3, "failed in one run") }
        let rates = try rates(incidents, failures, life)
        var worst = 0.0
        for phase in Set(rates.map(\.phase)).sorted() {
            let places = rates.filter { $0.phase == phase }
            let always = places.filter {
                $0.failed > 1 && Double($0.failed) >= SeverityOnset.deterministic * Double($0.exercised)
            }
            if try places.count == always.count
                && trials.configurations(inPhase: phase).allSatisfy({ one in always.contains { $0.configuration == one }
                })
            {
                return (.s2, "fails always, in every configuration of \(phase)")
            }
            for rate in places {
                let share = Double(rate.failed) / Double(max(1, rate.exercised))
                worst = max(worst, rate.failed > 1 ? share : min(share, SeverityOnset.deterministic - 0.01))
            }
        }
        if worst >= SeverityOnset.deterministic { return (.s3, "fails always, in some configurations") }
        return worst >= Self.rare ? (.s3, "fails now and then") : (.s4, "fails in less than one of twenty runs")
    }

    /// Failing runs of each phase and configuration, and the runs from the first failure on that executed its tests.
    ///
    /// Once a fix is tested, runs tell whether it holds, and nothing more of how bad the defect was.
    private func rates(
        _ incidents: [IssueQueries.IncidentFact], _ failures: [RunFact], _ life: IssueLife
    ) throws -> [Rate] {
        // Of the few places in which one issue fails, a search is faster than a table.
        var rates: [Rate] = []
        for incident in incidents {
            let known = rates.firstIndex {
                $0.configuration == incident.configuration && $0.phase == incident.phase
            }
            if let known {
                rates[known].tests.formUnion(incident.tests)
                rates[known].failed += incident.failedRuns
            } else {
                rates.append(
                    Rate(
                        phase: incident.phase, configuration: incident.configuration, tests: incident.tests,
                        onset: incident.opened.moment, failed: incident.failedRuns))
            }
        }
        let fixed = life.fix == nil ? nil : life.verification?.firstTested.flatMap(trials.knownRun)?.moment
        for place in rates.indices {
            let rate = rates[place]
            let runs = try trials.timeline(phase: rate.phase, configuration: rate.configuration)
            let end = fixed.map { runs.count(before: $0) } ?? runs.count
            let exercised = try trials.exercised(
                rate.tests, phase: rate.phase, configuration: rate.configuration,
                in: min(end, runs.count(before: rate.onset))..<end, since: failures)
            if let fixed {
                rates[place].failed = failures.count {
                    $0.moment < fixed && $0.phase == rate.phase && $0.configuration == rate.configuration
                }
            }
            rates[place].exercised = max(rates[place].failed, exercised)
        }
        return rates
    }
}
