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

extension DecisionText {
    /// What a decision about one issue or incident did.
    package struct Change: Sendable {
        /// nil when nothing was stored.
        let number: Int64?
        let kind: String
        let name: String
        let before: String
        let after: String
        /// Run that contradicts it.
        let contradiction: Int64?

        package init(
            number: Int64?, kind: String, name: String, before: String, after: String, contradiction: Int64? = nil
        ) {
            self.contradiction = contradiction
            self.number = number
            self.kind = kind
            self.name = name
            self.before = before
            self.after = after
        }
    }

    package static func text(_ change: Change) -> String {
        let name = change.number.map { "DEC-\($0)" } ?? "dry run"
        let state = change.before == change.after ? "stays \(change.after)" : "was \(change.before), is \(change.after)"
        let doubt = change.contradiction.map { "; RUN-\($0) holds the fix and fails" } ?? ""
        return "\(name)  \(change.kind): \(change.name) \(state)\(doubt)"
    }

    package static func json(_ change: Change) -> String {
        JSONText.object([
            .init("format", 1), .init("decision", JSONText(change.number.map { "DEC-\($0)" })),
            .init("kind", .string(change.kind)), .init("subject", .string(change.name)),
            .init("from", .string(change.before)), .init("to", .string(change.after)),
            .init("contradicted_by", JSONText(change.contradiction.map { "RUN-\($0)" })),
        ]).pretty
    }
}
