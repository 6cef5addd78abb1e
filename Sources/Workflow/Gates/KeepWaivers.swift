// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Gating
package import Storage
package import TestPhase

/// Writes waivers and decides about them, each in one transaction.
package struct KeepWaivers {
    /// Longer than that nothing is waived at once.
    private static let longest: Int64 = 365 * 86_400_000

    package struct Request: Sendable {
        /// UTC ms.
        package var now: Int64
        package var actor: String
        package var reason: String
        /// Whether one person may ask and approve.
        package var isSolo = false
        package var isDryRun = false

        package init(now: Int64, actor: String, reason: String) {
            self.now = now
            self.actor = actor
            self.reason = reason
        }
    }

    package enum Verb: String, Sendable {
        case approve, refuse, revoke
    }

    private let store: any StoreDriver

    package init(_ store: any StoreDriver) {
        self.store = store
    }

    /// Asks for a waiver; its number and times are set here.
    ///
    /// - Throws: `Refusal`, `ReadEvidence.Unknown` for a rule or an issue that nobody knows.
    package func request(_ waiver: Waiver, _ request: Request) throws -> Waiver {
        for (name, text) in [
            ("reason", waiver.reason), ("risk", waiver.risk), ("owner", waiver.owner), ("subject", waiver.subject),
        ]
        where !text.contains(where: { !$0.isWhitespace }) {
            throw Refusal(message: "a waiver needs a \(name)", hint: "say it with --\(name); it is kept for good")
        }
        guard let criterion = Criteria.named(waiver.rule) else {
            let nearest = NearestName.of(waiver.rule, in: Criteria.all.flatMap { [$0.id, $0.name] })
            throw ReadEvidence.Unknown(
                message: "there is no rule \(waiver.rule)",
                hint: nearest.map { "did you mean \($0)?" } ?? "exitgate gate explain lists them")
        }
        guard waiver.expires > request.now else {
            throw Refusal(message: "it would have ended before it began", hint: "--until takes a day to come")
        }
        guard waiver.expires - request.now <= Self.longest else {
            throw Refusal(
                message: "nothing is waived for more than a year", hint: "ask again when it ends; that is a review")
        }
        guard waiver.acceptedRate == nil || waiver.subject.uppercased().hasPrefix("ISS-") else {
            throw Refusal(message: "only of an issue a rate is known", hint: "leave --accepted-rate out")
        }
        return try store.write(isDryRun: request.isDryRun) { connection in
            var new = waiver
            (new.rule, new.requestedAt) = (criterion.id, request.now)
            new.subject = try Self.subject(waiver.subject, connection)
            for field in [\Waiver.reason, \.risk, \.owner, \.requester] {
                new[keyPath: field] = SecretTally.masked(new[keyPath: field])
            }
            new.compensation = new.compensation.map(SecretTally.masked)
            new.number = try WaiverRecords(connection).insert(new)
            return new
        }
    }

    /// Identifiers are written large, and what they name must exist.
    ///
    /// Any other subject that the gate never names excuses nothing.
    private static func subject(_ text: String, _ connection: any StoreConnection) throws -> String {
        let upper = text.uppercased()
        if upper.hasPrefix("ISS-"), let number = Int64(upper.dropFirst(4)) {
            _ = try IssueResolver(connection).cluster(.issue(number))
            return upper
        }
        for (prefix, list) in [("INC-", "incident"), ("TEST-", "test"), ("RUN-", "run"), ("CR-", "change")] {
            guard upper.hasPrefix(prefix), let number = Int64(upper.dropFirst(prefix.count)) else { continue }
            guard try isKnown(number, prefix, connection) else {
                throw ReadEvidence.Unknown(
                    message: "there is no \(list) \(upper)", hint: "exitgate \(list) list shows them")
            }
            return upper
        }
        return text
    }

    private static func isKnown(_ number: Int64, _ prefix: String, _ connection: any StoreConnection) throws -> Bool {
        switch prefix {
        case "INC-":
            let queries = IncidentQueries(connection)
            return try queries.cluster(ofIncident: number) != nil || DriftRecords(connection).holds(number: number)
        case "TEST-": return try !TestQueries(connection).tests([number]).isEmpty
        case "RUN-": return try RunQueries(connection).run(id: number) != nil
        default: return try StoredChanges(connection).all().contains { $0.number == number }
        }
    }

    /// - Throws: `Refusal` with what can be done instead, `ReadEvidence.Unknown`.
    package func decide(_ number: Int64, _ verb: Verb, _ request: Request) throws -> (before: Waiver, after: Waiver) {
        try Refusal.check(reason: request.reason)
        return try store.write(isDryRun: request.isDryRun) { connection in
            let records = WaiverRecords(connection)
            guard let stored = try records.all().first(where: { $0.waiver.number == number }) else {
                throw ReadEvidence.Unknown(
                    message: "there is no waiver WVR-\(number)", hint: "exitgate waiver list shows them")
            }
            let waiver = stored.waiver
            let state = waiver.state(at: request.now)
            let isAllowed = verb == .revoke ? state == .active : waiver.decision == .requested
            guard isAllowed else {
                throw Refusal(
                    message: "\(waiver.name) is \(state.rawValue): \(verb.rawValue) cannot be done now",
                    hint: state == .active
                        ? "what can be done now: revoke"
                        : state == .requested ? "what can be done now: approve, refuse" : "ask for a new one")
            }
            let actor = SecretTally.masked(request.actor)
            if verb == .approve {
                if PersonName.isSame(waiver.requester, actor), !request.isSolo {
                    throw Refusal(
                        message: "\(waiver.requester) asked for \(waiver.name) and cannot approve it alone",
                        hint:
                            "let somebody else approve it, or set solo: true in the settings, which every report then says"
                    )
                }
                guard waiver.expires > request.now else {
                    throw Refusal(message: "\(waiver.name) has ended", hint: "ask for a new one")
                }
            }
            try records.append(
                WaiverRecords.Event(
                    at: request.now, actor: actor, verb: verb.rawValue, reason: SecretTally.masked(request.reason)),
                to: stored.id)
            guard let after = try records.all().first(where: { $0.id == stored.id })?.waiver else {
                return (waiver, waiver)
            }
            return (waiver, after)
        }
    }

    /// Waivers with what they are at a moment, UTC ms, by number.
    package func list(at now: Int64, viewpoint: Viewpoint) throws -> [(waiver: Waiver, state: Waiver.State)] {
        try store.read { connection in
            try WaiverStates(connection, viewpoint).states(of: WaiverRecords(connection).all().map(\.waiver), at: now)
        }
    }
}
