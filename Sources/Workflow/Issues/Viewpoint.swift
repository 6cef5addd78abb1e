// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Readers
package import TestPhase

/// From where a reader looks: what is past, which commits hold others, and who owns which files.
package struct Viewpoint {
    package let ancestry: CommitAncestry
    /// UTC ms; a deferral that ends later still holds.
    package let now: Int64

    /// nil where nothing says who owns what.
    package let owners: CodeOwners?
    package let costs: CostModel
    /// Asks git which files differ between two commits, and in how many lines, 0 for those without lines; nil where it does
    /// not know both.
    package let changedFiles: (_ before: String, _ after: String) -> [String: Int]?

    package init(
        ancestry: CommitAncestry = CommitAncestry(), now: Int64, owners: CodeOwners? = nil,
        costs: CostModel = CostModel(), changedFiles: @escaping (String, String) -> [String: Int]? = { _, _ in nil }
    ) {
        self.changedFiles = changedFiles
        self.costs = costs
        self.ancestry = ancestry
        self.now = now
        self.owners = owners
    }
}
