// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

extension KeepChanges {
    /// Refuses what cannot be done in a state, or not by this person.
    static func check(
        _ act: Act, _ number: Int64, _ life: ChangeLife, _ change: ChangeRequest, _ request: Request
    ) throws {
        let state = life.state
        let allowed = state.allowedVerbs(of: change.kind)
        guard allowed.contains(act.verb) else {
            throw Refusal(
                message: "CR-\(number) is \(state.rawValue): \(act.verb.rawValue) cannot be done now",
                hint: hint(act, number, state, allowed))
        }
        switch act {
        case .approve(let authority, _): try checkApproval(authority, number, life, change, request)
        case .review(let verdict) where !state.after(.review).contains(verdict):
            throw Refusal(
                message: "CR-\(number) is \(state.rawValue): runs are still watched, so it can only be backed_out",
                hint: "exitgate change show CR-\(number) says how many runs are missing")
        case .review(let verdict):
            // Others may agree; who said it last has nothing to add.
            let actor = SecretTally.masked(request.actor)
            guard life.state == verdict,
                life.reviews.last(where: { PersonName.isSame($0.actor, actor) })?.verdict == verdict
            else { return }
            throw Refusal(
                message: "\(actor) said already that CR-\(number) is \(verdict.rawValue)",
                hint: "exitgate change show CR-\(number)")
        case .implement(let commits):
            for commit in commits { _ = try hash(commit) }
        default: break
        }
    }

    private static func hint(
        _ act: Act, _ number: Int64, _ state: ChangeState, _ allowed: [ChangeVerb]
    ) -> String {
        if state.isImplemented, act.verb == .reject || act.verb == .cancel {
            return "runs hold it: take it back, and exitgate change review CR-\(number) backed_out says so"
        }
        return allowed.isEmpty
            ? "nothing can be done with it any more"
            : "what can be done now: \(allowed.map(\.rawValue).joined(separator: ", "))"
    }

    private static func checkApproval(
        _ authority: String?, _ number: Int64, _ life: ChangeLife, _ change: ChangeRequest, _ request: Request
    ) throws {
        let actor = SecretTally.masked(request.actor)
        let own = [change.requester, life.transitions.first?.actor ?? ""]
        if let same = own.first(where: { PersonName.isSame($0, actor) }), !request.isSolo {
            throw Refusal(
                message: "\(same) asked for CR-\(number) and cannot approve it alone",
                hint:
                    "let somebody else approve it, or set solo: true in the settings, which every report then says")
        }
        guard let assessment = life.assessment else {
            throw Refusal(
                message: "nobody knows the risk of CR-\(number)", hint: "exitgate change assess CR-\(number) first")
        }
        try checkAuthority(authority, of: assessment)
        if assessment.risk > 25, life.backOut == nil {
            let risk = assessment.risk
            throw Refusal(
                message: "CR-\(number) has a risk of \(risk) and does not say how it is taken back",
                hint: "exitgate change assess CR-\(number) --back-out HOW says it; above 25 nothing is approved without"
            )
        }
    }

    /// Whoever speaks for somebody speaks for a component that is touched, or for one of its owners.
    private static func checkAuthority(_ authority: String?, of assessment: ChangeAssessment) throws {
        guard let authority else { return }
        let known = assessment.components.flatMap { [$0.name] + $0.owners }
        guard !known.contains(where: { PersonName.isSame($0, authority) }) else { return }
        throw Refusal(
            message: "\(authority) is no component that is touched, and owns none",
            hint: known.isEmpty ? "approve without --for" : "those are \(known.joined(separator: ", "))")
    }
}
