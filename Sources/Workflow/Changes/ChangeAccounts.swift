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
    /// What runs were made with when a change was written down after the fact, by its number.
    private var written: [Int64: [ConfigurationSnapshot]] = [:]

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
    /// are in no run: what a change brought of them is what the first audit after its approval found that is neither as in the
    /// baseline nor what a change that was approved earlier had brought.
    ///
    /// - Parameter baseline: What they differ from.
    func approved(
        _ deltas: [BaselineDiff.Delta], to baseline: BaselineRecords.Stored, since moment: Int64
    ) throws -> [Int64?] {
        let documents =
            Baseline.Kind(phase: baseline.baseline.phase).isOfDocuments
            ? DocumentAudits(connection, baseline) : nil
        let approved = try stored.get().compactMap { change -> Approved? in
            let life = change.events.reduce(into: ChangeLife(change.request)) { $0.take($1) }
            guard let at = life.approvedAt, !life.state.isRefused else { return nil }
            let isBack = try presence.find(change).sightings.contains { $0.backedOut != nil }
            return isBack ? nil : Approved(change: change, at: at)
        }
        let heads = Set(deltas.filter { $0.kind == .source && $0.key == "commit" }.flatMap(\.after))
        let carrier = try approved.last { one in
            try presence.commits(of: one.change).contains { commit in heads.contains { $0.hasPrefix(commit) } }
        }
        return try deltas.map { delta in
            if delta.kind == .source { return carrier?.change.number }
            let speaking = try approved.filter {
                try speaks($0.change, of: delta, since: moment, isInRuns: documents == nil)
            }
            guard let documents else { return speaking.last?.change.number }
            return try Self.bringer(of: delta, among: speaking, documents)
        }
    }

    private struct Approved {
        let change: StoredChange
        /// UTC ms.
        let at: Int64
    }

    /// The change that brought a document as it is now: each brings one value, in the order of their approvals.
    private static func bringer(
        of delta: BaselineDiff.Delta, among changes: [Approved], _ documents: DocumentAudits
    ) throws -> Int64? {
        var brought: [[String]] = []
        for one in changes.sorted(by: { ($0.at, $0.change.number) < ($1.at, $1.change.number) }) {
            let found = try documents.firstValue(of: delta.name, since: one.at, besides: brought)
            // What no audit has seen yet is to come.
            guard let found, found != delta.after else { return one.change.number }
            brought.append(found)
        }
        return nil
    }

    /// - Parameter isInRuns: Whether runs tell which values there were.
    private func speaks(
        _ change: StoredChange, of delta: BaselineDiff.Delta, since moment: Int64, isInRuns: Bool = true
    ) throws -> Bool {
        guard ChangeScope(change.request.scope, viewpoint.components).takes(delta) else { return false }
        let found = try presence.find(change)
        // What nobody has seen yet is to come.
        guard let first = found.first else { return (change.events.last?.at ?? 0) >= moment }
        guard first.moment.at >= moment else { return false }
        let brought = found.sightings.compactMap { $0.values[delta.name] }
        if brought.contains(delta.after) { return true }
        // What was written down after the fact came in any number of steps, and is as it was then.
        let written = try isInRuns && delta.kind != .document ? whenWritten(change, found) : []
        if !written.isEmpty { return written.contains { Self.value(of: delta, in: $0) == delta.after } }
        // Of a change that brought other items, as far as anybody knows, this is a later one.
        return brought.isEmpty && found.sightings.allSatisfy(\.values.isEmpty)
    }

    /// What was tested when somebody wrote a change down after the fact, in each place: by the last run of its commits until
    /// then, or by the last one of all where it names none; empty for other changes, and where no run tells.
    private func whenWritten(
        _ change: StoredChange, _ found: ChangePresence.Found
    ) throws -> [ConfigurationSnapshot] {
        guard change.request.isRetrospective, let moment = change.events.first?.at else { return [] }
        if let known = written[change.number] { return known }
        let commits = change.request.commits.map { $0.lowercased() }
        let runs = found.sightings.compactMap { sighting in
            sighting.timeline.last { run in
                guard run.moment.at <= moment else { return false }
                let own = run.commit?.lowercased() ?? ""
                return commits.isEmpty || commits.contains { own.hasPrefix($0) }
            }
        }
        let parts = RunParts(connection)
        let snapshots = try runs.flatMap { try parts.snapshots(ofRun: $0.id) }
        written[change.number] = snapshots
        return snapshots
    }

    /// The values of the item of a difference in a configuration, as a difference tells them.
    private static func value(of delta: BaselineDiff.Delta, in snapshot: ConfigurationSnapshot) -> [String] {
        let items = snapshot.items.filter { $0.kind == delta.kind && $0.key == delta.key }
        let installed = items.filter(\.isInstalled)
        let asked = items.filter { !$0.isInstalled }
        let counting = delta.isAsked ? asked : installed.isEmpty ? asked : installed
        return Set(counting.map { $0.value ?? $0.digest ?? "any" }).sorted()
    }
}

extension ChangeState {
    /// Whether somebody said that it is not to be.
    var isRefused: Bool { [.rejected, .cancelled, .backedOut].contains(self) }
}
