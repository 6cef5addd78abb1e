// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

/// The states that a phase goes through, as a table of what happened.
struct PhaseLifeTests {
    private static func decision(_ outcome: GateVerdict.Outcome, _ number: Int64, at: Int64) -> GateDecision {
        GateDecision(
            number: number, phase: "beta", release: "2.4", at: at, actor: "ann", outcome: outcome, candidate: nil,
            policyDigest: "", evidenceDigest: "", verdictDigest: "")
    }

    /// One step a letter, one a millisecond: `r` a run, `e` entered, `g` GO, `c` CONDITIONAL_GO, `C` the same whose waiver ends
    /// two steps later, `n` NO_GO, `u` UNDECIDED, `s` signed off.
    private static func life(_ letters: String, needsSignOff: Bool = false) -> PhaseLife {
        var steps: [(at: Int64, step: PhaseLife.Step)] = []
        for (place, letter) in letters.enumerated() {
            let at = Int64(place)
            func gate(_ outcome: GateVerdict.Outcome, ends: Int64? = nil) -> PhaseLife.Step {
                .gate(decision(outcome, at, at: at), conditionEnds: ends)
            }
            let step: PhaseLife.Step? =
                switch letter {
                case "r": .run(at)
                case "e": .person(.init(at: at, actor: "ben", verb: .enter, reason: "it is time"))
                case "s": .person(.init(at: at, actor: "ben", verb: .signOff, reason: "agreed"))
                case "g": gate(.go)
                case "c": gate(.conditionalGo)
                case "C": gate(.conditionalGo, ends: at + 2)
                case "n": gate(.noGo)
                case "u": gate(.undecided)
                default: nil
                }
            if let step { steps.append((at, step)) }
        }
        return PhaseLife(steps, needsSignOff: needsSignOff)
    }

    @Test(arguments: [
        ("", PhaseState.planned), ("r", .active), ("e", .active), ("g", .planned), ("n", .planned), ("ru", .held),
        ("rn", .active), ("rg", .passed), ("rc", .passedConditionally), ("ruug", .passed), ("rgn", .active),
        ("rC", .active), ("rCg", .passed), ("rC.c", .passedConditionally), ("ens", .active),
    ])
    func `the gate moves a phase, and the last decision counts`(steps: String, state: PhaseState) {
        #expect(Self.life(steps).state == state)
    }

    @Test(arguments: [
        ("rg", PhaseState.inReview), ("rgs", .passed), ("rc", .inReview), ("rcs", .passedConditionally),
        ("rns", .active), ("rgsg", .inReview), ("rsg", .inReview), ("rCs", .active), ("rCs..", .active),
    ])
    func `where a person must sign off, the gate alone ends nothing`(steps: String, state: PhaseState) {
        #expect(Self.life(steps, needsSignOff: true).state == state)
    }

    @Test func `every event says what it was made by`() {
        let life = Self.life("erCg")

        #expect(
            life.transitions.map(\.rule) == ["enter", "gate-CONDITIONAL_GO", "gate-GO"])
        #expect(life.transitions.map(\.gate) == [nil, 2, 3])
        #expect(life.enteredBy == "ben")
        #expect(zip(life.transitions, life.transitions.dropFirst()).allSatisfy { $0.to == $1.from })
    }

    @Test func `the order of arrival does not matter`() {
        let steps: [(at: Int64, step: PhaseLife.Step)] = [
            (1, .run(1)), (2, .gate(Self.decision(.undecided, 1, at: 2), conditionEnds: nil)),
            (3, .gate(Self.decision(.conditionalGo, 2, at: 3), conditionEnds: 5)),
            (4, .person(.init(at: 4, actor: "ben", verb: .enter, reason: "late"))),
        ]
        let expected = PhaseLife(steps, needsSignOff: false)

        #expect(expected.state == .active)
        #expect(expected.transitions.last?.rule == "condition-ended")
        #expect(PhaseLife(steps.reversed(), needsSignOff: false) == expected)
    }
}
