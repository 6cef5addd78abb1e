// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// A configuration as an unsigned statement of in-toto: its digest, and its bill of materials as the predicate.
package enum BaselineStatement {
    package static func text(_ snapshot: ConfigurationSnapshot, of subject: CycloneDXText.Subject) -> String {
        InTotoText.statement(
            about: subject.baseline, ("sha256", subject.digest), type: "https://cyclonedx.org/bom",
            CycloneDXText.document(snapshot, of: subject))
    }
}
