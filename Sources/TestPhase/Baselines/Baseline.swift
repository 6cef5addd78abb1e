// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// An approved snapshot of a configuration: what was tested, and the basis of what may change.
package struct Baseline: Sendable, Equatable {
    /// What a baseline of a phase is called in configuration management.
    package enum Kind: String, Sendable, CaseIterable {
        case functional, allocated, developmental, product

        /// - Parameter phase: A name of the settings; those that are not the usual ones are developmental.
        package init(phase: String) {
            switch phase {
            case "requirements": self = .functional
            case "design": self = .allocated
            case "release", "operation": self = .product
            default: self = .developmental
            }
        }

        /// Whether it is of documents: no product exists yet, and no evidence of tests is asked for.
        package var isOfDocuments: Bool { self == .functional || self == .allocated }
    }

    /// Printed as `BL-phase-number`.
    package let phase: String
    /// Within its phase, from 1, never reused.
    package let number: Int
    package var state: BaselineState
    /// SHA-256 of the canonical JSON of its snapshot, 64 hexadecimal digits: its identity.
    package let digest: String
    package let items: Int
    package let author: String
    /// Who asked for its approval last.
    package let proposer: String?
    /// UTC ms.
    package let capturedAt: Int64
    package let approver: String?
    /// UTC ms.
    package let approvedAt: Int64?
    /// The run whose configuration it is; nil where it was captured without one.
    package let run: Int64?

    package init(
        phase: String, number: Int, state: BaselineState, digest: String, items: Int, author: String,
        proposer: String? = nil, capturedAt: Int64, approver: String?, approvedAt: Int64?, run: Int64?
    ) {
        self.proposer = proposer
        self.phase = phase
        self.number = number
        self.state = state
        self.digest = digest
        self.items = items
        self.author = author
        self.capturedAt = capturedAt
        self.approver = approver
        self.approvedAt = approvedAt
        self.run = run
    }

    package var name: String { "BL-\(phase)-\(number)" }

    /// Whether one and the same person approved it, and made it or asked for the approval.
    package var isSelfApproved: Bool { approver.map(isOwn) ?? false }

    /// Whether a person made it or asked for its approval.
    package func isOwn(_ person: String) -> Bool {
        PersonName.isSame(person, author) || proposer.map { PersonName.isSame(person, $0) } ?? false
    }
}

/// A change of a baseline, with who made it and why.
package struct BaselineEvent: Sendable, Equatable {
    /// UTC ms.
    package let at: Int64
    /// `auto`, or who did it.
    package let actor: String
    /// `capture`, or a verb.
    package let verb: String
    package let reason: String
    package let from: BaselineState?
    package let to: BaselineState

    package init(
        at: Int64, actor: String, verb: String, reason: String, from: BaselineState?, to: BaselineState
    ) {
        self.at = at
        self.actor = actor
        self.verb = verb
        self.reason = reason
        self.from = from
        self.to = to
    }
}
