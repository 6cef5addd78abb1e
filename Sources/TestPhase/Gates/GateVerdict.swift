// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// May the phase end? The answer, rule by rule.
package struct GateVerdict: Sendable, Equatable, Codable {
    package enum Outcome: String, Sendable, CaseIterable, Codable {
        case go = "GO"
        /// Something was excused by a waiver.
        case conditionalGo = "CONDITIONAL_GO"
        case noGo = "NO_GO"
        /// Evidence is missing.
        case undecided = "UNDECIDED"
    }

    package enum RuleOutcome: String, Sendable, CaseIterable, Codable {
        case pass, fail, undecided, waived
        case notApplicable = "not_applicable"
    }

    /// Something that a rule failed by, and the waiver that excuses it.
    package struct Subject: Sendable, Equatable, Codable {
        package let id: String
        package let text: String
        /// Such as WVR-4; nil for none.
        package let waiver: String?
        /// Who approved it, and until when, UTC ms.
        package let approver: String?
        package let until: Int64?

        package init(id: String, text: String, waiver: Waiver?) {
            self.id = id
            self.text = text
            self.waiver = waiver?.name
            approver = waiver?.approver
            until = waiver?.expires
        }
    }

    package struct Rule: Sendable, Equatable, Codable {
        /// Such as G05 and open-issues.
        package let id: String
        package let name: String
        package let summary: String
        package let isBlocking: Bool
        package let outcome: RuleOutcome
        package let expected: String
        package let actual: String
        package let subjects: [Subject]
        package let next: String?

        package init(
            id: String, name: String, summary: String, isBlocking: Bool, outcome: RuleOutcome, expected: String,
            actual: String, subjects: [Subject], next: String?
        ) {
            self.id = id
            self.name = name
            self.summary = summary
            self.isBlocking = isBlocking
            self.outcome = outcome
            self.expected = expected
            self.actual = actual
            self.subjects = subjects
            self.next = next
        }

        /// What it named when it failed, and kept the candidate from leaving the phase: all that no waiver excuses.
        package var stoppers: [Subject] {
            isBlocking && outcome == .fail ? subjects.filter { $0.waiver == nil } : []
        }

        /// Whether it keeps the candidate from leaving the phase.
        package var isStopping: Bool { isBlocking && (outcome == .fail || outcome == .undecided) }
    }

    /// A waiver that ends soon.
    package struct Ending: Sendable, Equatable, Codable {
        package let waiver: String
        package let subject: String
        /// UTC ms.
        package let until: Int64

        package init(waiver: String, subject: String, until: Int64) {
            self.waiver = waiver
            self.subject = subject
            self.until = until
        }
    }

    /// What the candidate was held against.
    package struct Baseline: Sendable, Equatable, Codable {
        package let name: String
        /// SHA-256 of its configuration, 64 hexadecimal digits.
        package let digest: String
        /// Whether whoever made it or asked for the approval approved it; nil where not, or where nobody kept that.
        package let isSelfApproved: Bool?

        package init(name: String, digest: String, isSelfApproved: Bool? = nil) {
            self.name = name
            self.digest = digest
            self.isSelfApproved = isSelfApproved
        }
    }

    package let outcome: Outcome
    package let project: String
    package let phase: String
    package let release: String?
    /// UTC ms.
    package let at: Int64
    package let candidate: String?
    package let baseline: Baseline?
    package let rules: [Rule]
    /// Waivers that end within two weeks.
    package let endings: [Ending]
    /// What the policy has changed of the defaults.
    package let changes: [String]

    package init(
        outcome: Outcome, project: String, phase: String, release: String?, at: Int64, candidate: String?,
        baseline: Baseline?, rules: [Rule],
        endings: [Ending], changes: [String]
    ) {
        self.changes = changes
        self.outcome = outcome
        self.project = project
        self.phase = phase
        self.release = release
        self.at = at
        self.candidate = candidate
        self.baseline = baseline
        self.rules = rules
        self.endings = endings
    }

    /// Blocking rules first that failed, then that are undecided, then the rest, each by number.
    package var byWeight: [Rule] {
        func weight(_ rule: Rule) -> Int {
            switch rule.outcome {
            case .fail: rule.isBlocking ? 0 : 2
            case .undecided: rule.isBlocking ? 1 : 3
            case .waived: 4
            case .pass: 5
            case .notApplicable: 6
            }
        }
        return rules.sorted { (weight($0), $0.id) < (weight($1), $1.id) }
    }
}
