// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Written permission, with an end, that one thing need not meet one rule of a gate.
package struct Waiver: Sendable, Equatable, Codable {
    /// What somebody decided about it.
    package enum Decision: String, Sendable, CaseIterable, Codable {
        case requested, active, refused, revoked
    }

    /// What it is at a moment; its end is told by the clock, and no service has to run.
    package enum State: String, Sendable, CaseIterable, Codable {
        case requested, refused, active, revoked, expired
        /// Its subject is verified.
        case fulfilled
        /// Its subject fails more often than was accepted.
        case exceeded
    }

    /// Printed as WVR-number.
    package var number: Int64
    /// Rule of a gate, such as G05.
    package var rule: String
    /// Exactly one thing, such as `ISS-3`.
    package var subject: String
    package var phase: String
    /// It is for this release, and never for the next.
    package var release: String?
    package var reason: String
    package var risk: String
    package var owner: String
    /// What is done meanwhile; nil where nobody said.
    package var compensation: String?
    package var requester: String
    package var approver: String?
    package var decision = Decision.requested
    /// UTC ms.
    package var requestedAt: Int64
    package var approvedAt: Int64?
    /// UTC ms; never without.
    package var expires: Int64
    /// Share of failing trials of the subject that was accepted, from 0 to 1; nil for any.
    package var acceptedRate: Double?

    package init(
        number: Int64, rule: String, subject: String, phase: String, release: String?, reason: String, risk: String,
        owner: String, requester: String, requestedAt: Int64, expires: Int64
    ) {
        self.number = number
        self.rule = rule
        self.subject = subject
        self.phase = phase
        self.release = release
        self.reason = reason
        self.risk = risk
        self.owner = owner
        self.requester = requester
        self.requestedAt = requestedAt
        self.expires = expires
    }

    package var name: String { "WVR-\(number)" }
    package var isSelfApproved: Bool { approver.map { PersonName.isSame($0, requester) } ?? false }

    /// - Parameters:
    ///   - now: UTC ms.
    ///   - issue: What its subject is now, if it is an issue.
    package func state(at now: Int64, issue: GateEvidence.Issue? = nil) -> State {
        switch decision {
        case .requested: return .requested
        case .refused: return .refused
        case .revoked: return .revoked
        case .active: break
        }
        if expires <= now { return .expired }
        guard let issue, subject == "ISS-\(issue.number)" else { return .active }
        // What was solved once since then is not excused when it comes back.
        if let solvedAt = issue.solvedAt, solvedAt >= approvedAt ?? requestedAt { return .fulfilled }
        if let acceptedRate, issue.rate > acceptedRate { return .exceeded }
        return .active
    }
}
