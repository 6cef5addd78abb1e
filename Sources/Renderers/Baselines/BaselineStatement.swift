// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// A configuration as an unsigned statement of in-toto: its digest, and its bill of materials as the predicate.
package enum BaselineStatement {
    package static func text(_ snapshot: ConfigurationSnapshot, of subject: CycloneDXText.Subject) -> String {
        let named = JSONText.object([
            .init("name", .string(subject.baseline)),
            .init("digest", .object([.init("sha256", .string(subject.digest))])),
        ])
        return JSONText.object([
            .init("_type", "https://in-toto.io/Statement/v1"), .init("subject", .array([named])),
            .init("predicateType", "https://cyclonedx.org/bom"),
            .init("predicate", CycloneDXText.document(snapshot, of: subject)),
        ]).pretty
    }
}
