// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The frame of every unsigned statement of in-toto, version 1.
enum InTotoText {
    /// - Parameter digest: How the subject is known, such as `sha256`, and by what.
    static func statement(
        about name: String, _ digest: (kind: String, value: String), type: String, _ predicate: JSONText
    ) -> String {
        let subject = JSONText.object([
            .init("name", .string(name)), .init("digest", .object([.init(digest.kind, .string(digest.value))])),
        ])
        return JSONText.object([
            .init("_type", "https://in-toto.io/Statement/v1"), .init("subject", .array([subject])),
            .init("predicateType", .string(type)), .init("predicate", predicate),
        ]).pretty
    }
}
