// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
import TestPhase
import Triage

/// What people say about clusters, kept for good: it holds for every failure yet to come, and can be undone.
package struct DecideClusters {
    package enum Verb: Sendable {
        /// All of them are the first one.
        case merge([IssueReference])
        /// Some signatures of a cluster leave it for one of their own.
        case split(IssueReference, Selection)
        /// One signature belongs to a cluster.
        case pin(signature: String, to: IssueReference)
        /// Failures that the rule speaks of belong to a cluster.
        case rule(IssueReference, predicate: String)
        /// Takes a decision back; nil: the last one that holds.
        case undo(Int64?)
    }

    /// Signatures of a cluster.
    package enum Selection: Sendable {
        /// First digits of their keys.
        case signatures([String])
        /// Those whose failures a rule speaks of.
        case matching(FailureFilter)
    }

    package struct Request: Sendable {
        package var verb: Verb
        /// UTC ms.
        package var now: Int64
        package var actor: String
        package var reason: String
        package var isDryRun = false

        package init(_ verb: Verb, now: Int64, actor: String, reason: String) {
            self.verb = verb
            self.now = now
            self.actor = actor
            self.reason = reason
        }
    }

    package struct Outcome: Sendable {
        /// Printed as DEC-number.
        package let decision: Int64
        package let kind: StoredDecision.Kind
        /// Of an undoing: what was taken back.
        package let undone: Int64?
        /// Signatures that are in another cluster than before.
        package let moved: Int
        /// Names of the clusters that it is about, as they are called now; each once.
        package let names: [String]
    }

    private let store: any StoreDriver

    package init(_ store: any StoreDriver) {
        self.store = store
    }

    /// Makes a decision and applies it.
    ///
    /// - Throws: `Refusal`, `ReadEvidence.Unknown`, `StorageError`; nothing changes then.
    package func perform(_ request: Request) throws -> Outcome {
        try Refusal.check(reason: request.reason)
        return try store.write(isDryRun: request.isDryRun) { connection in
            try StateUpdate(connection).renew()
            return try decide(request.masked, connection)
        }
    }

    private func decide(_ request: Request, _ connection: any StoreConnection) throws -> Outcome {
        let decision = try Draft(connection, request).decision()
        let records = DecisionRecords(connection)
        let before = try ClusterQueries(connection).allClusters()
        let number = try records.insert(decision)
        if decision.kind == .rule, let predicate = decision.value {
            let matches = try RuleMatching(connection).matching(predicate, before.keys.sorted())
            try records.match(number, matches)
        }
        let named = try Decisions.subjects(of: number, in: records.all())
        try StateUpdate(connection).decide(about: named)
        let after = try ClusterQueries(connection).allClusters()
        let resolver = IssueResolver(connection)
        var names: [String] = []
        for cluster in Set(named.compactMap { after[$0] }).sorted() { names.append(try resolver.name(of: cluster)) }
        return Outcome(
            decision: number, kind: decision.kind, undone: decision.undoes,
            moved: Self.moved(decision, before, after), names: names)
    }

    /// Signatures that came to where the decision sends them, or left those that stay.
    private static func moved(_ decision: DecisionRecords.New, _ before: [Int64: Int64], _ after: [Int64: Int64]) -> Int
    {
        if let target = decision.target.first {
            return after.count { $0.value == after[target] && before[$0.key] != before[target] }
        }
        if let stay = decision.stays.first {
            return before.count { $0.value == before[stay] && after[$0.key] != after[stay] }
        }
        return after.count { before[$0.key] != $0.value }
    }
}

/// Turns what a person said into what is stored.
private struct Draft {
    private let connection: any StoreConnection
    private let request: DecideClusters.Request
    private let resolver: IssueResolver

    init(_ connection: any StoreConnection, _ request: DecideClusters.Request) {
        self.connection = connection
        self.request = request
        resolver = IssueResolver(connection)
    }

    func decision() throws -> DecisionRecords.New {
        switch request.verb {
        case .merge(let references): try merge(references)
        case .split(let reference, let selection): try split(reference, selection)
        case .pin(let signature, let reference): try pin(signature, reference)
        case .rule(let reference, let predicate): try rule(reference, predicate)
        case .undo(let number): try undo(number)
        }
    }

    private func new(_ kind: StoredDecision.Kind) -> DecisionRecords.New {
        DecisionRecords.New(kind, at: request.now, actor: request.actor, reason: request.reason)
    }

    private func merge(_ references: [IssueReference]) throws -> DecisionRecords.New {
        let clusters = try references.map(resolver.cluster)
        guard let first = clusters.first, Set(clusters).count > 1 else {
            throw Refusal(
                message: "they are one issue already: \(try resolver.name(of: clusters.first ?? 0))",
                hint: "name two that differ; exitgate issue list shows them")
        }
        var decision = new(.merge)
        var seen: Set<Int64> = [first]
        decision.target = [try resolver.representative(references[0])]
        decision.moved = try zip(references, clusters).filter { seen.insert($0.1).inserted }
            .map { try resolver.representative($0.0) }
        return decision
    }

    private func split(
        _ reference: IssueReference, _ selection: DecideClusters.Selection
    ) throws -> DecisionRecords.New {
        let cluster = try resolver.cluster(reference)
        let members = try IssueQueries(connection).members(of: cluster).map(\.row)
        let name = try resolver.name(of: cluster)
        let moved: [Int64]
        switch selection {
        case .signatures(let prefixes):
            moved = try prefixes.map(resolver.signature)
            guard moved.allSatisfy(members.contains) else {
                throw Refusal(
                    message: "not every one of these signatures is in \(name)",
                    hint: "exitgate issue show \(name) lists its signatures")
            }
        case .matching(let filter):
            moved = try RuleMatching(connection).matching(filter, members)
        }
        let stays = members.filter { !moved.contains($0) }
        guard !moved.isEmpty, !stays.isEmpty else {
            throw Refusal(
                message: moved.isEmpty ? "nothing in \(name) matches" : "all of \(name) would leave it",
                hint: "a split takes some of its signatures, and leaves some")
        }
        var decision = new(.split)
        (decision.moved, decision.stays) = (Set(moved).sorted(), stays.sorted())
        return decision
    }

    private func pin(_ prefix: String, _ reference: IssueReference) throws -> DecisionRecords.New {
        let signature = try resolver.signature(prefix)
        let target = try resolver.cluster(reference)
        let own = try ClusterQueries(connection).clusters(of: [signature])[signature] ?? signature
        guard own != target else {
            throw Refusal(
                message: "this signature is in \(try resolver.name(of: target)) already",
                hint: "name another issue, or leave it")
        }
        var decision = new(.pin)
        decision.moved = [signature]
        decision.target = [try resolver.representative(reference)]
        decision.stays = try IssueQueries(connection).members(of: own).map(\.row).filter { $0 != signature }.sorted()
        return decision
    }

    private func rule(_ reference: IssueReference, _ predicate: String) throws -> DecisionRecords.New {
        var decision = new(.rule)
        decision.target = [try resolver.representative(reference)]
        decision.value = predicate
        return decision
    }

    private func undo(_ number: Int64?) throws -> DecisionRecords.New {
        let records = DecisionRecords(connection)
        let all = try records.all()
        let undone = Decisions.undone(all)
        let holds = all.filter { !undone.contains($0.id) }
        let last = holds.last { $0.kind != .undo }
        let target = number.map { wanted in all.first { $0.id == wanted } } ?? last
        guard let target else {
            throw ReadEvidence.Unknown(
                message: number.map { "there is no decision DEC-\($0)" } ?? "there is no decision to take back",
                hint: "exitgate issue decisions lists them")
        }
        guard !undone.contains(target.id) else {
            throw Refusal(
                message: "DEC-\(target.id) was taken back already", hint: "take back the undoing to make it hold again")
        }
        var decision = new(.undo)
        decision.undoes = target.id
        return decision
    }
}

extension DecideClusters.Request {
    /// Without the secrets that its words hold: they are kept for good.
    fileprivate var masked: DecideClusters.Request {
        var masked = self
        masked.reason = SecretTally.masked(reason)
        masked.actor = SecretTally.masked(actor)
        return masked
    }
}
