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

    /// A phase of documents is judged by the latest audit of them, and by no run.
    func add(
        _ question: CollectEvidence.Question, _ tested: [TestedRun], _ evidence: inout GateEvidence
    ) throws {
        let isOfDocuments = Baseline.Kind(phase: question.phase).isOfDocuments
        let audited = try isOfDocuments ? DriftRecords(connection).latestDocuments(phase: question.phase) : nil
        if isOfDocuments { evidence.documents = .init(auditedAt: audited?.at) }
        let records = BaselineRecords(connection)
        let all = try records.all(phase: question.phase)
        let current = all.last { $0.baseline.state.isCurrent }
        // What the candidate was made with, and no other run.
        let latest = Dictionary(grouping: tested, by: \.run.configuration).compactMap(\.value.last?.run.id).sorted()
        let runs = try isOfDocuments ? [] : latest.compactMap { try RunQueries(connection).run(id: $0) }
        guard let stored = current ?? all.last(where: { [.captured, .proposed].contains($0.baseline.state) }) else {
            // Where it ran is known without a baseline.
            return add(try AuditBaseline.environments(runs, connection, question.at), &evidence)
        }
        var baseline = GateEvidence.Baseline(
            name: stored.baseline.name, state: stored.baseline.state.rawValue, digest: stored.baseline.digest)
        let events = try records.events(of: stored.id)
        let approval = events.last { $0.verb == BaselineVerb.approve.rawValue }?.at ?? .max
        baseline.isSelfApproved = stored.baseline.isSelfApproved ? true : nil
        baseline.isAttested = events.contains { $0.verb == BaselineVerb.attest.rawValue && $0.at >= approval }
        let audit = try AuditBaseline.audit(
            stored, connection, now: question.at, supportEnds: question.supportEnds, viewpoint,
            runs: runs,
            documents: audited.map { try SnapshotRecords(connection).snapshot(row: $0.snapshot) })
        baseline.isCompared = !audit.places.isEmpty && audit.places.allSatisfy { $0.diff != nil }
        evidence.baseline = baseline
        evidence.drift =
            audit.unaccounted.map { Self.drift($0, change: nil) }
            + audit.accounted.map { Self.drift($0.delta, change: $0.change) }
        evidence.outdated = audit.outdated.map { .init($0.key, $0.value ?? "") }
        add(audit.environments, &evidence)
        let proving = Set(evidence.runs.filter(\.isSound).map(\.id))
        let sound = tested.filter { proving.contains($0.run.id) }
        evidence.suites = try suites(records.suites(of: stored.id), sound, evidence.classes)
        if !sound.isEmpty { evidence.inventory = try inventory(stored, sound, evidence) }
        evidence.approvedPolicy = try records.policy(of: stored.id)
        if current != nil { evidence.newFailures = try newFailures(audit, tested) }
    }

    /// Environments that somebody should look at.
    private func add(_ environments: [(name: String, isRegistered: Bool)], _ evidence: inout GateEvidence) {
        evidence.unregistered = environments.filter { !$0.isRegistered }.map { .init($0.name) }
        evidence.outdated += environments.filter(\.isRegistered).map { .init("ENV-\($0.name)") }
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
        if delta.hasOtherDigest {
            let text = "\(delta.after.joined(separator: ", ")) digest changed"
            return GateEvidence.Drift(kind: delta.kind.rawValue, key: delta.key, text: text, change: change)
        }
        let before = delta.before.isEmpty ? "nothing" : delta.before.joined(separator: ", ")
        let after = delta.after.isEmpty ? "nothing" : delta.after.joined(separator: ", ")
        return GateEvidence.Drift(
            kind: delta.kind.rawValue, key: delta.key, text: "\(before) -> \(after)", change: change)
    }

    private func suites(_ names: [String], _ sound: [TestedRun], _ classes: [String]) -> [GateEvidence.Suite] {
        Set(names).sorted().flatMap { name in
            classes.map { configuration in
                let results = sound.filter { $0.run.text == configuration }.compactMap { run in
                    run.suites[name].map { GateEvidence.Suite.Result(run: run.run.id, passed: $0) }
                }
                return GateEvidence.Suite(name, configuration, results)
            }
        }
    }

    /// Tests of the baseline that the latest sound run of each class executed; in each class those count that ran there before.
    private func inventory(
        _ stored: BaselineRecords.Stored, _ sound: [TestedRun], _ evidence: GateEvidence
    ) throws -> GateEvidence.Inventory {
        let all = Set(stored.tests)
        var inventory = GateEvidence.Inventory()
        var missing: Set<Int64> = []
        // That a class has no sound run at all is for another rule to say.
        let classes = evidence.classes.filter { name in sound.contains { $0.run.text == name } }
        for configuration in classes {
            let before = evidence.runs.last { !$0.isCandidate && $0.isSound && $0.configuration == configuration }
            let known = try before.map { run in
                try ResultQueries(connection).outcomes(run: run.id).filter { $0.value.outcome != .skipped }.map(\.key)
            }
            // Of a class without a past nothing is known to be left out.
            let expected = known.map { all.intersection($0) } ?? all
            let ran = Set(sound.last { $0.run.text == configuration }?.executed ?? [])
            inventory.expected += expected.count
            inventory.executed += expected.intersection(ran).count
            missing.formUnion(expected.subtracting(ran))
        }
        // What no class is known to have run must run somewhere.
        let ranSomewhere = sound.reduce(into: Set<Int64>()) { $0.formUnion($1.executed) }
        let lost = all.subtracting(ranSomewhere).subtracting(missing)
        inventory.expected += lost.count
        missing.formUnion(lost)
        inventory.missing = try TestQueries(connection).tests(missing).map { .init("TEST-\($0.id)", $0.display) }
        return inventory
    }
}
