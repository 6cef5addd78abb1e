// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What a decision about clusters did.
package enum DecisionText {
    package struct Outcome: Sendable {
        /// nil when nothing was stored.
        let number: Int64?
        let kind: String
        let undone: Int64?
        let moved: Int
        let names: [String]

        package init(number: Int64?, kind: String, undone: Int64?, moved: Int, names: [String]) {
            self.number = number
            self.kind = kind
            self.undone = undone
            self.moved = moved
            self.names = names
        }
    }

    package static func text(_ outcome: Outcome) -> String {
        let name = outcome.number.map { "DEC-\($0)" } ?? "dry run"
        let what = outcome.undone.map { "undo of DEC-\($0)" } ?? outcome.kind
        let places = outcome.names.isEmpty ? "" : "; now \(outcome.names.joined(separator: ", "))"
        return "\(name)  \(what): \(Plural.count(outcome.moved, "signature")) moved\(places)"
    }

    package static func json(_ outcome: Outcome) -> String {
        JSONText.object([
            .init("format", 1), .init("decision", JSONText(outcome.number.map { "DEC-\($0)" })),
            .init("kind", .string(outcome.kind)), .init("undoes", JSONText(outcome.undone.map { "DEC-\($0)" })),
            .init("moved_signatures", .int(outcome.moved)),
            .init("issues", .array(outcome.names.map { .string($0) })),
        ]).pretty
    }
}
