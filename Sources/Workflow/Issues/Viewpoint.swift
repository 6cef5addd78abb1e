// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Readers
package import TestPhase

/// From where a reader looks: what is past, which commits hold others, and who owns which files.
package struct Viewpoint {
    package let ancestry: CommitAncestry
    /// UTC ms; a deferral that ends later still holds.
    package private(set) var now: Int64

    /// nil where nothing says who owns what.
    package let owners: CodeOwners?
    package let costs: CostModel
    package let components: ComponentMap
    /// Whether one person may ask and approve.
    package let isSolo: Bool
    package let releases: ReleaseOrder
    /// All phases, from the first to the last; empty where nobody asks what a phase let through.
    package let phases: [String]
    package let severity: SeverityRules
    /// Whether what gates said counts: a gate that is decided must not follow from the one before.
    private(set) var hearsGates = true
    /// Asks git which files differ between two commits, and in how many lines, 0 for those without lines; nil where it does
    /// not know both.
    package let changedFiles: (_ before: String, _ after: String) -> [String: Int]?
    /// Asks git for the files of the project, from its folder; nil outside a checkout.
    package let projectFiles: () -> [String]?

    package init(
        ancestry: CommitAncestry = CommitAncestry(), now: Int64, owners: CodeOwners? = nil,
        costs: CostModel = CostModel(), components: [String] = [], isSolo: Bool = false,
        releases: ReleaseOrder = ReleaseOrder(), phases: [String] = [], severity: SeverityRules = SeverityRules(),
        changedFiles: @escaping (String, String) -> [String: Int]? = { _, _ in nil },
        projectFiles: @escaping () -> [String]? = { nil }
    ) {
        self.isSolo = isSolo
        self.releases = releases
        self.phases = phases
        self.severity = severity
        self.projectFiles = projectFiles
        self.changedFiles = changedFiles
        self.costs = costs
        self.components = ComponentMap(components, owners: owners)
        self.ancestry = ancestry
        self.now = now
        self.owners = owners
    }

    /// The same without what gates said.
    var withoutGates: Viewpoint {
        var other = self
        other.hearsGates = false
        return other
    }

    /// The same at another moment, UTC ms.
    func at(_ moment: Int64) -> Viewpoint {
        var other = self
        other.now = moment
        return other
    }
}
