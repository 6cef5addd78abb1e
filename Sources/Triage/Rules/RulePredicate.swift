// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What a person says of failures, parsed and compiled once: `type = "TimeoutError" AND NOT test LIKE "shop.%"`.
///
/// `RuleScanner` cuts the text into tokens, `RuleParser` makes the tree of `RuleNode` and stops at the first fault
/// with a `RuleError`. The tree is then asked about one `RuleSubject` after the other. No comparison costs more than
/// the text of its field times the length of the pattern in words of 64 bits, whatever the author of the rule or of
/// the failure wrote: it never reads a byte twice. The handbook has the grammar, in `RuleLanguage`.
package struct RulePredicate: Sendable, Hashable {
    let root: RuleNode
    /// Whether class and name must be joined before the tree is asked.
    private let readsTest: Bool

    /// Longest rule, in bytes of UTF-8, as it was written and as it is printed.
    package static let byteLimit = 10_000
    /// Most comparisons of one rule.
    package static let termLimit = 200
    /// Most parentheses and `NOT` within one another.
    package static let depthLimit = 32
    /// Longest pattern behind `LIKE`, in bytes, without the backslashes.
    package static let patternLimit = 1_000

    /// Reads a rule of the language.
    ///
    /// - Throws: A `RuleError` at the first place that is no rule, or where a limit is passed.
    package init(parsing text: String) throws(RuleError) {
        let source = RuleSource(text)
        guard source.bytes.count <= Self.byteLimit else {
            throw source.error(at: 0, "the rule has \(source.bytes.count) bytes; at most \(Self.byteLimit) are allowed")
        }
        var parser = try RuleParser(source)
        self.init(root: try parser.parse())
        let count = description.utf8.count
        guard count <= Self.byteLimit else {
            throw source.error(
                at: 0,
                "the rule has \(count) bytes with blanks and escapes in place; at most \(Self.byteLimit) are allowed"
            )
        }
    }

    init(root: RuleNode) {
        self.root = root
        readsTest = root.reads(.test)
    }

    /// Whether it asks for the suite, which the failures of a store have none of.
    package var readsSuite: Bool { root.reads(.suite) }

    /// Whether the rule speaks of this failure.
    ///
    /// Cost: bytes of the fields, at most 64 KiB of each, times 1/64 of the pattern, for each comparison.
    package func matches(_ subject: RuleSubject) -> Bool {
        guard readsTest else { return root.holds(for: subject, test: Bytes(start: nil, count: 0)) }
        return subject.withTest { root.holds(for: subject, test: $0) }
    }
}

extension RulePredicate: CustomStringConvertible {
    /// The rule on one line in one way of writing; parsing it gives an equal rule.
    package var description: String { root.description }
}
