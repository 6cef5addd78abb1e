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

    /// Which runs hold the fix of one claim.
    struct Holder {
        fileprivate let claim: IssueLife.FixClaim
        fileprivate let git: Git?
        /// First run of the claimed commit.
        fileprivate let first: RunFact?
        fileprivate let knowsGit: Bool
        fileprivate let descents: RunDescent

        /// Whether a run tested the fix.
        func holds(_ run: RunFact) -> Bool {
            guard let commit = claim.commit else { return run.moment.at > claim.at }
            if let own = run.commit?.lowercased() {
                if own.hasPrefix(commit) { return true }
                if knowsGit, let answer = git?(commit, own) { return answer }
                if let answer = kept(commit, run) { return answer }
            }
            guard let first else { return false }
            return run.branch == first.branch && run.moment >= first.moment
        }

        /// Whether a run holds the commit by what git said when it, or the first run of the commit, was ingested.
        private func kept(_ commit: String, _ run: RunFact) -> Bool? {
            guard let name = CommitName(commit), let own = run.commit.flatMap(CommitName.init) else { return nil }
            if (try? descents.source(of: run.id))?.lineage?.names(name) == true { return true }
            guard let first, let start = try? descents.source(of: first.id), start.commit?.hasPrefix(commit) == true
            else { return nil }
            // What the fix was made on does not hold it.
            return start.lineage?.names(own) == true ? false : nil
        }

        /// How that is known, for people.
        var source: String {
            if claim.commit == nil { return "time of the claim" }
            let isKept = first.flatMap { try? descents.source(of: $0.id) }?.lineage != nil
            return knowsGit ? "git" : isKept ? "git, as runs were ingested" : "order of runs on the branch"
        }
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
        return Holder(claim: claim, git: git, first: first, knowsGit: knowsGit, descents: descents)
    }
}
