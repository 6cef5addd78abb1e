// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Why a text is no rule: the first fault from the left, and what its author probably meant.
package struct RuleError: Error, Sendable, Hashable {
    /// From 1.
    package let line: Int
    /// In characters, from 1.
    package let column: Int
    /// One lower-case sentence without a full stop. Data inside it is not yet made safe for a terminal.
    package let message: String
    /// What the author can do about it.
    package let hint: String?
}

/// The text of a rule and the way back from a byte of it to line and column.
struct RuleSource {
    let bytes: [UInt8]

    /// Most characters of the author's own text that a message repeats.
    private static let excerptLimit = 40

    init(_ text: String) { bytes = Array(text.utf8) }

    /// The fault that begins at the byte `place`.
    func error(at place: Int, _ message: String, hint: String? = nil) -> RuleError {
        let before = bytes[..<place]
        let start = before.lastIndex(of: .newline).map { $0 + 1 } ?? 0
        return RuleError(
            line: before.count { $0 == .newline } + 1,
            column: String(decoding: bytes[start..<place], as: UTF8.self).count + 1,
            message: message,
            hint: hint
        )
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The text in quotes, cut when it is long.
    func excerpt(_ range: Range<Int>) -> String {
        let text = text(range)
        return text.count <= Self.excerptLimit ? "\"\(text)\"" : "\"\(text.prefix(Self.excerptLimit - 1))…\""
    }
}
