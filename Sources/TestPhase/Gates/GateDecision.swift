// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A verdict that was drawn, with the digests of what it was made of.
package struct GateDecision: Sendable, Equatable {
    /// Printed as GATE-number; nil for one that is not kept.
    package var number: Int64?
    package let phase: String
    package let release: String?
    /// UTC ms.
    package let at: Int64
    package let actor: String
    package let outcome: GateVerdict.Outcome
    package let candidate: String?
    /// SHA-256 of each, 64 hexadecimal digits.
    package let policyDigest: String
    package let evidenceDigest: String
    package let verdictDigest: String

    package init(
        number: Int64?, phase: String, release: String?, at: Int64, actor: String, outcome: GateVerdict.Outcome,
        candidate: String?, policyDigest: String, evidenceDigest: String, verdictDigest: String
    ) {
        self.number = number
        self.phase = phase
        self.release = release
        self.at = at
        self.actor = actor
        self.outcome = outcome
        self.candidate = candidate
        self.policyDigest = policyDigest
        self.evidenceDigest = evidenceDigest
        self.verdictDigest = verdictDigest
    }

    /// Whether the candidate may go.
    package var letsGo: Bool { outcome == .go || outcome == .conditionalGo }

    package var name: String { number.map { "GATE-\($0)" } ?? "dry run" }
}

/// What a gate would have said under another policy.
package struct GateBacktest: Sendable, Equatable {
    package struct Line: Sendable, Equatable {
        package let decision: GateDecision
        package let outcome: GateVerdict.Outcome
        /// Blocking rules that fail or are undecided now and were not then.
        package let rules: [String]
        /// Issues that a later phase found first, after this gate had let the candidate go.
        package let escapes: [Int64]

        package init(decision: GateDecision, outcome: GateVerdict.Outcome, rules: [String], escapes: [Int64]) {
            self.decision = decision
            self.outcome = outcome
            self.rules = rules
            self.escapes = escapes
        }

        private static func letsGo(_ outcome: GateVerdict.Outcome) -> Bool {
            outcome == .go || outcome == .conditionalGo
        }

        /// Whether the other policy would have stopped what was let go.
        package var isStopped: Bool { Self.letsGo(decision.outcome) && !Self.letsGo(outcome) }
        package var isFreed: Bool { !Self.letsGo(decision.outcome) && Self.letsGo(outcome) }
    }

    /// The latest first.
    package let lines: [Line]

    package init(lines: [Line]) { self.lines = lines }

    /// Escaped defects that the other policy would have caught, each once, ascending.
    package var caught: [Int64] { Set(lines.filter(\.isStopped).flatMap(\.escapes)).sorted() }
}
