// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// A digest in the words of CycloneDX, which wants hexadecimal digits of the length that the algorithm gives.
struct CycloneDXHash {
    private let algorithm: String
    private let content: String

    /// Names of the algorithms that CycloneDX 1.6 lists.
    private static let names = [
        "md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512",
        "sha3-256": "SHA3-256", "sha3-384": "SHA3-384", "sha3-512": "SHA3-512", "blake2b-256": "BLAKE2b-256",
        "blake2b-384": "BLAKE2b-384", "blake2b-512": "BLAKE2b-512", "blake3": "BLAKE3",
    ]

    /// Reads `sha256:…` with hexadecimal digits or, as npm writes them, base64, and `sha512-…` of a lock file.
    ///
    /// nil for other algorithms, such as commits and the module hashes of Go.
    init?(_ digest: String) {
        guard let (plain, digits) = DigestText.parts(digest), let name = Self.names[plain] else { return nil }
        (algorithm, content) = (name, digits)
    }

    var json: JSONText { ["alg": .string(algorithm), "content": .string(content)] }
}
