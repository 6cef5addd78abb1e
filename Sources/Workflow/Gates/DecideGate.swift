// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Gating
package import Storage
package import TestPhase

/// Decides a gate, and keeps the decision with all it was made of.
package struct DecideGate {
    package struct Request: Sendable {
        package var phase: String
        /// nil for any.
        package var release: String?
        /// The commit that is asked about, or its beginning; nil for the one that was tested last.
        package var candidate: String?
        /// UTC ms.
        package var now: Int64
        package var actor: String
        package var policy: GatePolicy
        package var project = ""
        /// All phases, from the first to the last.
        package var phases: [String] = []
        /// When the support of items ends, UTC ms, by their keys.
        package var supportEnds: [String: Int64] = [:]
        package var isDryRun = false

        package init(phase: String, now: Int64, actor: String, policy: GatePolicy) {
            self.phase = phase
            self.now = now
            self.actor = actor
            self.policy = policy
        }
    }

    package struct Outcome: Sendable {
        package var decision: GateDecision
        package let verdict: GateVerdict
    }

    private let store: any StoreDriver
    private let viewpoint: Viewpoint

    package init(_ store: any StoreDriver, viewpoint: Viewpoint) {
        self.store = store
        self.viewpoint = viewpoint
    }

    /// - Throws: `StorageError`.
    package func perform(_ request: Request) throws -> Outcome {
        try store.write(isDryRun: request.isDryRun) { connection in
            try StateUpdate(connection).renew()
            let drawn = try DrawnGate(request, connection, viewpoint)
            let (evidence, verdict) = (drawn.evidence, drawn.verdict)
            let evidenceText = try GateDocuments.text(evidence)
            let new = GateRecords.Evaluation(
                phase: request.phase, release: request.release, at: request.now,
                actor: SecretTally.masked(request.actor),
                outcome: verdict.outcome.rawValue, candidate: evidence.candidate, policyDigest: evidence.policy,
                evidenceDigest: GateDocuments.digest(evidenceText),
                verdictDigest: GateDocuments.digest(try GateDocuments.text(verdict)))
            let records = GateRecords(connection)
            try records.keep(drawn.policyText, digest: new.policyDigest)
            try records.keep(evidenceText, digest: new.evidenceDigest)
            var kept = new
            kept.number = try records.insert(new)
            try records.insert(verdict.blocks, of: kept.number)
            try revokeExceeded(evidence, connection)
            var decision = GateDecision(kept)
            if request.isDryRun { decision.number = nil }
            return Outcome(decision: decision, verdict: verdict)
        }
    }
}

/// A verdict with all that it was made of, which nobody has kept.
struct DrawnGate {
    /// The policy as it holds at the moment.
    let policyText: String
    let evidence: GateEvidence
    let verdict: GateVerdict

    init(_ request: DecideGate.Request, _ connection: any StoreConnection, _ viewpoint: Viewpoint) throws {
        let policy = request.policy.resolved(at: request.now)
        policyText = try GateDocuments.text(policy)
        var question = CollectEvidence.Question(phase: request.phase, release: request.release, at: request.now)
        (question.project, question.phases) = (request.project, request.phases)
        question.candidate = request.candidate
        (question.supportEnds, question.policy) = (request.supportEnds, GateDocuments.digest(policyText))
        evidence = try CollectEvidence(connection, viewpoint).collect(question)
        verdict = GateEvaluator(policy).verdict(evidence)
    }
}

extension DecideGate {
    /// What failed more often than was accepted is excused no more, also when its rate falls again.
    private func revokeExceeded(_ evidence: GateEvidence, _ connection: any StoreConnection) throws {
        let records = WaiverRecords(connection)
        let exceeded = evidence.waivers.filter { waiver in
            let issue = evidence.issues.first { waiver.subject == "ISS-\($0.number)" }
            return waiver.state(at: evidence.at, issue: issue) == .exceeded
        }.map(\.number)
        guard !exceeded.isEmpty else { return }
        for stored in try records.all() where exceeded.contains(stored.waiver.number) {
            // The decision that found it still saw it, so it ends just after.
            let event = WaiverRecords.Event(
                at: evidence.at + 1, actor: "auto", verb: KeepWaivers.Verb.revoke.rawValue,
                reason: "\(stored.waiver.subject) failed more often than was accepted")
            try records.append(event, to: stored.id)
        }
    }
}

extension GateVerdict {
    /// Rules that name what failed: others name issues, whose severity would follow from itself, and tests that did not run or
    /// passed in the end.
    private static let ofFailures: Set<String> = ["G04", "G06", "G07", "G08"]

    /// The failures that stopped the candidate, rule by rule.
    var blocks: Set<GateRecords.Block> {
        Set(
            rules.filter { Self.ofFailures.contains($0.id) }
                .flatMap { rule in rule.stoppers.map { GateRecords.Block(rule: rule.id, subject: $0.id) } })
    }
}

extension GateDecision {
    init(_ stored: GateRecords.Evaluation) {
        self.init(
            number: stored.number, phase: stored.phase, release: stored.release, at: stored.at, actor: stored.actor,
            outcome: GateVerdict.Outcome(rawValue: stored.outcome) ?? .undecided, candidate: stored.candidate,
            policyDigest: stored.policyDigest, evidenceDigest: stored.evidenceDigest,
            verdictDigest: stored.verdictDigest)
    }
}
