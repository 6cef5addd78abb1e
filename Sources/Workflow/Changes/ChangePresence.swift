// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Finds the runs that hold a change: by its commits, or else by what changed in the configuration or the files.
final class ChangePresence {
    /// Where a change was first seen in one phase and configuration class.
    struct Sighting {
        let first: RunFact
        /// The last run without it before that, of the same branch where there is one.
        let before: RunFact?
        /// The first run in which it was taken back, if no later one holds it.
        let backedOut: RunFact?
        /// The first later run in which the same thing changed once more.
        let changedAgain: RunFact?
        /// Values that it brought, of items, by kind and key.
        let values: [String: [String]]
        /// All runs of the place, in the order in which they happened.
        let timeline: [RunFact]
        /// Whether a run holds the change.
        let holds: (RunFact) -> Bool
    }

    struct Found {
        var sightings: [Sighting] = []
        /// How it is known.
        var source = "nothing says which runs hold it"
        /// Whether commits say so, and not what is in scope.
        var isByCommits = false

        var first: RunFact? { sightings.map(\.first).min { $0.moment < $1.moment } }
    }

    private struct Place: Hashable {
        let phase: String
        let configuration: Int64
    }

    private let connection: any StoreConnection
    private let viewpoint: Viewpoint
    private let differences: ScopeDifferences
    private let descents: RunDescent
    private lazy var timelines: Result<[[RunFact]], any Error> = Result { try readTimelines() }
    private lazy var notes: Result<[CommitNoteRecords.Stored], any Error> = Result {
        try CommitNoteRecords(connection).all()
    }
    private lazy var all: Result<[StoredChange], any Error> = Result { try StoredChanges(connection).all() }
    private var known: [Int64: Found] = [:]

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) {
        self.connection = connection
        self.viewpoint = viewpoint
        differences = ScopeDifferences(connection, viewpoint)
        descents = RunDescent(connection)
    }

    private func readTimelines() throws -> [[RunFact]] {
        let runs = try IssueQueries(connection).latestRuns(limit: .max)
        let places = Dictionary(grouping: runs) { Place(phase: $0.phase, configuration: $0.configuration) }
        return places.sorted { ($0.key.phase, $0.key.configuration) < ($1.key.phase, $1.key.configuration) }.map(
            \.value)
    }

    /// Commits that are known to carry a change: those that people named, and those whose message does.
    ///
    /// A message that is older than the request is about another one of that number.
    func commits(of change: StoredChange) throws -> [String] {
        let said = change.request.commits + change.events.flatMap { $0.detail.commits ?? [] }
        let asked = change.request.since ?? change.events.first?.at ?? 0
        let written = try notes.get().filter { stored in
            // Commits know whole seconds only.
            stored.note.kind == .change && stored.note.number == change.number && stored.note.at + 999 >= asked
        }.map(\.note.commit)
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
    /// - Complexity: O(runs); a scope compares what runs one after the other were made with.
    func find(_ change: StoredChange) throws -> Found {
        if let found = known[change.number] { return found }
        let commits = try commits(of: change)
        let found = try commits.isEmpty ? search(change) : find(commits, of: change)
        known[change.number] = found
        return found
    }

    /// Looks for a change anew when it is asked for the next time.
    func forget(_ change: Int64) { known[change] = nil }

    private func find(_ commits: [String], of change: StoredChange) throws -> Found {
        let said = try commits.reduce(into: [:]) { $0[$1] = try known($1, of: change) }
        let presence = try CommitPresence(
            commits, of: change.number, said: said, connection, viewpoint.ancestry, descents, notes: notes.get())
        if presence.isEmpty { return try search(change) }
        let scope = ChangeScope(change.request.scope, viewpoint.components)
        var found = Found()
        found.isByCommits = true
        found.sightings = try timelines.get().compactMap { timeline in
            try presence.sighting(in: timeline, scope, differences, window: change.request.window.runs)
        }
        found.source = presence.source(in: found.sightings)
        return found
    }

    private func search(_ change: StoredChange) throws -> Found {
        let scope = ChangeScope(change.request.scope, viewpoint.components)
        guard !scope.isEmpty, let asked = change.events.first?.at else { return Found() }
        let life = change.events.reduce(into: ChangeLife(change.request)) { $0.take($1) }
        let begun = life.transitions.first { $0.to == .approved || $0.to == .emergency }?.at
        let presence = ScopePresence(
            scope, differences, viewpoint.ancestry, since: change.request.since ?? asked,
            // Files change all the time: only what comes after the approval can be it.
            filesSince: change.request.since ?? begun ?? .max, claimed: try claimedRuns(scope, besides: change.number))
        var found = Found()
        found.sightings = try timelines.get().compactMap(presence.sighting)
        if !found.sightings.isEmpty { found.source = "what changed between runs" }
        return found
    }

    /// Runs in which another change with commits of its own brought what is in scope.
    private func claimedRuns(_ scope: ChangeScope, besides number: Int64) throws -> Set<Int64> {
        var runs: Set<Int64> = []
        for other in try all.get() where other.number != number {
            guard try !commits(of: other).isEmpty,
                scope.overlaps(ChangeScope(other.request.scope, viewpoint.components))
            else { continue }
            runs.formUnion(try find(other).sightings.map(\.first.id))
        }
        return runs
    }

    /// Runs, among the latest, in which something in scope differs from the run before in the same place and branch.
    func runsThatChanged(_ scope: ChangeScope, latest: Int) throws -> Set<Int64> {
        var runs: Set<Int64> = []
        for timeline in try timelines.get() {
            for (before, after) in BranchPairs.of(timeline.suffix(latest))
            where try !differences.between(before, after, scope).isEmpty {
                runs.insert(after.id)
            }
        }
        return runs
    }
}

/// Each run with the one before it on its branch; the first of a branch with the one before it on any.
enum BranchPairs {
    static func of(_ runs: some Sequence<RunFact>) -> [(before: RunFact, after: RunFact)] {
        var latest: [String?: RunFact] = [:]
        var last: RunFact?
        var pairs: [(before: RunFact, after: RunFact)] = []
        for run in runs {
            if let before = latest[run.branch] ?? last { pairs.append((before, run)) }
            latest[run.branch] = run
            last = run
        }
        return pairs
    }
}
