// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Where a change is on its way from a wish to a judged effect.
package enum ChangeState: String, Sendable, CaseIterable {
    case draft
    case submitted
    /// Its risk is known.
    case assessed
    case rejected
    case approved
    /// May be implemented at once; approval is due within two working days.
    case emergency
    /// It is in a tested configuration.
    case implemented
    /// Its effect window is open.
    case monitoring
    /// The window is full, something else broke, or another change came between: a person has to say.
    case review
    case achieved
    case notAchieved = "not_achieved"
    case inconclusive
    case backedOut = "backed_out"
    case cancelled

    /// Whether nothing more is to come.
    package var isOver: Bool {
        [.rejected, .achieved, .notAchieved, .inconclusive, .backedOut, .cancelled].contains(self)
    }

    /// Whether it was seen in a tested configuration.
    package var isImplemented: Bool {
        [.implemented, .monitoring, .review, .achieved, .notAchieved, .inconclusive, .backedOut].contains(self)
    }
}

/// What people do with a change.
package enum ChangeVerb: String, Sendable, CaseIterable {
    case submit, assess, approve, reject
    /// Says which commits carry it; that it is implemented is seen in runs.
    case implement
    /// Says whether it worked.
    case review
    case cancel
}

extension ChangeState {
    /// The states that a verb may lead to, from this one; none where it cannot be said.
    package func after(_ verb: ChangeVerb) -> [ChangeState] {
        switch verb {
        case .submit: self == .draft ? [.submitted, .emergency] : []
        case .assess: [.submitted, .assessed].contains(self) ? [.assessed] : isEmergency ? [self] : []
        case .approve: self == .assessed ? [.assessed, .approved] : isEmergency ? [self] : []
        case .reject: [.submitted, .assessed, .emergency].contains(self) ? [.rejected] : []
        case .implement: isOver ? [] : [self]
        case .review:
            // While runs are still watched a person may only take it back.
            self == .monitoring || self == .implemented
                ? [.backedOut] : isImplemented ? [.achieved, .notAchieved, .inconclusive, .backedOut] : []
        case .cancel: [.draft, .submitted, .assessed, .approved, .emergency].contains(self) ? [.cancelled] : []
        }
    }

    /// Whether an emergency change can be in it before it is approved.
    private var isEmergency: Bool { self == .emergency || isImplemented }

    /// What can be said in this state.
    package func allowedVerbs(of kind: ChangeRequest.Kind) -> [ChangeVerb] {
        ChangeVerb.allCases.filter { verb in
            let isLate = [.assess, .approve].contains(verb) && isEmergency
            return !after(verb).isEmpty && (!isLate || kind == .emergency)
        }
    }
}
