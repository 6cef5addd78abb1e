// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Digests as `algorithm:value`, in hexadecimal digits as bills of materials write them, or base64 as npm does.
package enum DigestText {
    /// Length in bytes of the algorithms whose values come in either form.
    private static let lengths = [
        "md5": 16, "sha1": 20, "sha256": 32, "sha384": 48, "sha512": 64, "sha3-256": 32, "sha3-384": 48,
        "sha3-512": 64, "blake2b-256": 32, "blake2b-384": 48, "blake2b-512": 64, "blake3": 32,
    ]

    /// The algorithm in lower case, and the value in lower-case hexadecimal digits.
    ///
    /// For example: `sha512:` and 128 digits of `sha512-…`. nil for other algorithms, such as commits, and for a value of
    /// another length.
    package static func parts(_ digest: String) -> (algorithm: String, digits: String)? {
        guard let mark = digest.lastIndex(where: { $0 == ":" || $0 == "-" }) else { return nil }
        let algorithm = digest[..<mark].lowercased()
        guard let length = lengths[algorithm] else { return nil }
        let value = digest[digest.index(after: mark)...]
        if value.utf8.count == 2 * length, value.utf8.allSatisfy(\.isHexadecimal) {
            return (algorithm, value.lowercased())
        }
        guard let bytes = base64(value), bytes.count == length else { return nil }
        return (algorithm, hexadecimal(bytes))
    }

    /// One spelling of equal digests; those of other algorithms as they are.
    package static func plain(_ digest: String) -> String {
        parts(digest).map { $0.algorithm + ":" + $0.digits } ?? digest
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

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
