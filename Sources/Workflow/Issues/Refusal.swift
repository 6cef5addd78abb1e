// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Why what a person said cannot be kept, and what can be said instead; nothing changed.
package struct Refusal: Error, Sendable {
    package let message: String
    package let hint: String

    package init(message: String, hint: String) {
        self.message = message
        self.hint = hint
    }

    /// - Throws: itself for a reason that says nothing.
    static func check(reason: String) throws {
        guard !reason.contains(where: { !$0.isWhitespace }) else { return }
        throw Refusal(message: "a decision needs a reason", hint: "say why with --reason; it is kept for good")
    }
}
