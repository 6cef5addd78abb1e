// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Says which change requests speak of what differs.
final class ChangeAccounts {
    private let connection: any StoreConnection
    private let viewpoint: Viewpoint
    private let presence: ChangePresence
    private lazy var stored: Result<[StoredChange], any Error> = Result {
        try StoredChanges(connection).all()
    }

    /// - Parameter presence: What is known already; nil for nothing.
    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint, presence: ChangePresence? = nil) {
        self.connection = connection
        self.viewpoint = viewpoint
        self.presence = presence ?? ChangePresence(connection, viewpoint)
    }

    /// Whether the project writes change requests at all.
    var isUsed: Bool { (try? !stored.get().isEmpty) ?? false }

    /// Numbers of the changes that were first seen in a run and speak of what differs there, ascending.
    ///
    /// A change known by its commits speaks of the commit, and of what in its scope came with it.
    func changes(of delta: BaselineDiff.Delta, in run: RunFact) throws -> [Int64] {
        try stored.get().filter { change in
            guard try presence.find(change).sightings.contains(where: { $0.first.id == run.id }) else { return false }
            return try speaks(change, of: delta)
        }.map(\.number)
    }

    private func speaks(_ change: StoredChange, of delta: BaselineDiff.Delta) throws -> Bool {
        if delta.kind == .source {
            return try !presence.commits(of: change).isEmpty || !change.request.scope.paths.isEmpty
        }
        return ChangeScope(change.request.scope, viewpoint.components).takes(delta)
    }

    /// The change that was asked for since a moment, UTC ms, and speaks of something that differs, unless it was refused; nil
    /// for none.
    func asked(_ delta: BaselineDiff.Delta, since moment: Int64) throws -> Int64? {
        try stored.get().last { change in
            let life = change.events.reduce(into: ChangeLife(change.request)) { $0.take($1) }
            return try !life.state.isRefused && speaks(change, of: delta, since: moment)
        }?.number
    }

    /// The approved change that speaks of each of some differences to a baseline; nil for none.
    ///
    /// A change speaks once: for what it brought since the baseline was captured, and for no later step of the same item. A
    /// commit is spoken for by a change that it carries itself, and what else tells of the checkout goes with it. Documents
    /// are in no run: what a change brought of them is what the first audit after its approval found.
    ///
    /// - Parameter baseline: What they differ from.
    func approved(
        _ deltas: [BaselineDiff.Delta], to baseline: BaselineRecords.Stored, since moment: Int64
    ) throws -> [Int64?] {
        let documents =
            Baseline.Kind(phase: baseline.baseline.phase).isOfDocuments
            ? DocumentAudits(connection, baseline) : nil
        let approved = try stored.get().filter { change in
            let life = change.events.reduce(into: ChangeLife(change.request)) { $0.take($1) }
            let isBack = try presence.find(change).sightings.contains { $0.backedOut != nil }
            return life.approvedAt != nil && !life.state.isRefused && !isBack
        }
        let heads = Set(deltas.filter { $0.kind == .source && $0.key == "commit" }.flatMap(\.after))
        let carrier = try approved.last { change in
            try presence.commits(of: change).contains { commit in heads.contains { $0.hasPrefix(commit) } }
        }
        return try deltas.map { delta in
            if delta.kind == .source { return carrier?.number }
            return try approved.last { change in
                guard try speaks(change, of: delta, since: moment) else { return false }
                let approvedAt = change.events.reduce(into: ChangeLife(change.request)) { $0.take($1) }.approvedAt
                let found = try documents?.firstValue(of: delta.name, since: approvedAt ?? .max)
                return found == nil || found == delta.after
            }?.number
        }
    }

    private func speaks(_ change: StoredChange, of delta: BaselineDiff.Delta, since moment: Int64) throws -> Bool {
        guard ChangeScope(change.request.scope, viewpoint.components).takes(delta) else { return false }
        let found = try presence.find(change)
        // What nobody has seen yet is to come.
        guard let first = found.first else { return (change.events.last?.at ?? 0) >= moment }
        guard first.moment.at >= moment else { return false }
        let brought = found.sightings.compactMap { $0.values[delta.name] }
        // Of a change that brought other items, as far as anybody knows, this is a later one.
        if brought.isEmpty { return found.sightings.allSatisfy(\.values.isEmpty) }
        return brought.contains(delta.after)
    }
}

extension ChangeState {
    /// Whether somebody said that it is not to be.
    var isRefused: Bool { [.rejected, .cancelled, .backedOut].contains(self) }
}
