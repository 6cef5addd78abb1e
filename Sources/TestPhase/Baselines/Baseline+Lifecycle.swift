// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Where a baseline is on its way from a snapshot to a rule.
package enum BaselineState: String, Sendable, CaseIterable {
    case captured
    /// Its author asks for approval.
    case proposed
    case rejected
    case approved
    /// Only an approved change may move it.
    case frozen
    /// An audit found that what is tested differs from it.
    case suspect
    /// The next one of its phase was approved.
    case superseded
    case retired

    /// Whether tests are held against it.
    package var isCurrent: Bool { self == .approved || self == .frozen || self == .suspect }
}

/// What moves a baseline.
package enum BaselineVerb: String, Sendable, CaseIterable {
    case propose, approve, reject, freeze, retire
    /// Somebody signed a statement about it.
    case attest
    /// An audit found drift.
    case suspect
    /// The drift is gone, or its change is approved.
    case clear
    /// The next one of its phase was approved.
    case supersede

    /// Whether evidence does it, and no person.
    package var isAutomatic: Bool { [.suspect, .clear, .supersede].contains(self) }
}

extension BaselineState {
    /// The state after that; nil where it cannot be done.
    package func after(_ verb: BaselineVerb) -> BaselineState? {
        switch verb {
        case .propose: self == .captured ? .proposed : nil
        case .approve: self == .proposed ? .approved : nil
        case .reject: self == .proposed ? .rejected : nil
        case .freeze: self == .approved ? .frozen : nil
        case .attest: isCurrent ? self : nil
        case .suspect: self == .frozen ? .suspect : nil
        case .clear: self == .suspect ? .frozen : nil
        case .supersede: isCurrent ? .superseded : nil
        case .retire: self == .superseded || self == .rejected || self == .captured ? .retired : nil
        }
    }

    /// What a person can do with a baseline in this state.
    package var allowedVerbs: [BaselineVerb] {
        BaselineVerb.allCases.filter { !$0.isAutomatic && after($0) != nil }
    }
}
