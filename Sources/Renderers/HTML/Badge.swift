// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// A state in one word, coloured by what it means.
enum Badge {
    enum Tone: String {
        case good, bad, warning, info, muted
    }

    static func badge(_ word: String, _ tone: Tone) -> HTML {
        "<span class=\"badge \(tone.rawValue)\">\(word)</span>"
    }

    static func verdict(_ outcome: GateVerdict.Outcome) -> HTML {
        "<span class=\"badge strong \(tone(outcome).rawValue)\">\(icon(outcome))\(outcome.rawValue)</span>"
    }

    static func tone(_ outcome: GateVerdict.Outcome) -> Tone {
        switch outcome {
        case .go: .good
        case .conditionalGo: .warning
        case .noGo: .bad
        case .undecided: .info
        }
    }

    static func icon(_ outcome: GateVerdict.Outcome) -> HTML {
        switch outcome {
        case .go: Icon.check
        case .conditionalGo: Icon.warning
        case .noGo: Icon.cross
        case .undecided: Icon.question
        }
    }

    static func rule(_ rule: GateVerdict.Rule) -> HTML {
        switch rule.outcome {
        case .pass: badge("pass", .good)
        case .fail: badge("fail", rule.isBlocking ? .bad : .warning)
        case .undecided: badge("undecided", rule.isBlocking ? .info : .muted)
        case .waived: badge("waived", .warning)
        case .notApplicable: badge("does not apply", .muted)
        }
    }

    static func issue(_ line: IssueLine) -> HTML { issue(line.state, isRegression: line.isRegression) }

    static func issue(_ state: IssueState, isRegression: Bool) -> HTML {
        let tone: Tone =
            switch state {
            case .open, .knownError: .bad
            case .candidate, .fixing, .fixed, .deferred, .notReproduced: .warning
            case .verified: .good
            case .closed: .muted
            }
        let word = state.rawValue.replacing("_", with: " ")
        return badge(word, tone) + (isRegression ? " " + badge("came back", .bad) : .empty)
    }

    static func incident(_ incident: IncidentSummary) -> HTML {
        let tone: Tone =
            switch incident.standing {
            case .open: .bad
            case .intermittent, .acknowledged, .masked, .stale: .warning
            case .restored: .good
            case .closed, .void: .muted
            }
        return badge(incident.stateText, tone)
    }

    static func change(_ line: ChangeLine) -> HTML {
        let tone: Tone =
            switch line.life.state {
            case .achieved: .good
            case .notAchieved, .backedOut, .rejected: .bad
            case .review, .inconclusive, .emergency: .warning
            case .cancelled, .draft: .muted
            default: .info
            }
        let word = badge(line.life.state.rawValue.replacing("_", with: " "), tone)
        return word + (line.isHarmful == true ? " " + badge("did harm", .bad) : .empty)
    }

    static func severity(_ weight: IssueWeight) -> HTML {
        let tone: Tone = weight.severity == .s1 ? .bad : weight.severity == .s2 ? .warning : .muted
        return badge(weight.severity.text, tone)
    }

    static func phase(_ state: PhaseState) -> HTML {
        let tone: Tone =
            switch state {
            case .planned: .muted
            case .active: .info
            case .inReview, .held, .passedConditionally: .warning
            case .passed: .good
            }
        return badge(state.text, tone)
    }

    static func waiver(_ state: Waiver.State) -> HTML {
        let tone: Tone =
            switch state {
            case .active: .warning
            case .requested: .info
            case .fulfilled: .good
            case .refused, .revoked, .exceeded: .bad
            case .expired: .muted
            }
        return badge(state.rawValue, tone)
    }

    static func audit(_ verdict: BaselineAudit.Verdict) -> HTML {
        badge(verdict.rawValue, verdict == .clean ? .good : verdict == .drift ? .bad : .info)
    }
}
