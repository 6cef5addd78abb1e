// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Finds what changed between two configurations although no change request speaks of it.
struct UnaskedChanges {
    private let connection: any StoreConnection
    private let viewpoint: Viewpoint
    private let now: ConfigurationSnapshot?

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint, now: ConfigurationSnapshot?) {
        self.connection = connection
        self.viewpoint = viewpoint
        self.now = now
    }

    /// Requests to be written down, none of them yet stored.
    func find(
        _ before: BaselineReference, _ after: BaselineReference, at moment: Int64, by actor: String
    ) throws -> [ChangeRequest] {
        let resolver = BaselineResolver(connection, now: now)
        let accounts = ChangeAccounts(connection, viewpoint)
        let diff = BaselineDiff(from: try resolver.snapshot(before), to: try resolver.snapshot(after))
        let span = (try time(before), try time(after) ?? moment)
        let deltas = try diff.deltas.filter { delta in
            try delta.kind != .source && accounts.asked(delta, since: (span.0 ?? 0) + 1) == nil
        }
        var requests: [ChangeRequest] = []
        // Of a tool there may be two differences.
        let keys = deltas.map(\.key).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        let merges = try merges(from: span.0 ?? 0, to: span.1, actor)
        let commit = try commit(diff, besides: merges)
        if !keys.isEmpty || commit != nil {
            var request = ChangeRequest(
                title: Self.title(keys.isEmpty ? commit.map { ["commit \($0.prefix(12))"] } ?? [] : keys),
                reason: "found between \(before.text) and \(after.text); nobody had asked for it",
                requester: actor)
            request.scope.items = keys
            request.commits = commit.map { [$0] } ?? []
            request.since = span.0.map { $0 + 1 } ?? 0
            requests.append(request)
        }
        return requests + merges
    }

    /// The commit that is tested now and was not before, unless a change carries it: with it ends that the commit differs.
    private func commit(_ diff: BaselineDiff, besides merges: [ChangeRequest]) throws -> String? {
        let head = diff.deltas.first { $0.kind == .source && $0.key == "commit" }?.after
        guard let head, head.count == 1, let commit = head.first, commit.allSatisfy(\.isHexDigit) else { return nil }
        let presence = ChangePresence(connection, viewpoint)
        let carried = try StoredChanges(connection).all().flatMap { change in
            let life = change.events.reduce(into: ChangeLife(change.request)) { $0.take($1) }
            return try life.state.isRefused ? [] : presence.commits(of: change)
        }
        return (carried + merges.flatMap(\.commits)).contains { commit.hasPrefix($0) } ? nil : commit
    }

    private static func title(_ keys: [String]) -> String {
        let names = keys.prefix(3).joined(separator: ", ")
        return keys.count > 3 ? "\(names) and \(keys.count - 3) more changed" : "\(names) changed"
    }

    /// When a run began or a baseline was captured; nil for now.
    private func time(_ reference: BaselineReference) throws -> Int64? {
        switch reference {
        case .now: nil
        case .run(let number): try RunQueries(connection).run(id: number)?.run.startedAt
        case .baseline(let phase, let number):
            try BaselineResolver(connection).baseline(phase: phase, number: number).baseline.capturedAt
        }
    }

    /// Merges that runs after the first moment brought and that name no change.
    private func merges(from begin: Int64, to end: Int64, _ actor: String) throws -> [ChangeRequest] {
        let notes = try CommitNoteRecords(connection).all()
        let named = Set(notes.filter { $0.note.kind == .change }.map(\.note.commit))
        let known = try StoredChanges(connection).all().flatMap { change in
            change.request.commits + change.events.flatMap { $0.detail.commits ?? [] }
        }
        return notes.filter { stored in
            let isBetween = stored.run.moment.at > begin && stored.run.moment.at <= end
            return stored.note.kind == .merge && isBetween && !named.contains(stored.note.commit)
                && !known.contains { stored.note.commit.hasPrefix($0) }
        }.map { stored in
            var request = ChangeRequest(
                title: stored.note.value,
                reason:
                    "merged by \(stored.note.author), first tested by RUN-\(stored.run.id); nobody had asked for it",
                requester: actor)
            request.commits = [stored.note.commit]
            request.since = stored.run.moment.at
            return request
        }
    }
}
