// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Crypto
import TestPhase

/// Digests of short texts, as hexadecimal digits.
enum Digests {
    static func sha256(_ bytes: some Sequence<UInt8>) -> String {
        var hash = SHA256()
        Array(bytes).withUnsafeBytes { hash.update(bufferPointer: $0) }
        return Hexadecimal.text(hash.finalize())
    }

    /// A digest that nobody can compare with guesses unless they have the key.
    static func keyed(_ text: String, key: [UInt8]) -> String {
        var code = HMAC<SHA256>(key: SymmetricKey(data: key))
        code.update(data: Array(text.utf8))
        return Hexadecimal.text(code.finalize())
    }

    /// One digest for several texts, in which the order and the borders count.
    static func sha256(of texts: [String]) -> String {
        sha256(texts.joined(separator: "\0").utf8)
    }
}
