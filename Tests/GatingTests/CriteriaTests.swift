// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Gating

/// Every rule, by its own examples.
struct CriteriaTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let rule: Int
        let example: Int

        var criterion: any Criterion.Type { Criteria.all[rule] }
        var testDescription: String { "\(criterion.id) \(criterion.examples[example].name)" }
    }

    private static let cases = Criteria.all.indices.flatMap { rule in
        Criteria.all[rule].examples.indices.map { Case(rule: rule, example: $0) }
    }

    private func verdict(
        _ criterion: any Criterion.Type, _ example: CriterionExample, edit: (inout GateEvidence) -> Void = { _ in }
    ) throws -> GateVerdict {
        var policy = GatePolicy(phase: "beta")
        for other in Criteria.all {
            var line = GatePolicy.Line(rule: other.id)
            line.level = other.id == criterion.id ? .blocking : .off
            if other.id == criterion.id { line.thresholds = example.limits }
            policy.lines.append(line)
        }
        var evidence = example.evidence
        edit(&evidence)
        return GateEvaluator(policy).verdict(evidence)
    }

    @Test func `there are 24 rules, each with a name of its own, a sentence and examples`() {
        #expect(Criteria.all.map { $0.id } == (1...24).map { $0 < 10 ? "G0\($0)" : "G\($0)" })
        #expect(Set(Criteria.all.map { $0.name }).count == 24)
        for criterion in Criteria.all {
            #expect(!criterion.summary.hasSuffix(".") && criterion.summary.count > 20)
            #expect(criterion.examples.contains { $0.outcome == .pass })
            #expect(criterion.examples.contains { [.fail, .undecided].contains($0.outcome) })
            for threshold in criterion.thresholds {
                for phase in ["integration", "alpha", "beta", "release"] {
                    #expect(threshold.range.contains(threshold.defaults[phase]), "\(criterion.id) \(threshold.name)")
                }
            }
        }
    }

    @Test(arguments: [
        ("captured", "exitgate baseline propose BL-beta-2 -m WHY"),
        ("proposed", "exitgate baseline approve BL-beta-2 -m WHY"),
        ("approved", "exitgate baseline freeze BL-beta-2 -m WHY"),
        (
            "suspect",
            "exitgate baseline audit beta, once a run without the drift is there or a change for it is approved"
        ),
    ])
    func `a baseline that has not come far enough is told what can be done with it`(state: String, next: String) {
        var evidence = GateEvidence()
        evidence.phase = "beta"
        evidence.baseline = GateEvidence.Baseline(name: "BL-beta-2", state: state, digest: "d")

        let finding = BaselineApproved.judge(evidence, Limits(["state": 3, "clean": 0, "attested": 0]))

        #expect(finding.next == next)
    }

    @Test(arguments: cases)
    func `an example ends as it says`(_ one: Case) throws {
        let example = one.criterion.examples[one.example]

        let rule = try #require(try verdict(one.criterion, example).rules.first { $0.id == one.criterion.id })

        #expect(rule.outcome.rawValue == example.outcome.rawValue, "\(rule.expected); \(rule.actual)")
        #expect(!rule.expected.isEmpty && !rule.actual.isEmpty)
        // Whoever is stopped is told by what.
        if example.outcome == .fail { #expect(!rule.subjects.isEmpty) }
    }

    /// Waivers for all that an example fails by.
    @Test(arguments: cases)
    func `exact waivers excuse each failure, and one less does not`(_ one: Case) throws {
        let example = one.criterion.examples[one.example]
        let plain = try #require(try verdict(one.criterion, example).rules.first { $0.id == one.criterion.id })
        guard !plain.subjects.isEmpty, [.fail, .undecided].contains(plain.outcome), one.criterion.id != "G16" else {
            return
        }
        let canWaive = plain.outcome == .fail ? example.evidence.executed > 0 : one.criterion.canWaiveUndecided
        func waivers(_ subjects: some Collection<GateVerdict.Subject>, _ evidence: GateEvidence) -> [Waiver] {
            subjects.enumerated().map { number, subject in
                var waiver = Waiver(
                    number: Int64(number) + 1, rule: one.criterion.id, subject: subject.id, phase: "beta",
                    release: "2.4",
                    reason: "known", risk: "low", owner: "ann", requester: "ann", requestedAt: evidence.at - 1,
                    expires: evidence.at + 1)
                (waiver.decision, waiver.approver) = (.active, "ben")
                return waiver
            }
        }

        let all = try verdict(one.criterion, example) { $0.waivers = waivers(plain.subjects, $0) }
        let late = try verdict(one.criterion, example) { evidence in
            evidence.waivers = waivers(plain.subjects, evidence)
            for place in evidence.waivers.indices { evidence.waivers[place].expires = evidence.at }
        }
        let less = try verdict(one.criterion, example) { $0.waivers = waivers(plain.subjects.dropLast(), $0) }

        func own(_ verdict: GateVerdict) -> GateVerdict.RuleOutcome? {
            verdict.rules.first { $0.id == one.criterion.id }?.outcome
        }
        // What was never tested, or compared with nothing, nobody can answer for.
        #expect(own(all) == (canWaive ? .waived : plain.outcome))
        if canWaive { #expect(all.outcome == .conditionalGo) }
        #expect(own(late) == plain.outcome)
        #expect(own(less) == plain.outcome)
    }

    @Test(arguments: cases)
    func `the verdict follows the rule`(_ one: Case) throws {
        let example = one.criterion.examples[one.example]

        let outcome = try verdict(one.criterion, example).outcome
        guard example.evidence.executed > 0 else {
            #expect(outcome == .noGo)
            return
        }

        switch example.outcome {
        case .pass: #expect(outcome == .go)
        case .fail: #expect(outcome == .noGo)
        case .undecided, .notApplicable: #expect(outcome == .undecided)
        }
    }
}
