// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Incident {
    /// A failing run, and what it still breaks: where its commit is, the defect is.
    ///
    /// For example, after a failure on `main` and one on a branch that lacks the commit of the first there are two lines; a
    /// pass on the branch says nothing of `main`. A failure takes over the lines that it covers, but for the tests that it did
    /// not run: these stay with the run that broke them.
    package struct FailingLine: Sendable, Equatable {
        package let run: RunReference
        /// nil where it is not known.
        package let branch: String?
        /// Affected tests that no pass which covers the line has shown since.
        package internal(set) var broken: Set<Int64>

        package init(run: RunReference, branch: String?, broken: Set<Int64>) {
            self.run = run
            self.branch = branch
            self.broken = broken
        }
    }

    /// Lines that passed again and are kept all the same, so that later passes of them count; older ones are forgotten.
    package static let passedLines = 16
}

extension Incident {
    /// Whether the commit of a run is that of a failing one, or holds it.
    ///
    /// Where git does not know, runs of one branch follow each other, and what runs on another branch may never have had the
    /// defect; a branch that is not known may be any.
    ///
    /// - Parameters:
    ///   - branch: That of the run.
    ///   - failed: That of the failing run, which happened before.
    package static func covers(_ descent: Descent?, branch: String?, failed: String?) -> Bool {
        switch descent {
        case .same, .holds: return true
        case .precedes: return false
        case nil:
            guard let branch, let failed else { return true }
            return branch == failed
        }
    }
}

extension Incident.Observation {
    /// Whether the commit of this run is that of a failing one, or holds it.
    package func covers(_ line: Incident.FailingLine) -> Bool {
        Incident.covers(descents[line.run.id], branch: branch, failed: line.branch)
    }
}
