// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Triage

/// Which failures count, as a rule of the language says.
package struct FailureFilter: Sendable {
    let predicate: RulePredicate

    /// Whether it asks for the suite, which the failures of a store have none of.
    package var readsSuite: Bool { predicate.readsSuite }

    /// Why the rule cannot be read, and where.
    package struct Fault: Error, Sendable {
        /// Line and column in characters, from 1.
        package let line: Int
        package let column: Int
        package let message: String
        package let hint: String?
    }

    /// - Throws: `Fault` at the first place that is no rule.
    package init(parsing rule: String) throws(Fault) {
        do {
            predicate = try RulePredicate(parsing: rule)
        } catch {
            throw Fault(line: error.line, column: error.column, message: error.message, hint: error.hint)
        }
    }
}
