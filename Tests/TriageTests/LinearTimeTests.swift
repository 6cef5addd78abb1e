// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite(.serialized)
struct LinearTimeTests {
    private static let masker = SecretMasker()
    private static let pieces = [
        "a", "(", "1", " ", "/a", "f", "password=", "password=\"", "password=[", "token=token", "--token ", "eyJa",
        "-eyJhx",
        "eyJabcdefgh.", "-----BEGIN RSA PRIVATE KEY-----", "-----END RSA PRIVATE KEY-----", "-----BEGIN ", "https://a:",
        "x://a@",
        "Authorization: Bearer ", "Authorization: Digest $x ", "Cookie: a=$b ", "Cookie: a=***", " -u a:", "sk-", "SK0",
        "key-",
        "ghp_", "SG.", "xoxb-", "=", ":", "\"password\": \"", "\\", "\\\"token\\\":\\\"", ":AAE1", "0123456789:AAE",
        "api_key=$",
        "hooks.slack.com/services/", "\n", "pat0123456789abcd.", "-us1", "dp.pt.", "token=a,", "token=a),",
    ]

    @Test(arguments: pieces)
    func `masking takes time in proportion to the text`(piece: String) {
        let ratio = bestRatio { text in
            var output: [UInt8] = []
            _ = text.withUnsafeBufferPointer { Self.masker.mask($0, into: &output) }
        } over: { count in
            Array(repeatElement(piece, count: count / piece.utf8.count).joined().utf8)
        }

        #expect(ratio <= 2.3)
    }

    @Test(arguments: [
        "a", "(", "1x", " ", "/a", "0xf", "a1-", "abcd-", "1 ", "1,", "a.", "\n", "\tat ", "\tat a.b(",
        "\tat a.b.C.m(C.java:1)\n",
        "Caused by: a\n\tat a.b.C.m(C.java:1)\n", "  File \"a/b.py\", line 1, in f\n", "a.go:1: x\n        y\n",
        "#1 a::b ()\n",
        "at ", "E  a\n", "error\n", "a@b.js:1\n", "\tSuppressed: x\n\tat a.b.C.m(C.java:1)\n", "1: a::b\n", "a::",
        "During handling",
    ])
    func `signing takes time in proportion to the text`(piece: String) {
        var builder = SignatureBuilder()
        let empty = Bytes(start: nil, count: 0)

        let ratio = bestRatio { text in
            text.withUnsafeBufferPointer { text in
                for message in [empty, text] {
                    _ = builder.sign(
                        FailureText(
                            suite: empty,
                            className: text,
                            name: text,
                            type: empty,
                            message: message,
                            text: text
                        )
                    )
                }
            }
        } over: { count in
            Array(repeatElement(piece, count: count / piece.utf8.count).joined().utf8)
        }

        #expect(ratio <= 2.3)
    }
}

/// The least growth of time when the text doubles from `size` bytes, over several tries on a busy machine.
func bestRatio(from size: Int = 40_000, _ work: ([UInt8]) -> Void, over text: (Int) -> [UInt8]) -> Double {
    let clock = ContinuousClock()
    let small = text(size)
    let large = text(2 * size)
    var best = Double.infinity
    for _ in 0..<25 {
        let first = time(clock) { work(small) }
        let second = time(clock) { work(large) }
        best = min(best, second / first)
        if best <= 2.2 { break }
    }
    return best
}

private func time(_ clock: ContinuousClock, _ work: () -> Void) -> Double {
    clock.measure(work) / .nanoseconds(1)
}
