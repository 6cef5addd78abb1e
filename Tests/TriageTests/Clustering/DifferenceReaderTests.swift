// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

/// In which way what was found differs from what was expected.
struct DifferenceReaderTests {
    private static func tokens(_ sentences: String) -> Set<UInt64> {
        var text = sentences
        return text.withUTF8 { bytes in
            var reader = DifferenceReader()
            reader.add(sentences: bytes)
            return reader.tokens
        }
    }

    private static func tokens(example: String) -> Set<UInt64> {
        var text = example
        return text.withUTF8 { bytes in
            var reader = DifferenceReader()
            reader.add(example: bytes)
            return reader.tokens
        }
    }

    @Test(arguments: [
        "expected:<2 items in the cart> but was:< items in the cart>",
        "Expected: <2 items in the cart> but was: < items in the cart>",
        "assert ' items in the cart' == '2 items in the cart'",
        "got ' items in the cart', want '2 items in the cart'",
        "got ' items in the cart'; expected '2 items in the cart'",
        "expected \"2 items in the cart\" got \" items in the cart\"",
        "Count(cart) = ' items in the cart', want '2 items in the cart'",
        "cart: expected\n\t'2 items in the cart'\ngot\n\t' items in the cart'",
        "Expected: \"2 items in the cart\"\nReceived: \" items in the cart\"",
    ])
    func `a number that is gone is one difference, however it is written`(sentence: String) {
        let found = Self.tokens(sentence)

        #expect(found.count == 1, "\(sentence)")
        #expect(!found.isDisjoint(with: Self.tokens("expected:<17 books on loan, hmm> but was:< books on loan, hmm>")))
        #expect(found.isDisjoint(with: Self.tokens("expected:<17 books on loan, hmm> but was:<17 books on loan>")))
    }

    @Test func `a short value that was found is evidence as it is`() {
        let none = Self.tokens("expected:<Berlin> but was:<null>")

        #expect(none.count == 2)
        #expect(none.intersection(Self.tokens("expected:<42> but was:<null>")).count == 1)
        #expect(none.isDisjoint(with: Self.tokens("expected:<42> but was:<NaN>")))
    }

    @Test(arguments: [
        "", "connection refused", "expected", "got 3", "want = ", "assert ", "assert x", "was", "= want", "==",
    ])
    func `a sentence that names one value or none has no difference`(sentence: String) {
        #expect(Self.tokens(sentence).isEmpty, "\(sentence)")
    }

    @Test func `lines of an example are compared one by one`() {
        let found = Self.tokens(
            example: "=== RUN   ExampleCart\n--- FAIL\ngot:\ntotal: \nitems: 3\nwant:\ntotal: 20\nitems: 3\n")

        #expect(!found.isDisjoint(with: Self.tokens(example: "got:\nthe sum of it:\nwant:\nthe sum of it: 17\n")))
        #expect(found.isDisjoint(with: Self.tokens(example: "got:\nthe sum of it:\nwant:\nthe sum of it: none\n")))
        #expect(Self.tokens(example: "got:\n3\n").isEmpty)
        #expect(Self.tokens(example: "want:\n3\n").isEmpty)
        #expect(Self.tokens(example: "got:\n3\nwant:\n3\n").isEmpty)
    }

    @Test func `no more than six pairs are read`() {
        let words = ["alpha", "beta", "gamma", "delta", "omega", "sigma", "kappa", "theta", "lambda"]
        let lines = words.map { "got a\($0)bbbbbbbbbbb want abbbbbbbbbbb" }

        #expect(Self.tokens(lines.joined(separator: "\n")) == Self.tokens(lines[..<6].joined(separator: "\n")))
    }
}
