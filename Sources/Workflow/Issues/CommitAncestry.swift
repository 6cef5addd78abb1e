// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Tells which runs hold a claimed fix: by the history of the sources where there is one, then by what git said when runs were
/// ingested, else by the order of runs on a branch.
package struct CommitAncestry {
    /// Asks git whether the first commit is the second or one of its ancestors; nil where it does not know both.
    package typealias Git = (_ ancestor: String, _ descendant: String) -> Bool?

    private let git: Git?

    package init(git: Git? = nil) { self.git = git }

    /// Whether git says that the first commit is the second or one of its ancestors; nil where it does not know both.
    func holds(_ commit: String, in descendant: String) -> Bool? { git?(commit, descendant) }

    /// By what a run is known to hold a commit, the surest first.
    enum Basis: Int {
        /// It tested that very commit.
        case commit
        case git
        case kept
        case order
        case claim

        /// For people.
        var text: String {
            switch self {
            case .commit, .git: "git"
            case .kept: "git, as runs were ingested"
            case .order: "order of runs on the branch"
            case .claim: "time of the claim"
            }
        }
    }

    /// Which runs hold the fix of one claim.
    struct Holder {
        fileprivate let claim: IssueLife.FixClaim
        /// Its commit read as a hash; nil for none.
        fileprivate let name: CommitName?
        fileprivate let git: Git?
        /// First run of the claimed commit.
        fileprivate let first: RunFact?
        fileprivate let knowsGit: Bool
        fileprivate let descents: RunDescent
        /// What takes the commit back: a run that holds one of these does not hold it any more.
        fileprivate var reverts: [Holder] = []

        /// Whether a run tested the fix.
        func holds(_ run: RunFact) -> Bool { basis(of: run) != nil && !reverts.contains { $0.holds(run) } }

        /// By what a run is known to hold the fix, taken back or not; nil where it does not.
        func basis(of run: RunFact) -> Basis? {
            guard let commit = claim.commit else { return run.moment.at > claim.at ? .claim : nil }
            if let own = run.commit?.lowercased() {
                if own.hasPrefix(commit) { return .commit }
                if knowsGit, let answer = git?(commit, own) { return answer ? .git : nil }
                if let answer = kept(commit, run) { return answer ? .kept : nil }
            }
            guard let first, run.branch == first.branch, run.moment >= first.moment else { return nil }
            return .order
        }

        /// Whether a run holds the commit by what git said when it, or the first run of the commit, was ingested.
        private func kept(_ commit: String, _ run: RunFact) -> Bool? {
            guard let name, let source = try? descents.source(of: run.id), let own = source.name else { return nil }
            if source.lineage?.names(name) == true { return true }
            guard let first, let start = try? descents.source(of: first.id), start.commit?.hasPrefix(commit) == true
            else { return nil }
            // What the fix was made on does not hold it.
            return start.lineage?.names(own) == true ? false : nil
        }

        /// How it is known, for people: of the first of some runs that holds the fix and is of another commit.
        func source(of runs: [RunFact]) -> String {
            for run in runs.sorted(by: { $0.moment < $1.moment }) where holds(run) {
                if let known = self.basis(of: run), known != .commit { return known.text }
            }
            return expected.text
        }

        /// By what it would be known where no run but those of the commit itself holds the fix.
        var expected: Basis {
            if claim.commit == nil { return .claim }
            if knowsGit { return .git }
            let start = first.flatMap { try? descents.source(of: $0.id) }
            return start?.lineage == nil ? .order : .kept
        }
    }

    /// Reverts of reverts are followed so far.
    private static let deepest = 8

    /// As below, but a run that holds a revert of the commit does not hold the commit, unless the revert was reverted.
    func unrevertedHolder(
        of claim: IssueLife.FixClaim, _ queries: IssueQueries, _ descents: RunDescent,
        notes: [CommitNoteRecords.Stored], depth: Int = 0
    ) throws -> Holder {
        var holder = try holder(of: claim, queries, descents, notes: notes)
        guard let commit = claim.commit, depth < Self.deepest else { return holder }
        let reverts = notes.lazy.filter { $0.note.kind == .reverts && CommitNote.isRevert($0.note, of: commit) }
        holder.reverts = try reverts.map { stored in
            let revert = IssueLife.FixClaim(commit: stored.note.commit.lowercased(), at: stored.note.at, decision: 0)
            return try unrevertedHolder(of: revert, queries, descents, notes: notes, depth: depth + 1)
        }
        return holder
    }

    /// - Parameter notes: What messages of commits say: the runs that brought them hold them as well.
    func holder(
        of claim: IssueLife.FixClaim, _ queries: IssueQueries, _ descents: RunDescent,
        notes: [CommitNoteRecords.Stored] = []
    ) throws -> Holder {
        let noted = claim.commit.flatMap { commit in
            notes.filter { $0.note.commit.hasPrefix(commit) }.map(\.run).min { $0.moment < $1.moment }
        }
        let first = try claim.commit.flatMap(queries.firstRun(ofCommit:)) ?? noted
        let knowsGit = claim.commit.map { git?($0, $0) == true } ?? false
        return Holder(
            claim: claim, name: claim.commit.flatMap { CommitName($0) }, git: git, first: first, knowsGit: knowsGit,
            descents: descents)
    }
}
