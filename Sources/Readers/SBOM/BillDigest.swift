// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Digests in the spellings of bills, as `algorithm:value` in small letters.
enum BillDigest {
    /// From the strongest; others follow by their name.
    private static let order = [
        "sha512", "sha3-512", "blake2b-512", "streebog-512", "sha384", "sha3-384", "blake2b-384", "sha256", "sha3-256",
        "blake2b-256", "blake3", "streebog-256", "sha224", "sha1", "md5",
    ]

    /// The strongest of several; hashes without a value, or with one that is not hexadecimal, do not count.
    static func strongest(_ hashes: [(algorithm: String?, value: String?)]) -> String? {
        let digests = hashes.compactMap { hash -> (rank: Int, text: String)? in
            guard let algorithm = hash.algorithm, let value = hash.value, value.utf8.allSatisfy(\.isHexadecimal)
            else { return nil }
            let name = plain(algorithm)
            return (order.firstIndex(of: name) ?? order.count, name + ":" + value.lowercased())
        }
        return digests.min { $0 < $1 }?.text
    }

    /// `SHA-256` of CycloneDX and `SHA256` of SPDX are one algorithm.
    private static func plain(_ algorithm: String) -> String {
        let name = CleanText.of(algorithm.lowercased())
        return name.hasPrefix("sha-") ? "sha" + name.dropFirst(4) : name
    }
}
