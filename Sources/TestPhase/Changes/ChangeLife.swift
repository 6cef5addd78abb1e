// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What became of a change, folded from what people said and what runs show, in the order in which both happened.
package struct ChangeLife: Sendable, Equatable {
    package struct Transition: Sendable, Equatable {
        /// UTC milliseconds since 1970.
        package let at: Int64
        /// `auto`, or who did it.
        package let actor: String
        /// A verb of a person, or such as `seen-in-run` and `window-full`.
        package let rule: String
        package let reason: String?
        package let run: Int64?
        package let from: ChangeState?
        package let to: ChangeState
    }

    package struct Approval: Sendable, Equatable {
        package let actor: String
        /// Component or authority that it speaks for; nil for the change as a whole.
        package let authority: String?
        package let at: Int64
    }

    /// What a person said about how it ended.
    package struct Review: Sendable, Equatable {
        package let actor: String
        package let verdict: ChangeState
        package let reason: String
        package let at: Int64
    }

    /// Something that a person did, as it is stored.
    package struct Event: Sendable, Equatable {
        package var at: Int64
        package var actor: String
        package var verb: ChangeVerb?
        package var reason: String
        package var detail = Detail()

        /// - Parameter verb: nil for its creation.
        package init(_ verb: ChangeVerb?, at: Int64, actor: String, reason: String) {
            self.verb = verb
            self.at = at
            self.actor = actor
            self.reason = reason
        }
    }

    /// What an event carries beside its reason.
    package struct Detail: Sendable, Equatable, Codable {
        package var assessment: ChangeAssessment?
        /// For whom an approval speaks.
        package var authority: String?
        package var commits: [String]?
        /// How it is taken back, where the request did not say or said otherwise.
        package var backOut: String?
        package var verdict: String?
        /// Whether the way back was tried out.
        package var isRehearsed: Bool?
        /// Whether one person may ask and approve.
        package var isSolo: Bool?

        package init() {}
        package var isEmpty: Bool { self == Detail() }
    }

    /// What runs show.
    package enum Step: Sendable {
        case seen
        case windowFull(ChangeWatch.Verdict)
        case adverse
        case confounded
        case backedOut
    }

    package let kind: ChangeRequest.Kind
    package private(set) var state = ChangeState.draft
    package private(set) var transitions: [Transition] = []
    package private(set) var approvals: [Approval] = []
    package private(set) var assessment: ChangeAssessment?
    package private(set) var commits: [String]
    package private(set) var isRehearsed = false
    package private(set) var isSelfApproved = false
    /// When an emergency change must be approved by; UTC ms.
    package private(set) var approvalDue: Int64?
    package private(set) var approvedAt: Int64?
    /// The first run that it was seen in although nobody had approved it.
    package private(set) var seenTooEarly: Int64?
    package private(set) var seenIn: Int64?
    package private(set) var reviews: [Review] = []
    /// How it is taken back, as it was said last; nil where nobody did.
    package private(set) var backOut: String?
    /// Whether the runs said how it ended.
    private var isJudgedByRuns: Bool { state == .achieved && transitions.last?.rule == "effect-shown" }
    private var requester: String

    package init(_ request: ChangeRequest) {
        kind = request.kind
        commits = request.commits
        backOut = request.backOut
        requester = request.requester
    }

    /// Whether its approval is late at a moment, UTC ms.
    package func isOverdue(at now: Int64) -> Bool {
        guard let approvalDue, !isRefused else { return false }
        return (approvedAt ?? now) > approvalDue
    }

    /// Whether it cannot go on, or not for long, without an approval.
    package var isAwaitingApproval: Bool {
        state == .assessed || approvalDue != nil && approvedAt == nil && !isRefused
    }

    private var isRefused: Bool { state == .rejected || state == .cancelled }

    /// Takes what a person did.
    package mutating func take(_ event: Event) {
        guard let verb = event.verb else {
            return move(to: .draft, event.at, event.actor, "new", event.reason, nil, isFirst: true)
        }
        var next = state
        switch verb {
        case .submit: next = kind == .emergency ? .emergency : .submitted
        case .assess:
            assessment = event.detail.assessment
            backOut = event.detail.backOut ?? backOut
            if state == .submitted { next = .assessed }
        case .approve: next = approve(event)
        // What a run showed meanwhile is there, whatever was said before it was known.
        case .reject: next = state.isImplemented ? state : .rejected
        case .implement: commits += (event.detail.commits ?? []).filter { !commits.contains($0) }
        case .review:
            next = event.detail.verdict.flatMap(ChangeState.init) ?? state
            reviews.append(Review(actor: event.actor, verdict: next, reason: event.reason, at: event.at))
        case .cancel: next = state.isImplemented ? state : .cancelled
        }
        if verb == .submit, kind == .emergency { approvalDue = WorkingDays.after(event.at, days: 2) }
        let isTold = next != state || [.approve, .assess, .implement, .review].contains(verb)
        if isTold { move(to: next, event.at, event.actor, verb.rawValue, event.reason, nil) }
        if verb == .assess, state == .assessed, event.detail.assessment?.isPreApproved == true {
            approvedAt = event.at
            move(to: .approved, event.at, "auto", "standard-model", nil, nil)
        }
    }

    /// Whether it waits to be seen in a run.
    package var isOpenToRuns: Bool { state == .approved || state == .emergency }

    private mutating func approve(_ event: Event) -> ChangeState {
        approvals.append(Approval(actor: event.actor, authority: event.detail.authority, at: event.at))
        isRehearsed = isRehearsed || event.detail.isRehearsed == true
        if PersonName.isSame(event.actor, requester) { isSelfApproved = true }
        guard missingApprovals(isSolo: event.detail.isSolo == true).isEmpty else { return state }
        approvedAt = event.at
        return state == .assessed ? .approved : state
    }

    /// What still has to be said before it is approved, for people.
    package func missingApprovals(isSolo: Bool) -> [String] {
        guard !isSolo else { return approvals.isEmpty ? ["an approval"] : [] }
        switch assessment?.band ?? .one {
        case .one: return approvals.isEmpty ? ["an approval"] : []
        case .owners: return ownersMissing
        case .board:
            var missing = ownersMissing
            let people = approvals.map(\.actor)
            if !people.contains(where: { one in people.contains { !PersonName.isSame($0, one) } }) {
                missing.append("a second person")
            }
            if !isRehearsed { missing.append("the way back tried out (--rehearsed)") }
            return missing
        }
    }

    private var ownersMissing: [String] {
        let owned = (assessment?.components ?? []).filter { !$0.owners.isEmpty }
        guard !owned.isEmpty else { return approvals.isEmpty ? ["an approval"] : [] }
        return owned.filter { component in
            !approvals.contains { approval in
                approval.authority == component.name
                    || component.owners.contains { $0 == approval.authority || PersonName.isSame($0, approval.actor) }
            }
        }.map { component in
            let owners = component.owners.joined(separator: " or ")
            return component.isNamedByOwners ? owners : "\(owners) for \(component.name)"
        }
    }

    /// Takes what a run shows; one that changes nothing leaves no trace.
    package mutating func take(_ step: Step, at: Int64, run: Int64?) {
        switch step {
        case .seen:
            guard state == .approved || state == .emergency else {
                if !state.isImplemented { seenTooEarly = seenTooEarly ?? run }
                return
            }
            seenIn = run
            move(to: .implemented, at, "auto", "seen-in-run", nil, run)
            move(to: .monitoring, at, "auto", "window-opens", nil, run)
        case .windowFull(let verdict):
            guard state == .monitoring else { return }
            move(to: .review, at, "auto", "window-full", nil, run)
            switch verdict {
            case .achieved: move(to: .achieved, at, "auto", "effect-shown", nil, run)
            case .notAchieved: move(to: .notAchieved, at, "auto", "no-effect-shown", nil, run)
            case .inconclusive: break
            }
        case .adverse:
            if state == .monitoring || isJudgedByRuns {
                move(to: .review, at, "auto", "something-else-broke", nil, run)
            }
        case .confounded: if state == .monitoring { move(to: .review, at, "auto", "another-change-came", nil, run) }
        case .backedOut:
            guard state == .monitoring || state == .review else { return }
            move(to: .backedOut, at, "auto", "taken-back-in-run", nil, run)
        }
    }

    private mutating func move(
        to next: ChangeState, _ at: Int64, _ actor: String, _ rule: String, _ reason: String?, _ run: Int64?,
        isFirst: Bool = false
    ) {
        transitions.append(
            Transition(
                at: at, actor: actor, rule: rule, reason: reason, run: run, from: isFirst ? nil : state, to: next))
        state = next
    }
}
