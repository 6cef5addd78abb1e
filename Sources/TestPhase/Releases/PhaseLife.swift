// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Where a phase of a release is on its way from a plan to its end.
package enum PhaseState: String, Sendable, CaseIterable {
    /// Nothing of the release was tested in it yet.
    case planned
    case active
    /// Its gate let go, and a person still has to sign it off.
    case inReview = "in_review"
    /// Its gate lacked evidence.
    case held
    case passed
    /// Its gate let go because of waivers.
    case passedConditionally = "passed_conditionally"

    /// For people, such as `in review`.
    package var text: String { rawValue.replacing("_", with: " ") }

    /// Whether the next phase may begin.
    package var isOver: Bool { self == .passed || self == .passedConditionally }
}

/// What a person does with a phase.
package enum PhaseVerb: String, Sendable, CaseIterable {
    /// Begins it.
    case enter
    /// Confirms what its gate said.
    case signOff = "sign-off"
}

/// What became of a phase of a release, folded from runs, decisions of its gate, and what people said, in the order in which
/// all of it happened.
package struct PhaseLife: Sendable, Equatable {
    package struct Transition: Sendable, Equatable {
        /// UTC ms.
        package let at: Int64
        /// `auto` or who did it.
        package let actor: String
        /// Such as `enter`, `first-run`, `gate-asked`, `gate-GO`, `sign-off` or `condition-ended`.
        package let rule: String
        package let reason: String?
        /// Number of the decision of its gate.
        package let gate: Int64?
        package let run: Int64?
        package let from: PhaseState
        package let to: PhaseState
    }

    /// What a person did.
    package struct Event: Sendable, Equatable {
        /// UTC ms.
        package let at: Int64
        package let actor: String
        package let verb: PhaseVerb
        package let reason: String
        /// Whether it was begun although a phase before it is not over.
        package let isForced: Bool

        package init(at: Int64, actor: String, verb: PhaseVerb, reason: String, isForced: Bool = false) {
            self.at = at
            self.actor = actor
            self.verb = verb
            self.reason = reason
            self.isForced = isForced
        }
    }

    /// A step of its life.
    package enum Step: Sendable {
        case run(Int64)
        /// A decision of its gate, and when the first waiver that it needed ended without its subject being solved, UTC ms.
        case gate(GateDecision, conditionEnds: Int64?)
        case person(Event)
        case conditionEnds(gate: Int64?)
    }

    package private(set) var state = PhaseState.planned
    package private(set) var transitions: [Transition] = []
    /// Who began it; nil where a run came first and nobody said so since.
    package private(set) var enteredBy: String?
    package private(set) var isForced = false
    /// The latest decision of its gate.
    package private(set) var decision: GateDecision?
    package private(set) var signedOffBy: String?
    private let needsSignOff: Bool

    /// - Parameters:
    ///   - steps: In any order; of equal times runs come before people, and people before decisions.
    ///   - needsSignOff: Whether a person must confirm what the gate said.
    package init(_ steps: [(at: Int64, step: Step)], needsSignOff: Bool) {
        self.needsSignOff = needsSignOff
        var all = steps
        for case (_, .gate(let decision, let end?)) in steps {
            all.append((max(end, decision.at), .conditionEnds(gate: decision.number)))
        }
        let ordered = all.enumerated().sorted {
            ($0.element.at, Self.rank($0.element.step), $0.offset)
                < ($1.element.at, Self.rank($1.element.step), $1.offset)
        }
        for (_, one) in ordered { take(one.step, at: one.at) }
    }

    private static func rank(_ step: Step) -> Int {
        switch step {
        case .run: 0
        case .person: 1
        case .gate: 2
        case .conditionEnds: 3
        }
    }

    private mutating func take(_ step: Step, at: Int64) {
        switch step {
        case .run(let run):
            if state == .planned { move(.active, at, "auto", "first-run", run: run) }
        case .person(let event):
            switch event.verb {
            case .enter:
                (enteredBy, isForced) = (event.actor, event.isForced)
                // Whoever begins what runs had begun says who answers for it.
                move(state == .planned ? .active : state, at, event.actor, "enter", reason: event.reason)
            case .signOff:
                guard state == .inReview, let decision else { return }
                signedOffBy = event.actor
                let end = decision.outcome == .go ? PhaseState.passed : .passedConditionally
                move(end, at, event.actor, "sign-off", reason: event.reason, gate: decision.number)
            }
        case .gate(let decision, _): take(decision)
        case .conditionEnds(let gate):
            guard state == .passedConditionally || state == .inReview, gate != nil, decision?.number == gate else {
                return
            }
            move(.active, at, "auto", "condition-ended", gate: gate)
        }
    }

    /// What the gate says last counts, also of a phase that had passed.
    private mutating func take(_ decision: GateDecision) {
        guard state != .planned else { return }
        // The same commit let go once more: what was signed off stays so.
        let isSame =
            decision.candidate.flatMap { new in
                self.decision?.candidate.map { CommitName.areSame($0, new) }
            } == true
        if signedOffBy != nil, state.isOver, isSame, decision.letsGo {
            self.decision = decision
            return
        }
        self.decision = decision
        signedOffBy = nil
        let next: PhaseState =
            switch decision.outcome {
            case .go: needsSignOff ? .inReview : .passed
            case .conditionalGo: needsSignOff ? .inReview : .passedConditionally
            case .noGo: .active
            case .undecided: .held
            }
        move(next, decision.at, decision.actor, "gate-\(decision.outcome.rawValue)", gate: decision.number)
    }

    /// When it came to where it is, UTC ms; nil while it is planned.
    package var since: Int64? { transitions.last { $0.from != $0.to }?.at }

    private mutating func move(
        _ next: PhaseState, _ at: Int64, _ actor: String, _ rule: String, reason: String? = nil, gate: Int64? = nil,
        run: Int64? = nil
    ) {
        transitions.append(
            Transition(
                at: at, actor: actor, rule: rule, reason: reason, gate: gate, run: run, from: state, to: next))
        state = next
    }
}

/// A phase of a release for people.
package struct PhaseReport: Sendable {
    package let release: String
    package let phase: String
    package let life: PhaseLife
    package let runs: Int
    /// Phases before it that have begun and are not over.
    package let blocking: [(phase: String, state: PhaseState)]
    package let needsSignOff: Bool

    package init(
        release: String, phase: String, life: PhaseLife, runs: Int, blocking: [(phase: String, state: PhaseState)],
        needsSignOff: Bool
    ) {
        self.release = release
        self.phase = phase
        self.life = life
        self.runs = runs
        self.blocking = blocking
        self.needsSignOff = needsSignOff
    }

    /// The command that moves it on; nil where nothing is to be done.
    package var next: String? {
        let here = "\(phase) --release \(release)"
        return switch life.state {
        case .planned:
            if let first = blocking.first {
                "\(first.phase) first, which is \(first.state.text): exitgate gate \(first.phase) --release \(release)"
            } else {
                "exitgate phase enter \(here)"
            }
        case .active: "exitgate gate \(here)"
        case .held: "exitgate gate \(here), after the missing tests ran"
        case .inReview: "exitgate phase sign-off \(here)"
        case .passedConditionally: "exitgate waiver list: what was excused ends"
        case .passed: nil
        }
    }
}
