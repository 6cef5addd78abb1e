// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Gating
package import Storage
package import TestPhase

/// Answers about gates that were decided.
package struct ReadGates {
    /// A decision drawn once more from what it was made of.
    package struct Replay: Sendable {
        package let decision: GateDecision
        package let verdict: GateVerdict
        /// Whether the verdict is the same, byte for byte.
        package let isSame: Bool
        /// Whether the store tells the same of that moment now; runs that came late change that.
        package let isCollectedAgain: Bool
    }

    private let store: any StoreDriver
    private let viewpoint: Viewpoint

    package init(_ store: any StoreDriver, viewpoint: Viewpoint) {
        self.store = store
        self.viewpoint = viewpoint
    }

    /// Decisions, the latest first.
    package func list(phase: String?, limit: Int) throws -> [GateDecision] {
        try store.read { try GateRecords($0).all(phase: phase, limit: limit).map(GateDecision.init) }
    }

    /// - Parameters:
    ///   - phases: All phases, and when the support of items ends, as the settings say now.
    /// - Throws: `ReadEvidence.Unknown`, `StorageError`.
    package func replay(
        _ number: Int64, phases: [String], supportEnds: [String: Int64]
    ) throws -> Replay {
        let (stored, drawn) = try store.read { connection in
            let stored = try Self.evaluation(number, connection)
            return (stored, try Self.draw(stored, connection))
        }
        var question = CollectEvidence.Question(phase: stored.phase, release: stored.release, at: stored.at)
        (question.project, question.phases) = (drawn.verdict.project, phases)
        question.candidate = stored.candidate
        (question.supportEnds, question.policy) = (supportEnds, stored.policyDigest)
        let again = try Self.collect(question, from: store, viewpoint.at(stored.at))
        return Replay(
            decision: GateDecision(stored).drawn(drawn.verdict), verdict: drawn.verdict, isSame: drawn.isSame,
            isCollectedAgain: GateDocuments.digest(try GateDocuments.text(again)) == stored.evidenceDigest)
    }

    /// The verdict from what it was made of, and whether it is the same, byte for byte.
    ///
    /// - Throws: `StorageError` where a document is missing or is not what it was.
    static func draw(
        _ stored: GateRecords.Evaluation, _ connection: any StoreConnection
    ) throws -> (verdict: GateVerdict, isSame: Bool) {
        let verdict = GateEvaluator(try policy(stored, connection)).verdict(try evidence(stored, connection))
        let digest = GateDocuments.digest(try GateDocuments.text(verdict))
        return (verdict, digest == stored.verdictDigest && verdict.isTold(by: stored))
    }

    /// What the last gates would have said under another policy.
    ///
    /// - Parameter phases: All phases, from the first to the last.
    package func backtest(_ policy: GatePolicy, last: Int, phases: [String]) throws -> GateBacktest {
        try store.read { connection in
            let later = Set(phases.drop { $0 != policy.phase }.dropFirst())
            let history = try IssueHistory(connection, viewpoint)
            try history.readEverything()
            var found: [(issue: Int64, at: Int64, release: String?)] = []
            for summary in try IssueQueries(connection).bareLines(IssueQueries.Filter()) {
                let span = history.spans(of: summary.cluster).first { $0.number == summary.number } ?? IssueSpan()
                let incidents = try history.incidents(of: summary.cluster, in: span)
                guard let first = incidents.min(by: { $0.opened.moment < $1.opened.moment }),
                    later.contains(first.phase)
                else { continue }
                found.append((summary.number, first.opened.moment.at, first.opened.release))
            }
            return GateBacktest(
                lines: try GateRecords(connection).all(phase: policy.phase, limit: last).map { stored in
                    let evidence = try Self.evidence(stored, connection)
                    let verdict = GateEvaluator(policy.resolved(at: stored.at)).verdict(evidence)
                    let old = GateEvaluator(try Self.policy(stored, connection)).verdict(evidence)
                    let passed = Set(old.rules.filter { !$0.isStopping }.map(\.id))
                    let known = Set(old.rules.map(\.id))
                    let isGone = [.go, .conditionalGo].contains(old.outcome)
                    return GateBacktest.Line(
                        decision: GateDecision(stored), outcome: verdict.outcome,
                        rules: verdict.rules.filter {
                            $0.isStopping && (passed.contains($0.id) || !known.contains($0.id))
                        }
                        .map(\.id),
                        escapes: isGone
                            ? found.filter { $0.at > stored.at && $0.release == stored.release }.map(\.issue).sorted()
                            : [])
                })
        }
    }

    /// The evidence as the store tells it of that moment now.
    private static func collect(
        _ question: CollectEvidence.Question, from store: any StoreDriver, _ viewpoint: Viewpoint
    ) throws -> GateEvidence {
        try RewoundStore(store, to: question.at).read { try CollectEvidence($0, viewpoint).collect(question) }
    }

    private static func evaluation(_ number: Int64, _ connection: any StoreConnection) throws -> GateRecords.Evaluation
    {
        guard let stored = try GateRecords(connection).evaluation(number) else {
            throw ReadEvidence.Unknown(
                message: "there is no decision GATE-\(number)", hint: "exitgate gate list shows them")
        }
        return stored
    }

    private static func policy(_ stored: GateRecords.Evaluation, _ connection: any StoreConnection) throws -> GatePolicy
    {
        try GateDocuments.value(document(stored.policyDigest, connection))
    }

    private static func evidence(
        _ stored: GateRecords.Evaluation, _ connection: any StoreConnection
    ) throws -> GateEvidence {
        try GateDocuments.value(document(stored.evidenceDigest, connection))
    }

    private static func document(_ digest: String, _ connection: any StoreConnection) throws -> String {
        guard let body = try GateRecords(connection).document(digest), GateDocuments.digest(body) == digest else {
            throw StorageError(.damaged, "a document of a gate in the store is not what it was")
        }
        return body
    }
}

extension GateVerdict {
    /// Whether a row of the store says what the verdict says.
    fileprivate func isTold(by stored: GateRecords.Evaluation) -> Bool {
        stored.outcome == outcome.rawValue && stored.phase == phase && stored.release == release && stored.at == at
            && stored.candidate == candidate
    }
}

extension GateDecision {
    /// The decision with what the verdict says, and not what a row says of it.
    fileprivate func drawn(_ verdict: GateVerdict) -> GateDecision {
        GateDecision(
            number: number, phase: verdict.phase, release: verdict.release, at: verdict.at, actor: actor,
            outcome: verdict.outcome, candidate: verdict.candidate, policyDigest: policyDigest,
            evidenceDigest: evidenceDigest, verdictDigest: verdictDigest)
    }
}
