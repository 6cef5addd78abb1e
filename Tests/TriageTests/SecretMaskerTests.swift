// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct SecretMaskerTests {
    private static let masker = SecretMasker()

    @Test func `a short plain word needs no search, and no token is as short`() {
        for rule in SecretRule.all {
            if case .token(let pattern) = rule.shape {
                let rest = pattern.pieces.reduce(pattern.lead?.counts.lowerBound ?? 0) { sum, piece in
                    switch piece {
                    case .text(let text): sum + text.count
                    case .run(_, let least, _): sum + least
                    }
                }
                for prefix in pattern.prefixes { #expect(prefix.count + rest > SecretMasker.fewBytes, "\(rule.name)") }
            }
            for example in rule.masks {
                var text = rule.expectation(of: example).text
                let isHarmless = text.withUTF8(SecretMasker.isHarmless)
                #expect(!isHarmless, "\(text)")
            }
        }
        for word in ["", "ci", "jane.doe", "release-1.2"] {
            var word = word
            let isHarmless = word.withUTF8(SecretMasker.isHarmless)
            #expect(isHarmless)
        }
    }

    @Test func `a text without secrets leaves the output untouched`() {
        var output = Array("before".utf8)

        let findings = Array("Tests run: 12, Failures: 3".utf8).withUnsafeBufferPointer {
            Self.masker.mask($0, into: &output)
        }

        #expect(findings.isEmpty)
        #expect(output == Array("before".utf8))
    }

    @Test func `findings are counted and sorted by rule`() {
        let hex = String(repeating: "0123456789abcdef", count: 3)
        let text = "token=\(hex) password=hunter2-x then --password swordfish9 and pypi-\(hex)\(hex)"

        let result = masked(text, by: Self.masker)

        #expect(
            result.findings == [
                SecretFinding(rule: "password", count: 2), SecretFinding(rule: "pypi-token", count: 1),
                SecretFinding(rule: "token", count: 1),
            ]
        )
        #expect(
            result.text
                == "token=[masked:token] password=[masked:password] then --password [masked:password] and [masked:pypi-token]"
        )
    }

    @Test func `the name of a known format wins over the name of its key`() {
        let token = "ghp_" + String(repeating: "a1B2c3", count: 6)

        #expect(
            masked("GITHUB_TOKEN=\(token) retry", by: Self.masker).text == "GITHUB_TOKEN=[masked:github-token] retry"
        )
        #expect(masked("password: '\(token)'", by: Self.masker).text == "password: '[masked:github-token]'")
    }

    @Test(arguments: SecretRule.all.flatMap { rule in rule.masks.map { rule.expectation(of: $0) } }.map(\.text))
    func `masking a masked text changes nothing`(text: String) {
        let once = masked(text, by: Self.masker).text

        #expect(masked(once, by: Self.masker).text == once)
    }

    @Test func `a text with ten kinds of secrets keeps every word around them`() {
        let token = "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxIn0." + "c2lnbmF0dXJlLW1hZGUtdXA"
        let text = """
            aws_access_key_id=\("AKIA" + "IOSFODNN7EXAMPLE")
            Authorization: Bearer \(token)
            slack \("xoxb-" + "123456789012-abcdefghijklmnop") end
            postgres://user:hunter2-x@db.example.invalid/x
            --password=hunter2-x next
            stripe \("sk_live_" + "0123456789abcdefghijklmn")
            -----BEGIN \("RSA PRIVATE KEY")-----
            MIIBMADEUPMADEUPMADEUP
            -----END \("RSA PRIVATE KEY")-----
            end of text
            """

        let result = masked(text, by: Self.masker).text

        #expect(
            result == """
                aws_access_key_id=[masked:aws-access-key-id]
                Authorization: Bearer [masked:json-web-token]
                slack [masked:slack-token] end
                postgres://user:[masked:url-password]@db.example.invalid/x
                --password=[masked:password] next
                stripe [masked:stripe-key]
                [masked:private-key-block]
                end of text
                """
        )
    }

    @Test func `bytes that are no text survive`() {
        let text: [UInt8] = [0xFF, 0x00] + Array("password=hunter2\u{0}".utf8) + [0xC3, 0x28]
        var output: [UInt8] = []

        let findings = text.withUnsafeBufferPointer { Self.masker.mask($0, into: &output) }

        #expect(findings.count == 1)
        #expect(output.starts(with: [0xFF, 0x00] + Array("password=[masked:password]".utf8)))
        #expect(output.suffix(2) == [0xC3, 0x28])
    }

    @Test func `every cut of a text with secrets is read without a fault`() {
        let whole = SecretRule.all.flatMap { rule in rule.masks.map { rule.expectation(of: $0).text } }.joined(
            separator: "\n"
        )
        let bytes = Array(whole.utf8)

        for end in stride(from: 0, to: bytes.count, by: 61) {
            var output: [UInt8] = []
            let part = Array(bytes[(end / 2)..<end])
            _ = part.withUnsafeBufferPointer { Self.masker.mask($0, into: &output) }
        }
    }
}
