// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What became of an issue, folded from its evidence and what people said, in the order in which both happened.
package struct IssueLife: Sendable, Equatable {
    /// A change of state with the rule and the evidence, or the decision, that made it.
    package struct Transition: Sendable, Equatable {
        /// UTC milliseconds since 1970.
        package let at: Int64
        /// `auto` or who decided.
        package let actor: String
        /// Such as `recurs-R1`, `fails-with-fix`, or the verb of a person.
        package let rule: String
        package let run: Int64?
        package let decision: Int64?
        package let from: IssueState?
        package let to: IssueState
    }

    /// Somebody's word that it is repaired.
    package struct FixClaim: Sendable, Equatable {
        /// Hash of the commit, or its beginning; nil: every run after the claim holds the fix.
        package let commit: String?
        package let at: Int64
        package let decision: Int64

        package init(commit: String?, at: Int64, decision: Int64) {
            self.commit = commit
            self.at = at
            self.decision = decision
        }
    }

    /// What is claimed to hold the fix, and how far the proof is.
    package struct Verification: Sendable, Equatable {
        package let claim: FixClaim
        /// How it is known which runs hold the fix: `git`, or `order of runs`.
        package let ancestry: String
        package let firstTested: Int64?
        package let places: [Place]

        package init(claim: FixClaim, ancestry: String, firstTested: Int64?, places: [Place]) {
            self.claim = claim
            self.ancestry = ancestry
            self.firstTested = firstTested
            self.places = places
        }

        /// One phase and configuration in which it failed.
        package struct Place: Sendable, Equatable {
            package let phase: String
            package let configuration: String
            /// Runs from the first failure to the fix that exercised an affected test, and those that failed.
            package let trials: Int
            package let failures: Int
            /// Clean runs that show the fix; nil where waiting cannot show it.
            package let needed: Int?
            /// Clean runs with the fix so far, one after the other.
            package let clean: Int
            /// Different days of those, and how many there must be.
            package let days: Int
            package let daysNeeded: Int
            /// Numbers of its tests that have not passed since, ascending; whether the fix holds in them is not known.
            package let unproven: [Int64]

            package var isDone: Bool {
                needed.map { clean >= $0 && days >= daysNeeded && unproven.isEmpty } ?? false
            }

            package init(
                phase: String, configuration: String, trials: Int, failures: Int, needed: Int?, clean: Int, days: Int,
                daysNeeded: Int, unproven: [Int64] = []
            ) {
                self.unproven = unproven
                self.phase = phase
                self.configuration = configuration
                self.trials = trials
                self.failures = failures
                self.needed = needed
                self.clean = clean
                self.days = days
                self.daysNeeded = daysNeeded
            }
        }
    }

    package private(set) var state = IssueState.candidate
    package private(set) var transitions: [Transition] = []
    /// Whether it came back after it was verified or closed.
    package private(set) var isRegression = false
    package private(set) var owner: String?
    package private(set) var cause: String?
    package private(set) var causeClass: CauseClass?
    package private(set) var workaround: String?
    package private(set) var link: String?
    package private(set) var severity: Severity?
    package private(set) var fix: FixClaim?
    /// UTC ms.
    package private(set) var deferredUntil: Int64?
    /// The decision that set it.
    package private(set) var deferral: Int64?
    package var verification: Verification?

    package init() {}

    /// When it was verified last, or closed by a person, UTC ms: that a baseline holds a proven fix comes later.
    package var solvedAt: Int64? {
        transitions.last { $0.to == .verified || $0.to == .closed && $0.decision != nil }?.at
    }

    /// Whether it is closed because an approved baseline holds the proven fix.
    package var isReleased: Bool { state == .closed && transitions.last?.decision == nil }

    /// What evidence did.
    package enum Step: Sendable {
        case recurs(RecurrenceRule)
        /// The third incident, or an outage.
        case matters(rule: String)
        /// A failure in a run that holds the claimed fix, or after it was closed or not seen.
        case fails
        /// A change that is to fix it was approved.
        case fixIntended
        /// A commit or a change says that it is fixed.
        case fixClaimed
        /// The change that was to fix it was taken back.
        case fixTakenBack
        case fixTested
        case fixVerified
        /// A baseline that holds the proven fix was approved.
        case isReleased(rule: String)
        case quiet
        case deferralEnds
    }

    /// Takes a step of evidence; one that changes nothing leaves no trace.
    package mutating func take(_ step: Step, at: Int64, run: Int64?) {
        let rule = rule(of: step)
        let next: IssueState? =
            if case .recurs = step { transitions.isEmpty ? .candidate : nil } else { state.after(step) }
        if next != nil {
            switch step {
            case .fails:
                if state == .verified || state == .closed { isRegression = true }
                fix = nil
            case .fixTakenBack: fix = nil
            default: break
            }
        }
        if let next {
            move(
                to: next,
                Transition(
                    at: at, actor: "auto", rule: rule, run: run, decision: nil, from: transitions.last?.to, to: next))
        }
    }

    private func rule(of step: Step) -> String {
        switch step {
        case .recurs(let found): "recurs-\(found.rawValue)"
        case .matters(let found), .isReleased(let found): found
        case .fails: state == .notReproduced ? "recurs" : fix == nil ? "fails-again" : "fails-with-fix"
        case .fixIntended: "change-approved"
        case .fixClaimed: "fixed"
        case .fixTakenBack: "change-taken-back"
        case .fixTested: "fix-tested"
        case .fixVerified: "clean-runs"
        case .quiet: "quiet"
        case .deferralEnds: "deferral-over"
        }
    }

    /// Takes a claim of a commit or a change.
    ///
    /// - Parameters:
    ///   - source: Such as `CR-7`.
    ///   - rule: `fixed-by-commit` or `fixed-by-change`.
    package mutating func take(_ claim: FixClaim, by source: String, rule: String) {
        fix = claim
        guard let next = state.after(.fixClaimed) else { return }
        move(
            to: next,
            Transition(
                at: claim.at, actor: source, rule: rule, run: nil, decision: nil, from: transitions.last?.to, to: next))
    }

    /// Takes what a person said.
    ///
    /// It could be said when it was; evidence that came later may tell that the issue was in another state then, and the word
    /// holds all the same.
    ///
    /// - Parameters:
    ///   - value: Owner, cause, workaround, commit, tracker item or severity.
    ///   - category: Class of a cause.
    ///   - until: End of a deferral, UTC ms.
    package mutating func take(
        _ verb: IssueVerb, value: String?, category: String?, until: Int64?, at: Int64, actor: String, decision: Int64
    ) {
        let next = state.after(verb) ?? Self.belated(verb, in: state)
        switch verb {
        case .assign: owner = value
        case .link: link = value
        case .severity: severity = value.flatMap(Severity.init(text:))
        case .cause: (cause, causeClass) = (value, category.flatMap(CauseClass.init))
        case .workaround: workaround = value
        case .fix: fix = FixClaim(commit: value, at: at, decision: decision)
        case .defer: (deferredUntil, deferral) = (until, decision)
        case .reopen: fix = nil
        case .confirm, .close: break
        }
        guard next != state || verb == .fix else { return }
        move(
            to: next,
            Transition(
                at: at, actor: actor, rule: verb.rawValue, run: nil, decision: decision, from: transitions.last?.to,
                to: next))
    }

    private static func belated(_ verb: IssueVerb, in state: IssueState) -> IssueState {
        switch verb {
        case .assign, .link, .severity, .confirm, .cause, .workaround: state
        case .fix: .fixing
        case .defer: .deferred
        case .close: .closed
        case .reopen: .open
        }
    }

    private mutating func move(to next: IssueState, _ transition: Transition) {
        state = next
        transitions.append(transition)
    }
}
