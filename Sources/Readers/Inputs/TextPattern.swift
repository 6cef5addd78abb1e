// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A text with `*` for any part, `?` for one byte and `[a-z]` for one of a set, in any depth.
///
/// For example, `pkg:npm/@acme/*` and `FEATURE_*`.
package struct TextPattern: Sendable, Equatable {
    package let text: String
    /// nil for a text without a sign, which only equals itself.
    private let pattern: [UInt8]?

    package init(_ text: String) {
        self.text = text
        let bytes = Array(text.utf8)
        pattern = bytes.contains { [0x2A, 0x3F, 0x5B].contains($0) } ? bytes : nil
    }

    package func matches(_ other: String) -> Bool {
        if text == other { return true }
        guard let pattern else { return false }
        return Glob.matches(pattern[...], Array(other.utf8)[...])
    }
}
