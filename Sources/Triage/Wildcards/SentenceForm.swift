// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The sentence of a failure that is only a message: its tokens as hashes, and which of them are values.
///
/// It is a function of the template alone, so it is stored as it is. Values that are seen at a glance, such as numbers,
/// paths and what follows `=`, are wildcards from the beginning; `WildcardIndex` learns the others from what it is
/// shown. For example: `block blk_# of user=ann lost` has the form `block * of user = * lost`.
package struct SentenceForm: Sendable, Hashable {
    /// What is known of one token.
    package struct Traits: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// A wildcard.
        static let star = Traits(rawValue: 1)
        /// One of a few fixed words, perhaps.
        static let enumeration = Traits(rawValue: 2)
        /// `true`, `off` and the like.
        static let truth = Traits(rawValue: 4)
        /// Looks like a value: mask, path, list, words with dots.
        static let value = Traits(rawValue: 8)
        /// Says what happened.
        static let verb = Traits(rawValue: 16)
    }

    /// Whether the failure is a line of a log: no class, no name, a text of one line.
    package let isLine: Bool
    /// One hash a token; that of every wildcard is `star`. At most 64.
    package let tokens: [UInt64]
    /// How many different values each token must have shown before it is a wildcard; 0 for never.
    package let needs: [UInt8]
    /// What each token tells, in half words.
    package let words: [UInt8]
    package let traits: [Traits]

    /// Stands for a wildcard in `tokens`.
    package static let star: UInt64 = 0x2A2A_2A2A_2A2A_2A2A

    package init(isLine: Bool, tokens: [UInt64], needs: [UInt8], words: [UInt8], traits: [Traits]) {
        self.isLine = isLine
        self.tokens = tokens
        self.needs = needs
        self.words = words
        self.traits = traits
    }

    /// Half words that a sentence must keep when one more token becomes a wildcard.
    var leastWords: Int { isLine ? Self.leastOfLine : Self.least }

    static let least = 4
    static let leastOfLine = 2
}
