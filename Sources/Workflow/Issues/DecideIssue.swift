// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
package import TestPhase

/// What people say about one issue or one incident: its state follows, and the words are kept for good.
package struct DecideIssue {
    package enum Subject: Sendable {
        case issue(IssueReference, IssueVerb)
        case incident(Int64, IncidentVerb)
    }

    package enum IncidentVerb: String, Sendable {
        /// Somebody looks at it.
        case acknowledge
        /// A false alarm: it counts for nothing.
        case void
        /// A restored one is over: what comes back is another incident.
        case close
    }

    package struct Request: Sendable {
        package var subject: Subject
        /// Owner, cause, workaround, commit, tracker item or severity.
        package var value: String?
        /// Class of a cause.
        package var category: CauseClass?
        /// End of a deferral, UTC ms.
        package var until: Int64?
        /// UTC ms.
        package var now: Int64
        package var actor: String
        package var reason: String
        package var isDryRun = false

        package init(_ subject: Subject, now: Int64, actor: String, reason: String) {
            self.subject = subject
            self.now = now
            self.actor = actor
            self.reason = reason
        }
    }

    package struct Outcome: Sendable {
        /// Printed as DEC-number.
        package let decision: Int64
        package let kind: StoredDecision.Kind
        /// Such as ISS-3.
        package let name: String
        package let before: String
        package let after: String
        /// Run that contradicts it, of a claimed fix.
        package var contradiction: Int64?
    }

    private let store: any StoreDriver
    private let ancestry: CommitAncestry

    package init(_ store: any StoreDriver, ancestry: CommitAncestry = CommitAncestry()) {
        self.store = store
        self.ancestry = ancestry
    }

    /// Makes a decision.
    ///
    /// - Throws: `Refusal` with what can be said instead, `ReadEvidence.Unknown`, `StorageError`; nothing
    ///   changes then.
    package func perform(_ request: Request) throws -> Outcome {
        try Refusal.check(reason: request.reason)
        if let value = request.value, !value.contains(where: { !$0.isWhitespace }) {
            throw Refusal(message: "there is nothing in the text", hint: "say what is to be kept")
        }
        return try store.write(isDryRun: request.isDryRun) { connection in
            try StateUpdate(connection).renew()
            return switch request.subject {
            case .issue(let reference, let verb): try decide(reference, verb, request, connection)
            case .incident(let number, let verb): try decide(number, verb, request, connection)
            }
        }
    }

    private func decide(
        _ reference: IssueReference, _ verb: IssueVerb, _ request: Request, _ connection: any StoreConnection
    ) throws -> Outcome {
        let resolver = IssueResolver(connection)
        let cluster = try resolver.cluster(reference)
        let history = try IssueHistory(connection, Viewpoint(ancestry: ancestry, now: request.now))
        try Self.check(reference, isCurrentIn: history.spans(of: cluster))
        let before = try history.life(of: cluster).state
        guard before.after(verb) != nil else {
            let allowed = before.allowedVerbs.map(\.rawValue).joined(separator: ", ")
            throw Refusal(
                message:
                    "\(try resolver.name(of: cluster)) is \(before.rawValue): \(verb.rawValue) says nothing about that",
                hint: "what can be said now: \(allowed)")
        }
        if verb == .close { try Self.checkQuiet(cluster, in: before, connection) }
        let kind = StoredDecision.Kind(rawValue: verb.rawValue) ?? .confirm
        let number = try insert(kind, request, resolver.representative(reference), incident: nil, connection)
        try StateUpdate(connection).decide(about: [cluster])
        let after = try IssueHistory(connection, Viewpoint(ancestry: ancestry, now: request.now)).life(of: cluster)
        let last = after.transitions.last
        return Outcome(
            decision: number, kind: kind, name: try resolver.name(of: cluster), before: before.rawValue,
            after: after.state.rawValue,
            contradiction: verb == .fix && last?.rule == "fails-with-fix" ? last?.run : nil)
    }

    /// What still fails cannot be closed; what nobody runs any more can, by somebody who says why.
    private static func checkQuiet(
        _ cluster: Int64, in state: IssueState, _ connection: any StoreConnection
    ) throws {
        guard [.open, .knownError, .fixing, .deferred].contains(state) else { return }
        var filter = IncidentQueries.Filter()
        filter.cluster = cluster
        let marks = try IncidentMarks(connection)
        let failing = try IncidentQueries(connection).lines(filter).map(marks.marked).first {
            $0.state.isLive && !$0.isStale && !$0.isVoid
        }
        guard let failing else { return }
        throw Refusal(
            message: "INC-\(failing.number) is \(failing.stateText): what still fails cannot be closed",
            hint: "exitgate issue defer accepts it until a day, exitgate incident void takes back a false alarm")
    }

    /// An issue that came again as another one is history.
    private static func check(_ reference: IssueReference, isCurrentIn spans: [IssueSpan]) throws {
        guard case .issue(let number) = reference, let next = spans.first(where: { $0.recurrenceOf == number })?.number
        else { return }
        throw Refusal(
            message: "ISS-\(number) came again as ISS-\(next): nothing more can be said about it",
            hint: "say it of ISS-\(spans.last?.number ?? next)")
    }

    private func decide(
        _ number: Int64, _ verb: IncidentVerb, _ request: Request, _ connection: any StoreConnection
    ) throws -> Outcome {
        if let drift = try ConfigurationIncidents(connection).find(number) {
            return try decide(drift.summary, verb, request, about: nil, connection)
        }
        let queries = IncidentQueries(connection)
        let current = try queries.successor(of: number) ?? number
        let cluster = try IssueResolver(connection).cluster(.incident(current))
        var filter = IncidentQueries.Filter()
        filter.number = current
        guard let incident = try queries.lines(filter).first else {
            throw ReadEvidence.Unknown(
                message: "there is no incident INC-\(number)", hint: "exitgate incident list shows them")
        }
        return try decide(incident, verb, request, about: cluster, connection)
    }

    /// - Parameter cluster: nil for an incident of kind configuration.
    private func decide(
        _ incident: IncidentSummary, _ verb: IncidentVerb, _ request: Request, about cluster: Int64?,
        _ connection: any StoreConnection
    ) throws -> Outcome {
        let current = incident.number
        let marks = try IncidentMarks(connection)
        let (marked, before) = (marks.marked(incident), marks.text(of: incident))
        guard verb != .close || cluster != nil else {
            throw Refusal(
                message: "INC-\(current) is of kind configuration: close says nothing about that",
                hint: "exitgate baseline audit \(incident.phase) tells whether it is over, and it ends by itself")
        }
        guard !marked.isVoid, verb.says(of: marked) else {
            throw Refusal(
                message: "INC-\(current) is \(before): \(verb.rawValue) says nothing about that",
                hint:
                    "acknowledge is for a live incident, close for a restored one, void for any that is not void yet")
        }
        var request = request
        if verb == .close {
            request.value = IncidentClosings.place(phase: incident.phase, configuration: incident.configuration)
        }
        let kind = StoredDecision.Kind(rawValue: verb.rawValue) ?? .void
        let decision = try insert(kind, request, cluster, incident: current, connection)
        guard verb == .close, let cluster else {
            return Outcome(
                decision: decision, kind: kind, name: "INC-\(current)", before: before,
                after: try IncidentMarks(connection).text(of: incident))
        }
        try StateUpdate(connection).decide(about: [cluster])
        var filter = IncidentQueries.Filter()
        filter.number = current
        let after = try IncidentQueries(connection).lines(filter).first ?? incident
        return Outcome(
            decision: decision, kind: kind, name: "INC-\(current)", before: before,
            after: try IncidentMarks(connection).text(of: after))
    }

    private func insert(
        _ kind: StoredDecision.Kind, _ request: Request, _ cluster: Int64?, incident: Int64?,
        _ connection: any StoreConnection
    ) throws -> Int64 {
        var decision = DecisionRecords.New(
            kind, at: request.now, actor: SecretTally.masked(request.actor),
            reason: SecretTally.masked(request.reason))
        // The place of an incident is stored as it is: it must be found again.
        decision.value = incident == nil ? request.value.map(SecretTally.masked) : request.value
        decision.category = request.category?.rawValue
        decision.until = request.until
        decision.incident = incident
        decision.target = cluster.map { [$0] } ?? []
        return try DecisionRecords(connection).insert(decision)
    }
}

extension DecideIssue.IncidentVerb {
    /// Whether it can be said of an incident that counts.
    fileprivate func says(of incident: IncidentSummary) -> Bool {
        switch self {
        case .acknowledge: incident.state.isLive && incident.acknowledgedBy == nil
        case .close: incident.state == .restored
        case .void: true
        }
    }
}
