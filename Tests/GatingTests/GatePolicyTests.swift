// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Gating

/// Which rules count, and how they make a verdict.
struct GatePolicyTests {
    private func outcome(_ lines: [GatePolicy.Line], _ edit: (inout GateEvidence) -> Void = { _ in }) -> GateVerdict {
        var evidence = GateEvidence.tested
        edit(&evidence)
        return GateEvaluator(GatePolicy(phase: "beta", lines: lines)).verdict(evidence)
    }

    private func line(_ rule: String, _ edit: (inout GatePolicy.Line) -> Void = { _ in }) -> GatePolicy.Line {
        var line = GatePolicy.Line(rule: rule)
        edit(&line)
        return line
    }

    @Test func `an empty policy works, and the first gate without a baseline is undecided`() {
        let verdict = outcome([])

        #expect(verdict.outcome == .undecided)
        #expect(verdict.rules.first { $0.id == "G12" }?.next == "exitgate baseline capture beta")
        #expect(!verdict.rules.contains { $0.outcome == .fail && $0.isBlocking })
    }

    @Test func `no evidence at all is never a go`() {
        let nothing = GateEvaluator(GatePolicy(phase: "beta")).verdict(GateEvidence())

        #expect(nothing.outcome == .noGo)
        #expect(nothing.rules.first { $0.id == "G02" }?.actual == "no test was executed")
    }

    @Test func `a policy that switches everything off decides nothing`() {
        let lines = Criteria.all.map { criterion in line(criterion.id) { $0.level = .off } }

        #expect(outcome(lines).outcome == .undecided)
        #expect(outcome(lines).rules.isEmpty)
    }

    @Test func `an informing failure is told, and stops nothing`() {
        let lines =
            Criteria.all.map { criterion in line(criterion.id) { $0.level = criterion.id == "G06" ? .informing : .off }
            }
            + [line("G08") { $0.level = .blocking }]
        let verdict = outcome(lines) { $0.incidents = [.init(number: 3, title: "refused", opened: 0)] }

        #expect(verdict.outcome == .go)
        #expect(verdict.rules.map { "\($0.id) \($0.outcome.rawValue)" } == ["G06 fail", "G08 pass"])
    }

    @Test func `the last valid line of a rule counts`() {
        let now = GateEvidence.tested.at
        let lines = [
            line("G08") { $0.thresholds = ["percent": 10] },
            line("G08") { ($0.thresholds, $0.validSince) = (["percent": 20], now + 1) },
            line("G08") { ($0.thresholds, $0.validUntil) = (["percent": 30], now) },
        ]
        let policy = GatePolicy(phase: "beta", lines: lines)

        #expect(policy.holds(for: PassRate.self, at: now).limits["percent"] == 10)
        #expect(policy.holds(for: PassRate.self, at: now + 1).limits["percent"] == 20)
        #expect(policy.holds(for: PassRate.self, at: now - 1).limits["percent"] == 30)
        #expect(policy.resolved(at: now) != policy.resolved(at: now + 1))
        #expect(policy.resolved(at: now).resolved(at: now + 1) == policy.resolved(at: now))
    }

    @Test func `a threshold of a rule that is off lets it count`() {
        let policy = GatePolicy(phase: "integration", lines: [line("G18") { $0.thresholds = ["runs": 3] }])

        #expect(policy.holds(for: Soak.self, at: 0).level == .blocking)
        #expect(GatePolicy(phase: "integration").holds(for: Soak.self, at: 0).level == .off)
    }

    @Test func `phases that nobody wrote defaults for take those of the nearest`() {
        #expect(PassRate.thresholds[0].defaults["system"] == 98)
        #expect(PassRate.thresholds[0].defaults["design"] == 95)
        #expect(PassRate.thresholds[0].defaults["operation"] == 100)
    }

    @Test func `no policy lets go what was never tested, nor switches off the watch over itself`() {
        let off = Criteria.all.map { criterion in
            line(criterion.id) { $0.level = criterion.id == "G06" ? .blocking : .off }
        }

        let untested = outcome(off) { ($0.executed, $0.passed) = (0, 0) }
        let loosened = outcome(off) { ($0.policy, $0.approvedPolicy) = ("new", "old") }

        #expect(untested.outcome == .noGo)
        #expect(untested.rules.first?.id == "G02")
        #expect(loosened.outcome == .noGo)
        #expect(loosened.rules.first { $0.id == "G23" }?.outcome == .fail)
        #expect(outcome(off).changes.contains("G04 off (default blocking)"))
    }

    @Test(arguments: [("lab", "lab"), ("lab; rm -rf ~", "'lab; rm -rf ~'"), ("it's", "'it'\\''s'"), ("", "''")])
    func `what goes into a command is quoted`(text: String, quoted: String) {
        #expect(GateText.quoted(text) == quoted)
    }

    @Test func `what was solved once is not excused when it comes back`() {
        var waiver = Waiver(
            number: 1, rule: "G05", subject: "ISS-3", phase: "beta", release: nil, reason: "r", risk: "r", owner: "ann",
            requester: "ann", requestedAt: 10, expires: 1000)
        (waiver.decision, waiver.approvedAt) = (.active, 20)
        var issue = GateEvidence.Issue(number: 3, title: "refused", severity: 1, state: "open", since: 0)
        let before = waiver.state(at: 100, issue: issue)
        issue.solvedAt = 50

        #expect(before == .active)
        #expect(waiver.state(at: 100, issue: issue) == .fulfilled)
    }
}
