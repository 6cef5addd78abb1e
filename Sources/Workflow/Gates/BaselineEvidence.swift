// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// What a gate needs to know of the baseline of its phase.
struct BaselineEvidence {
    private let connection: any StoreConnection
    private let viewpoint: Viewpoint

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) {
        self.connection = connection
        self.viewpoint = viewpoint
    }

    func add(
        _ question: CollectEvidence.Question, _ tested: [TestedRun], _ evidence: inout GateEvidence
    ) throws {
        let records = BaselineRecords(connection)
        let all = try records.all(phase: question.phase)
        let current = all.last { $0.baseline.state.isCurrent }
        guard let stored = current ?? all.last(where: { [.captured, .proposed].contains($0.baseline.state) }) else {
            return
        }
        var baseline = GateEvidence.Baseline(
            name: stored.baseline.name, state: stored.baseline.state.rawValue, digest: stored.baseline.digest)
        let audit = try AuditBaseline.audit(
            stored, connection, now: question.at, supportEnds: question.supportEnds, viewpoint)
        baseline.isCompared = !audit.places.isEmpty && audit.places.allSatisfy { $0.diff != nil }
        evidence.baseline = baseline
        evidence.drift =
            audit.unaccounted.map { Self.drift($0, change: nil) }
            + audit.accounted.map { Self.drift($0.delta, change: $0.change) }
        evidence.outdated = audit.outdated.map { .init($0.key, $0.value ?? "") }
        evidence.unregistered = audit.environments.filter { !$0.isRegistered }.map { .init($0.name) }
        evidence.outdated += audit.environments.filter(\.isRegistered).map { .init("ENV-\($0.name)") }
        evidence.suites = suites(audit.suites.map(\.name), tested, evidence.classes)
        evidence.inventory = try inventory(stored, tested)
        evidence.approvedPolicy = try records.policy(of: stored.id)
        if current != nil { evidence.newFailures = try newFailures(audit, tested) }
    }

    /// Failures that the baseline did not know: of incidents that come and go only those that decided on the candidate.
    private func newFailures(_ audit: BaselineAudit, _ tested: [TestedRun]) throws -> [GateEvidence.Subject] {
        guard !audit.newFailures.isEmpty else { return [] }
        let decided = try OccurrenceQueries(connection).decidingClusters(inRuns: tested.map(\.run.id))
        var filter = IncidentQueries.Filter()
        (filter.phase, filter.limit) = (audit.baseline.phase, Int(Int32.max))
        let incidents = try IncidentQueries(connection).lines(filter)
        return audit.newFailures.filter { one in
            guard let incident = incidents.first(where: { $0.number == one.incident }) else { return true }
            return incident.state != .intermittent || decided.contains(incident.signatureID)
        }.map { .init("INC-\($0.incident)", $0.title) }
    }

    private static func drift(_ delta: BaselineDiff.Delta, change: Int64?) -> GateEvidence.Drift {
        let before = delta.before.isEmpty ? "nothing" : delta.before.joined(separator: ", ")
        let after = delta.after.isEmpty ? "nothing" : delta.after.joined(separator: ", ")
        return GateEvidence.Drift(
            kind: delta.kind.rawValue, key: delta.key, text: "\(before) -> \(after)", change: change)
    }

    private func suites(_ names: [String], _ tested: [TestedRun], _ classes: [String]) -> [GateEvidence.Suite] {
        Set(names).sorted().flatMap { name in
            classes.map { configuration in
                let results = tested.filter { $0.run.text == configuration }.compactMap { run in
                    run.suites[name].map { GateEvidence.Suite.Result(run: run.run.id, passed: $0) }
                }
                return GateEvidence.Suite(name, configuration, results)
            }
        }
    }

    private func inventory(_ stored: BaselineRecords.Stored, _ tested: [TestedRun]) throws -> GateEvidence.Inventory {
        let ran = Set(tested.flatMap(\.executed))
        let missing = stored.tests.filter { !ran.contains($0) }
        var inventory = GateEvidence.Inventory()
        (inventory.expected, inventory.executed) = (stored.tests.count, stored.tests.count - missing.count)
        inventory.missing = try TestQueries(connection).tests(missing).map { .init("TEST-\($0.id)", $0.display) }
        return inventory
    }
}
