// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Tells which runs hold a change by its commits. One of them is enough: others are the same once more, after a rebase, or
/// go on with it. A revert takes a commit back, and a revert of the revert brings it again. What takes one of them back is none of
/// them, though its message may name the change as well.
struct CommitPresence {
    private struct Commit {
        let hash: String
        /// When it was made, UTC ms; nil where no message of it is known.
        let at: Int64?
        let holder: CommitAncestry.Holder
    }

    private struct Revert {
        let commit: Commit
        /// The commit that it takes back; of a merge also the one that stays; or a change, such as `CR-7`.
        let targets: [String]
    }

    /// Reverts of reverts are followed so far.
    private static let deepest = 8

    /// Of the change, as messages name it.
    private let name: String
    private let own: [Commit]
    private let reverts: [Revert]
    private let ancestry: CommitAncestry

    /// Whether all of its commits take others of it back, so that none tells where it is.
    var isEmpty: Bool { own.isEmpty }

    /// - Parameters:
    ///   - commits: Those of the change of this number.
    ///   - said: Since when each of them is known to carry it, UTC ms; stands for the time of one whose message is not known.
    ///   - descents: What is known of runs already, whichever change asked.
    init(
        _ commits: [String], of number: Int64, said: [String: Int64], _ connection: any StoreConnection,
        _ ancestry: CommitAncestry, _ descents: RunDescent,
        notes: [CommitNoteRecords.Stored]
    ) throws {
        let queries = IssueQueries(connection)
        let times = Dictionary(notes.map { ($0.note.commit.lowercased(), $0.note.at) }) { first, _ in first }
        let hashes = times.keys.sorted()
        func commit(_ named: String) throws -> Commit {
            let hash = named.lowercased()
            let claim = IssueLife.FixClaim(commit: hash, at: .max, decision: 0)
            let whole = times[hash] == nil ? hashes.first { $0.hasPrefix(hash) } : hash
            return Commit(
                hash: hash, at: whole.flatMap { times[$0] } ?? said[named],
                holder: try ancestry.holder(of: claim, queries, descents, notes: notes))
        }
        self.ancestry = ancestry
        name = "CR-\(number)"
        let all = try commits.map(commit)
        reverts = try notes.filter { $0.note.kind == .reverts }.map { stored in
            Revert(
                commit: try commit(stored.note.commit),
                targets: stored.note.value.split(separator: " ").map(String.init))
        }
        let backs = reverts.filter { revert in
            revert.targets.first == "CR-\(number)"
                || all.contains { CommitName.beginAlike(revert.targets.first ?? "", $0.hash) }
        }
        own = all.filter { commit in !backs.contains { CommitName.beginAlike($0.commit.hash, commit.hash) } }
    }

    /// How it is known, for people: of the first run that holds it and is of none of its commits.
    ///
    /// - Parameter sightings: Where it was seen.
    func source(in sightings: [ChangePresence.Sighting]) -> String {
        var told: (run: RunFact, basis: CommitAncestry.Basis)?
        for sighting in sightings {
            for run in sighting.timeline where run.moment >= sighting.first.moment {
                if let told, told.run.moment < run.moment { break }
                guard let known = self.basis(of: run), known != .commit else { continue }
                told = (run: run, basis: known)
                break
            }
        }
        let expected = own.map { $0.holder.expected }.min { $0.rawValue < $1.rawValue }
        return (told?.basis ?? expected)?.text ?? ""
    }

    /// By what a run is surest known to hold it; nil where it does not.
    private func basis(of run: RunFact) -> CommitAncestry.Basis? {
        var surest: CommitAncestry.Basis?
        for commit in own {
            guard let basis = commit.holder.basis(of: run), !isReverted(commit.hash, in: run, depth: 0) else {
                continue
            }
            if let known = surest, known.rawValue <= basis.rawValue { continue }
            surest = basis
        }
        return surest
    }

    func holds(_ run: RunFact) -> Bool {
        own.contains { $0.holder.holds(run) && !isReverted($0.hash, in: run, depth: 0) }
    }

    private func isReverted(_ commit: String, in run: RunFact, depth: Int) -> Bool {
        guard depth < Self.deepest else { return false }
        return reverts.contains { revert in
            takesBack(revert, commit) && revert.commit.holder.holds(run)
                && !isReverted(revert.commit.hash, in: run, depth: depth + 1)
        }
    }

    /// A reverted merge takes back all that it brought.
    private func takesBack(_ revert: Revert, _ commit: String) -> Bool {
        guard let target = revert.targets.first else { return false }
        if target == name { return takesBackAll(revert, commit) }
        if CommitName.beginAlike(target, commit) { return true }
        guard revert.targets.count > 1 else { return false }
        return ancestry.holds(commit, in: target) == true && ancestry.holds(commit, in: revert.targets[1]) == false
    }

    /// What names the change takes back what came before it: what is made after it brings the change again.
    private func takesBackAll(_ revert: Revert, _ commit: String) -> Bool {
        guard let own = own.first(where: { $0.hash == commit }) else { return false }
        if let answer = ancestry.holds(commit, in: revert.commit.hash) { return answer }
        guard let made = own.at, let back = revert.commit.at else { return true }
        return made <= back
    }

    /// Where it was first seen in a place; nil where it never was.
    func sighting(
        in timeline: [RunFact], _ scope: ChangeScope, _ differences: ScopeDifferences, window: Int
    ) throws -> ChangePresence.Sighting? {
        let holding = timeline.map(holds)
        guard let place = holding.firstIndex(of: true), let last = holding.lastIndex(of: true) else { return nil }
        let first = timeline[place]
        let back = timeline[(last + 1)...].first { run in own.contains { $0.holder.holds(run) } }
        let before = timeline[..<place].last { $0.branch == first.branch } ?? timeline[..<place].last
        return ChangePresence.Sighting(
            first: first, before: before, backedOut: back,
            changedAgain: try changedAgain(after: place, timeline, scope, differences, window: window),
            values: try before.map { try differences.items($0, first, scope).mapValues(\.after) } ?? [:],
            timeline: timeline, holds: holds)
    }

    /// The first run after it in which something else changed in scope.
    private func changedAgain(
        after place: Int, _ timeline: [RunFact], _ scope: ChangeScope, _ differences: ScopeDifferences, window: Int
    ) throws -> RunFact? {
        guard !scope.isEmpty else { return nil }
        let branch = timeline[place].branch
        // A window may be extended to twice its runs.
        let runs = timeline[place...].filter { $0.branch == branch }.prefix(2 * window + 1)
        return try zip(runs, runs.dropFirst()).first { before, after in
            // One of its commits came, or it was taken back, or came again.
            let isOwn =
                own.contains { $0.holder.holds(after) && !$0.holder.holds(before) } || holds(before) != holds(after)
            return try !isOwn && !differences.between(before, after, scope).isEmpty
        }?.1
    }
}
