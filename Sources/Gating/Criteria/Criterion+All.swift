// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Every rule there is, by number; a test holds the list equal to the files of this folder.
package enum Criteria {
    package static var all: [any Criterion.Type] {
        [
            RequiredSuites.self, InventoryExecuted.self, FreshEvidence.self, NewFailures.self, OpenIssues.self,
            Unacknowledged.self, Regressions.self, PassRate.self, FlakyShare.self, Quarantine.self,
            UnverifiedFixes.self,
            BaselineApproved.self, UnapprovedDrift.self, UnaskedChange.self, ChangeVerdicts.self, WaiversValid.self,
            RequirementsTested.self, Soak.self, IssueAge.self, Escapes.self, Outdated.self, CapacityHeld.self,
            PolicyIntegrity.self, ErrorBudget.self,
        ]
    }

    /// By number or name, in any case.
    package static func named(_ text: String) -> (any Criterion.Type)? {
        all.first { $0.id.lowercased() == text.lowercased() || $0.name == text.lowercased() }
    }
}
