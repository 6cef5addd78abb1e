// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What one signature is compared with others by: words, frames and names, each as a 64-bit hash.
///
/// Hashes are the same on every machine, so evidence is stored and read back as it is. 0 stands for an absent name.
package struct SignatureEvidence: Sendable, Hashable {
    package var suite: UInt64
    package var kind: FailureKind
    /// Whether an expectation of a test failed, rather than code that broke.
    package var isAssertion: Bool
    /// Last part of the exception's type.
    package var type: UInt64
    /// Type of the innermost cause.
    package var rootType: UInt64
    /// The whole message, masked.
    package var template: UInt64
    /// Its hard words in order; 0 if it has none.
    package var hardTemplate: UInt64
    /// Type of the innermost cause and the first line that it said, masked; 0 for assertions, and where it said nothing.
    package var rootMessage: UInt64
    package var className: UInt64
    package var package: UInt64
    /// Name of the test without parameters.
    package var method: UInt64
    /// Class and name together.
    package var test: UInt64
    /// Whether the test is one of several under that name: the report's name has parameters or a sub-test.
    package var hasParameters: Bool
    /// Words of the sentence that the program printed, ascending, each once.
    package var hardWords: [UInt64]
    /// Words of values, ascending, each once, none of them hard too.
    package var softWords: [UInt64]
    /// Frames of the product, innermost first, at most 14.
    package var frames: [UInt64]
    /// Frames of test code, innermost first, at most 6.
    package var testFrames: [UInt64]
    /// Words of the test's name, ascending, each once.
    package var nameWords: [UInt64]
    /// Words of the class's name, ascending, each once.
    package var classWords: [UInt64]
    /// Three hard words in a row, ascending, each once. Like `rootMessage` and `differences`, these are read only where
    /// issues are made of run times, and are not stored.
    package var phrases: [UInt64]
    /// In which ways what was found differs from what was expected, ascending, each once; see `DifferenceReader`.
    package var differences: [UInt64]
    /// The sentence, where the message is all there is: nil for failures with a type or a frame, and without a message.
    package var sentence: SentenceForm?
}

extension SignatureEvidence {
    /// Whether it stands for its signature rather than `other`: the test with the smaller token does, under one name that
    /// without parameters, and of two failures of that one whose values come first.
    package func leads(_ other: SignatureEvidence) -> Bool {
        let (own, its) = (
            (test, hasParameters ? 1 : 0, rootMessage), (other.test, other.hasParameters ? 1 : 0, other.rootMessage)
        )
        return own == its ? differences.lexicographicallyPrecedes(other.differences) : own < its
    }
}

/// Keeps tokens of different meaning apart: a word is never equal to a frame.
enum TokenSpace: UInt64 {
    case word = 0x9D4F_57A1_0C6B_3E11
    case frame = 0x2B87_4C19_E5D0_7A23
    case nameWord = 0xC6A4_A793_5BD1_E995
    case type = 0x71E0_3D5C_8F92_B647
    case method = 0xE37B_6A08_194F_D559
    case className = 0x58C2_F961_A73E_046B
    case package = 0x0F5D_92B4_6C81_EA7D
    case template = 0xB16E_0847_D3F5_298F
    case phrase = 0x66D1_0B3F_9E25_C487
    case difference = 0x9A3E_51C7_04BD_682F
    case found = 0x17F4_8D60_CB39_E2A5
    case sentence = 0x3CA7_15F8_B20D_694B
    case suite = 0x84D9_6E3B_50A7_1CA1

    /// The token of `text`; 0 if it is empty.
    func token(_ text: Bytes) -> UInt64 { text.isEmpty ? 0 : token(of: Digest.short(text)) }

    /// The token of a text whose hash is known.
    @inline(__always)
    func token(of hash: UInt64) -> UInt64 { Token.mix(hash, rawValue) }
}

/// Hashes made of hashes.
enum Token {
    /// Mixes two hashes in their order; never 0, which is no token, nor 1, which `NumberTable` takes for 0.
    @inline(__always)
    static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = (left ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: right ^ 0xE703_7ED1_A0B4_28DB)
        let mixed = product.high ^ product.low
        return mixed < 2 ? mixed + 2 : mixed
    }
}
