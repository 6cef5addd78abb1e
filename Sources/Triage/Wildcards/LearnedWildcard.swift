// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A token of a sentence, or several together, that turned out to be a value.
package struct LearnedWildcard: Sendable, Hashable {
    /// Hash of the sentence with the token blanked.
    package let form: UInt64
    /// Bits of the tokens, from 0.
    package let positions: UInt64
    /// The first signature with each value, in the order in which the values came.
    package let signatures: [Int32]
}
