// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Where an issue is on its way from suspicion to proof.
package enum IssueState: String, Sendable, CaseIterable {
    /// It recurs; nobody has said that it matters.
    case candidate
    case open
    /// Its cause is recorded.
    case knownError = "known_error"
    /// Somebody claims a fix that no run has tested.
    case fixing
    /// A run has tested a commit that holds the fix.
    case fixed
    /// Enough clean runs in each affected configuration.
    case verified
    case closed
    /// Accepted until a day.
    case deferred
    /// Quiet without a fix: not seen any more, which is no proof.
    case notReproduced = "not_reproduced"

    /// Whether somebody must still do something about it.
    package var isUnresolved: Bool { ![.verified, .closed, .notReproduced].contains(self) }
}

/// What a person says about one issue.
package enum IssueVerb: String, Sendable, CaseIterable {
    case confirm, assign, cause, workaround, fix, `defer`, close, reopen, link, severity
}

extension IssueState {
    /// Whether a repair is news.
    package var isToBeFixed: Bool { [.candidate, .open, .knownError, .deferred].contains(self) }

    /// The state after a person said so; nil where that cannot be said.
    package func after(_ verb: IssueVerb) -> IssueState? {
        switch verb {
        case .assign, .link, .severity: self
        case .confirm: self == .candidate ? .open : nil
        case .cause:
            switch self {
            case .candidate, .open: .knownError
            case .knownError, .fixing, .fixed, .deferred: self
            case .verified, .closed, .notReproduced: nil
            }
        case .workaround: isUnresolved ? self : nil
        case .fix: [.verified, .closed].contains(self) ? nil : .fixing
        case .defer: self == .knownError ? .deferred : nil
        case .close: self == .closed ? nil : .closed
        case .reopen: [.fixed, .verified, .closed, .deferred, .notReproduced].contains(self) ? .open : nil
        }
    }

    /// The state after evidence did so; nil where that moves nothing.
    package func after(_ step: IssueLife.Step) -> IssueState? {
        switch step {
        // It begins the life of an issue, and moves none.
        case .recurs: nil
        case .matters: self == .candidate ? .open : nil
        case .fails: [.fixed, .verified, .closed, .notReproduced].contains(self) ? .open : nil
        case .fixIntended: isToBeFixed ? .fixing : nil
        case .fixClaimed: isToBeFixed || self == .fixing ? .fixing : nil
        case .fixTakenBack: [.fixing, .fixed, .verified].contains(self) ? .open : nil
        case .fixTested: self == .fixing ? .fixed : nil
        case .fixVerified: self == .fixed ? .verified : nil
        case .isReleased: self == .verified ? .closed : nil
        case .quiet: [.candidate, .open].contains(self) ? .notReproduced : nil
        case .deferralEnds: self == .deferred ? .knownError : nil
        }
    }

    /// What a person can say about an issue in this state.
    package var allowedVerbs: [IssueVerb] { IssueVerb.allCases.filter { after($0) != nil } }
}

/// Effect of an issue, the worst first.
package enum Severity: Int, Sendable, CaseIterable, Comparable {
    case s1 = 1
    case s2, s3, s4

    /// Reads `S1` to `S4` in any case.
    package init?(text: String) {
        guard text.count == 2, text.lowercased().first == "s", let number = Int(text.dropFirst()) else { return nil }
        self.init(rawValue: number)
    }

    package var text: String { "S\(rawValue)" }

    /// One step worse, or better.
    package func moved(by steps: Int) -> Severity {
        Severity(rawValue: min(4, max(1, rawValue + steps))) ?? self
    }

    package static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
}

/// Class of a cause, as a person sees it.
package enum CauseClass: String, Sendable, CaseIterable {
    case product, test, environment, configuration
    case testData = "test-data"
    case dependency, requirement, unknown
}
