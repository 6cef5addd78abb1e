// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How many values one rule hid in one text.
package struct SecretFinding: Sendable, Hashable {
    /// Name of the rule as it stands in the mask: `[masked:github-token]`.
    package let rule: String
    /// Hidden values, from 1.
    package let count: Int

    package init(rule: String, count: Int) {
        self.rule = rule
        self.count = count
    }
}
