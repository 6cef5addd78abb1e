// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Finds the runs that hold a change: by its commits, or else by what changed in the configuration or the files.
final class ChangePresence {
    /// Where a change was first seen in one phase and configuration class.
    struct Sighting {
        let first: RunFact
        /// The last run without it before that.
        let before: RunFact?
        /// The first run in which it was taken back.
        let backedOut: RunFact?
        /// The first later run in which the same thing changed once more.
        let changedAgain: RunFact?
        /// All runs of the place, in the order in which they happened.
        let timeline: [RunFact]
        /// Whether a run holds the change.
        let holds: (RunFact) -> Bool
    }

    struct Found {
        var sightings: [Sighting] = []
        /// How it is known.
        var source = "nothing says which runs hold it"

        var first: RunFact? { sightings.map(\.first).min { $0.moment < $1.moment } }
    }

    private struct Place: Hashable {
        let phase: String
        let configuration: Int64
    }

    private let connection: any StoreConnection
    private let viewpoint: Viewpoint
    private let deltas: RunDeltas
    private lazy var timelines: Result<[[RunFact]], any Error> = Result { try readTimelines() }
    private lazy var notes: Result<[CommitNoteRecords.Stored], any Error> = Result {
        try CommitNoteRecords(connection).all()
    }
    private var known: [Int64: Found] = [:]

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) {
        self.connection = connection
        self.viewpoint = viewpoint
        deltas = RunDeltas(connection)
    }

    private func readTimelines() throws -> [[RunFact]] {
        let runs = try IssueQueries(connection).latestRuns(limit: .max)
        let places = Dictionary(grouping: runs) { Place(phase: $0.phase, configuration: $0.configuration) }
        return places.sorted { ($0.key.phase, $0.key.configuration) < ($1.key.phase, $1.key.configuration) }.map(
            \.value)
    }

    /// Commits that are known to carry a change: those that people named, and those whose message does.
    func commits(of change: StoredChange) throws -> [String] {
        let said = change.request.commits + change.events.flatMap { $0.detail.commits ?? [] }
        let written = try notes.get().filter { $0.note.kind == .change && $0.note.number == change.number }.map(
            \.note.commit)
        return (said + written).reduce(into: []) { list, commit in
            if !list.contains(where: { $0.hasPrefix(commit) || commit.hasPrefix($0) }) { list.append(commit) }
        }
    }

    /// Since when a commit is known to carry a change, UTC ms: when somebody said so, or since it was made.
    func known(_ commit: String, of change: StoredChange) throws -> Int64 {
        let asked = change.request.commits.contains(commit) ? change.events.first?.at : nil
        let said = change.events.first { $0.detail.commits?.contains(commit) == true }?.at
        let written = try notes.get().first { $0.note.kind == .change && $0.note.commit.hasPrefix(commit) }?.note.at
        return [asked, said, written].compactMap(\.self).min() ?? 0
    }

    /// Where a change was seen.
    ///
    /// - Complexity: O(runs); a scope of items compares what runs one after the other were made with.
    func find(_ change: StoredChange) throws -> Found {
        if let found = known[change.number] { return found }
        let found = try search(change)
        known[change.number] = found
        return found
    }

    private func search(_ change: StoredChange) throws -> Found {
        let commits = try commits(of: change)
        if !commits.isEmpty { return try find(commits) }
        let scope = ChangeScope(change.request.scope, viewpoint.components)
        guard !scope.isEmpty, let asked = change.events.first?.at else { return Found() }
        let since = change.request.since ?? asked
        var found = Found()
        found.sightings = try timelines.get().compactMap { try sighting(of: scope, in: $0, since: since) }
        if !found.sightings.isEmpty { found.source = "what changed between runs" }
        return found
    }

    /// Looks for a change anew when it is asked for the next time.
    func forget(_ change: Int64) { known[change] = nil }

    /// Runs, among the latest, in which something in scope differs from the run before in the same place.
    func runsThatChanged(_ scope: ChangeScope, latest: Int) throws -> Set<Int64> {
        var runs: Set<Int64> = []
        for timeline in try timelines.get() {
            let own = timeline.suffix(latest)
            for (before, after) in zip(own, own.dropFirst()) where try !changes(scope, before, after).isEmpty {
                runs.insert(after.id)
            }
        }
        return runs
    }

    // MARK: Commits

    private func find(_ commits: [String]) throws -> Found {
        let queries = IssueQueries(connection)
        func holders(_ commits: [String]) throws -> [CommitAncestry.Holder] {
            try commits.map { commit in
                let claim = IssueLife.FixClaim(commit: commit.lowercased(), at: .max, decision: 0)
                return try viewpoint.ancestry.holder(of: claim, queries, notes: notes.get())
            }
        }
        let own = try holders(commits)
        let reverts = try holders(
            notes.get().filter { stored in
                stored.note.kind == .reverts
                    && commits.contains { stored.note.value.hasPrefix($0) || $0.hasPrefix(stored.note.value) }
            }.map(\.note.commit))
        func holds(_ run: RunFact) -> Bool {
            own.allSatisfy { $0.holds(run) } && !reverts.contains { $0.holds(run) }
        }
        var found = Found()
        found.source = own.first?.source ?? ""
        for timeline in try timelines.get() {
            guard let place = timeline.firstIndex(where: holds) else { continue }
            let first = timeline[place]
            let rest = timeline[place...]
            let revert = rest.first { run in reverts.contains { $0.holds(run) } }
            found.sightings.append(
                Sighting(
                    first: first,
                    before: timeline[..<place].last { $0.branch == first.branch } ?? timeline[..<place].last,
                    backedOut: revert, changedAgain: nil, timeline: timeline, holds: holds))
        }
        return found
    }

    // MARK: Items and files

    private func sighting(of scope: ChangeScope, in timeline: [RunFact], since: Int64) throws -> Sighting? {
        var first: (run: RunFact, before: RunFact, values: [String: [String]])?
        var (backedOut, changedAgain): (RunFact?, RunFact?)
        for (before, after) in zip(timeline, timeline.dropFirst()) where after.moment.at >= since {
            let found = try changes(scope, before, after)
            guard !found.isEmpty else { continue }
            guard let seen = first else {
                first = (after, before, found.mapValues(\.before))
                continue
            }
            if found.contains(where: { key, change in seen.values[key] == change.after }) {
                backedOut = after
                break
            }
            changedAgain = changedAgain ?? after
        }
        guard let first else { return nil }
        let end = backedOut?.moment
        return Sighting(
            first: first.run, before: first.before, backedOut: backedOut, changedAgain: changedAgain, timeline: timeline
        ) { run in
            run.moment >= first.run.moment && end.map { run.moment < $0 } ?? true
        }
    }

    private struct Change {
        let before: [String]
        let after: [String]
    }

    /// Things in scope that changed between two runs, by kind and key; files of the checkout without values.
    private func changes(_ scope: ChangeScope, _ before: RunFact, _ after: RunFact) throws -> [String: Change] {
        var found: [String: Change] = [:]
        for delta in try deltas.between(before, after) where scope.takes(delta) {
            found["\(delta.kind.rawValue) \(delta.key)"] = Change(before: delta.before, after: delta.after)
        }
        if found.isEmpty, scope.namesPaths, let old = before.commit, let new = after.commit, old != new,
            let files = viewpoint.changedFiles(old, new)
        {
            for path in files.keys where scope.takes(path: path) {
                found["path \(path)"] = Change(before: [], after: ["?"])
            }
        }
        return found
    }
}

/// What differs between the configurations of two runs, read only as far as their groups differ.
final class RunDeltas {
    private let records: SnapshotRecords
    private let connection: any StoreConnection
    private var items: [Int64: [ConfigurationItem]] = [:]
    private lazy var groups: Result<[Int64: [Int64]], any Error> = Result {
        try records.groups(ofRuns: IssueQueries(connection).latestRuns(limit: .max).map(\.id))
    }
    private struct Pair: Hashable {
        let before: Int64
        let after: Int64
    }

    private var known: [Pair: [BaselineDiff.Delta]] = [:]

    init(_ connection: any StoreConnection) {
        self.connection = connection
        records = SnapshotRecords(connection)
    }

    /// What differs, the project's own code left out; nothing where one was not captured.
    func between(_ before: RunFact, _ after: RunFact) throws -> [BaselineDiff.Delta] {
        let pair = Pair(before: before.id, after: after.id)
        if let deltas = known[pair] { return deltas }
        let groups = try groups.get()
        guard let old = groups[before.id], let new = groups[after.id], old != new else { return [] }
        let (gone, come) = (Set(old).subtracting(new).sorted(), Set(new).subtracting(old).sorted())
        let diff = BaselineDiff(
            from: ConfigurationSnapshot(try gone.flatMap(read)), to: ConfigurationSnapshot(try come.flatMap(read)))
        let deltas = diff.deltas.filter { $0.kind != .source }
        known[pair] = deltas
        return deltas
    }

    private func read(_ group: Int64) throws -> [ConfigurationItem] {
        if let read = items[group] { return read }
        let read = try records.items(ofGroup: group)
        items[group] = read
        return read
    }
}
