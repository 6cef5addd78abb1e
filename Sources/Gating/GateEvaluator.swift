// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Asks every rule, lets waivers excuse exact subjects, and draws the verdict.
package struct GateEvaluator {
    /// Waivers that end so soon are named.
    private static let soonMilliseconds: Int64 = 14 * GateEvidence.day

    private let policy: GatePolicy

    package init(_ policy: GatePolicy) { self.policy = policy }

    /// The same evidence and policy give the same verdict, byte for byte.
    package func verdict(_ evidence: GateEvidence) -> GateVerdict {
        let active = evidence.waivers.filter { waiver in
            waiver.state(at: evidence.at, issue: evidence.issues.first { waiver.subject == "ISS-\($0.number)" })
                == .active
        }
        let rules = Criteria.all.compactMap { rule($0, evidence, active) }
        return GateVerdict(
            outcome: Self.outcome(rules), project: evidence.project, phase: evidence.phase, release: evidence.release,
            at: evidence.at, candidate: evidence.candidate,
            baseline: evidence.baseline.map {
                .init(name: $0.name, digest: $0.digest, isSelfApproved: $0.isSelfApproved)
            }, rules: rules,
            endings: active.filter { $0.expires - evidence.at <= Self.soonMilliseconds }
                .sorted { ($0.expires, $0.number) < ($1.expires, $1.number) }
                .map { GateVerdict.Ending(waiver: $0.name, subject: "\($0.rule) \($0.subject)", until: $0.expires) },
            changes: policy.changes(at: evidence.at))
    }

    private func rule(
        _ criterion: any Criterion.Type, _ evidence: GateEvidence, _ active: [Waiver]
    ) -> GateVerdict.Rule? {
        let (level, limits) = self.level(of: criterion, evidence)
        guard level != .off else { return nil }
        let finding =
            evidence.documents != nil && criterion.isOfTests
            ? Finding.notApplicable("documents are not tested") : criterion.judge(evidence, limits)
        // What was never tested, or compared with nothing, nobody can answer for.
        let isTested = evidence.executed > 0 || evidence.documents?.auditedAt != nil
        let canWaive = finding.outcome == .fail ? isTested : criterion.canWaiveUndecided
        let subjects = finding.subjects.map { subject in
            let waiver = active.first { $0.rule == criterion.id && $0.subject == subject.id }
            return GateVerdict.Subject(
                id: subject.id, text: subject.text, waiver: finding.outcome == .pass || !canWaive ? nil : waiver)
        }
        return GateVerdict.Rule(
            id: criterion.id, name: criterion.name, summary: criterion.summary, isBlocking: level == .blocking,
            outcome: Self.outcome(finding, subjects), expected: finding.expected, actual: finding.actual,
            subjects: subjects, next: finding.next)
    }

    /// No policy switches off that something was tested, nor that it is itself the one that was approved.
    private func level(of criterion: any Criterion.Type, _ evidence: GateEvidence) -> (Level, Limits) {
        let (level, limits) = policy.holds(for: criterion, at: evidence.at)
        if criterion.id == InventoryExecuted.id, evidence.executed == 0 { return (.blocking, limits) }
        if criterion.id == PolicyIntegrity.id, evidence.approvedPolicy != nil {
            return (max(level, criterion.levels[policy.phase]), limits)
        }
        return (level, limits)
    }

    /// A failure is waived if each of its subjects is, and so is what is undecided by subjects that somebody can answer for.
    private static func outcome(_ finding: Finding, _ subjects: [GateVerdict.Subject]) -> GateVerdict.RuleOutcome {
        let isWaived = !subjects.isEmpty && subjects.allSatisfy { $0.waiver != nil }
        return switch finding.outcome {
        case .pass: .pass
        case .notApplicable: .notApplicable
        case .fail: isWaived ? .waived : .fail
        case .undecided: isWaived ? .waived : .undecided
        }
    }

    private static func outcome(_ rules: [GateVerdict.Rule]) -> GateVerdict.Outcome {
        let blocking = rules.filter(\.isBlocking).map(\.outcome)
        if blocking.contains(.fail) { return .noGo }
        // Without a rule that says yes nothing is proven.
        if blocking.contains(.undecided) || !blocking.contains(where: { $0 == .pass || $0 == .waived }) {
            return .undecided
        }
        return blocking.contains(.waived) ? .conditionalGo : .go
    }
}
