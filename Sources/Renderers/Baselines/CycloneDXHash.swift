// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// A digest in the words of CycloneDX, which wants hexadecimal digits of the length that the algorithm gives.
struct CycloneDXHash {
    private let algorithm: String
    private let content: String

    /// Name and length in bytes of the algorithms that CycloneDX 1.6 lists.
    private static let algorithms: [String: (name: String, bytes: Int)] = [
        "md5": ("MD5", 16), "sha1": ("SHA-1", 20), "sha256": ("SHA-256", 32), "sha384": ("SHA-384", 48),
        "sha512": ("SHA-512", 64), "sha3-256": ("SHA3-256", 32), "sha3-384": ("SHA3-384", 48),
        "sha3-512": ("SHA3-512", 64), "blake2b-256": ("BLAKE2b-256", 32), "blake2b-384": ("BLAKE2b-384", 48),
        "blake2b-512": ("BLAKE2b-512", 64), "blake3": ("BLAKE3", 32),
    ]

    /// Reads `sha256:…` with hexadecimal digits or, as npm writes them, base64, and `sha512-…` of a lock file.
    ///
    /// nil for other algorithms, such as commits and the module hashes of Go.
    init?(_ digest: String) {
        guard let mark = digest.lastIndex(where: { $0 == ":" || $0 == "-" }) else { return nil }
        let value = digest[digest.index(after: mark)...]
        guard let known = Self.algorithms[digest[..<mark].lowercased()] else { return nil }
        if value.utf8.count == 2 * known.bytes, value.utf8.allSatisfy(\.isHexadecimal) {
            content = value.lowercased()
        } else if let bytes = Self.base64(value), bytes.count == known.bytes {
            content = Hexadecimal.text(bytes)
        } else {
            return nil
        }
        algorithm = known.name
    }

    var json: JSONText { ["alg": .string(algorithm), "content": .string(content)] }

    /// nil for a character that base64 (RFC 4648, 4) does not have.
    private static func base64(_ text: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        var (bits, count) = (UInt32(0), 0)
        for character in text.utf8.reversed().drop(while: { $0 == UInt8(ascii: "=") }).reversed() {
            guard let value = sextet(character) else { return nil }
            bits = (bits << 6 | value) & 0xFFFF
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    private static func sextet(_ character: UInt8) -> UInt32? {
        switch character {
        case 0x41...0x5A: UInt32(character) - 0x41
        case 0x61...0x7A: UInt32(character) - 0x61 + 26
        case 0x30...0x39: UInt32(character) - 0x30 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
