// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What looking at a rule found out.
package struct RuleLint: Sendable, Equatable {
    /// A cluster that the rule takes failures from, or would.
    package struct Overlap: Sendable, Equatable {
        /// Such as ISS-12.
        package let name: String
        package let signatures: Int

        package init(name: String, signatures: Int) {
            self.name = name
            self.signatures = signatures
        }
    }

    /// Printed as DEC-number; nil for a rule that is not stored.
    package let rule: Int64?
    package let predicate: String
    /// The issue that the rule is about.
    package let target: String?
    /// Signatures that it speaks of.
    package let signatures: Int
    /// UTC milliseconds of the last failure that it speaks of; nil for none.
    package let lastSeen: Int64?
    /// Whether it has spoken of nothing for 30 days.
    package let isIdle: Bool
    /// Tests that passed lately and that it speaks of all the same.
    package let passingTests: [String]
    package let overlaps: [Overlap]
    /// Decisions whose rules speak of the same signatures.
    package let otherRules: [Int64]

    package init(
        rule: Int64?, predicate: String, target: String?, signatures: Int, lastSeen: Int64?, isIdle: Bool,
        passingTests: [String], overlaps: [Overlap], otherRules: [Int64]
    ) {
        self.rule = rule
        self.predicate = predicate
        self.target = target
        self.signatures = signatures
        self.lastSeen = lastSeen
        self.isIdle = isIdle
        self.passingTests = passingTests
        self.overlaps = overlaps
        self.otherRules = otherRules
    }
}
