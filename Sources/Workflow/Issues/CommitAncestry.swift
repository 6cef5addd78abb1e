// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Tells which runs hold a claimed fix: by the history of the sources where there is one, else by the order of runs on a
/// branch.
package struct CommitAncestry {
    /// Asks git whether the first commit is the second or one of its ancestors; nil where it does not know both.
    package typealias Git = (_ ancestor: String, _ descendant: String) -> Bool?

    private let git: Git?

    package init(git: Git? = nil) { self.git = git }

    /// Whether git says that the first commit is the second or one of its ancestors; nil where it does not know both.
    func holds(_ commit: String, in descendant: String) -> Bool? { git?(commit, descendant) }

    /// Which runs hold the fix of one claim.
    struct Holder {
        fileprivate let claim: IssueLife.FixClaim
        fileprivate let git: Git?
        /// First run of the claimed commit.
        fileprivate let first: RunFact?
        fileprivate let knowsGit: Bool

        /// Whether a run tested the fix.
        func holds(_ run: RunFact) -> Bool {
            guard let commit = claim.commit else { return run.moment.at > claim.at }
            if let own = run.commit?.lowercased() {
                if own.hasPrefix(commit) { return true }
                if knowsGit, let answer = git?(commit, own) { return answer }
            }
            guard let first else { return false }
            return run.branch == first.branch && run.moment >= first.moment
        }

        /// How that is known, for people.
        var source: String {
            claim.commit == nil ? "time of the claim" : knowsGit ? "git" : "order of runs on the branch"
        }
    }

    /// - Parameter notes: What messages of commits say: the runs that brought them hold them as well.
    func holder(
        of claim: IssueLife.FixClaim, _ queries: IssueQueries, notes: [CommitNoteRecords.Stored] = []
    ) throws -> Holder {
        let noted = claim.commit.flatMap { commit in
            notes.filter { $0.note.commit.hasPrefix(commit) }.map(\.run).min { $0.moment < $1.moment }
        }
        let first = try claim.commit.flatMap(queries.firstRun(ofCommit:)) ?? noted
        let knowsGit = claim.commit.map { git?($0, $0) == true } ?? false
        return Holder(claim: claim, git: git, first: first, knowsGit: knowsGit)
    }
}
