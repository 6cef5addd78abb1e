// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Renderers

struct CycloneDXHashTests {
    private static func text(_ digest: String) -> String? { CycloneDXHash(digest)?.json.compact }

    @Test(arguments: [
        ("md5", "MD5", 32), ("sha1", "SHA-1", 40), ("sha256", "SHA-256", 64), ("sha384", "SHA-384", 96),
        ("sha512", "SHA-512", 128), ("sha3-256", "SHA3-256", 64), ("sha3-384", "SHA3-384", 96),
        ("sha3-512", "SHA3-512", 128), ("blake2b-256", "BLAKE2b-256", 64), ("blake2b-384", "BLAKE2b-384", 96),
        ("blake2b-512", "BLAKE2b-512", 128), ("blake3", "BLAKE3", 64),
    ])
    func `hexadecimal digits are kept under the name of CycloneDX`(algorithm: String, name: String, digits: Int) {
        let content = String(repeating: "a", count: digits)

        #expect(Self.text("\(algorithm):\(content)") == "{\"alg\":\"\(name)\",\"content\":\"\(content)\"}")
        #expect(Self.text("\(algorithm):\(content)aa") == nil)
    }

    @Test(arguments: [
        ("md5", "1B2M2Y8AsgTpgAmY7PhCfg==", "MD5", "d41d8cd98f00b204e9800998ecf8427e"),
        ("sha1", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "SHA-1", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        (
            "sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "SHA-256",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        ),
        (
            "sha384", "OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb", "SHA-384",
            "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b"
        ),
    ])
    func `base64 of the same bytes becomes hexadecimal`(algorithm: String, base64: String, name: String, digits: String)
    {
        let expected = "{\"alg\":\"\(name)\",\"content\":\"\(digits)\"}"

        #expect(Self.text("\(algorithm):\(base64)") == expected)
        #expect(Self.text("\(algorithm)-\(base64)") == expected)
    }

    @Test(arguments: [
        "", "sha256", "sha256:", "sha256:zz", ":aa", "h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "gitCommit:da39a3ee5e6b4b0d3255bfef95601890afd80709", "sha256:47DEQpj8HBSa_-TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "sha512:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "sha256:é",
    ])
    func `other digests are none of CycloneDX`(digest: String) {
        #expect(Self.text(digest) == nil)
    }
}
