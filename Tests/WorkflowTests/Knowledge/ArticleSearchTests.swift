// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Workflow

/// Words of articles, and their order.
struct ArticleSearchTests {
    private func words(_ text: String) -> [String] {
        var words: [String] = []
        ArticleWords.visit(of: text) { words.append(String(decoding: $0, as: UTF8.self)) }
        return words
    }

    @Test(arguments: [
        ("", []), ("...", []), ("a", ["a"]), ("One, two\r\nTHREE", ["one", "two", "three"]),
        ("NullPointerException", ["nullpointerexception", "null", "pointer", "exception"]),
        ("utf8Reader x2Y", ["utf8reader", "utf8", "reader", "x2y", "x2", "y"]), ("HTTPServer", ["httpserver"]),
        ("a.B_c", ["a", "b", "c"]), ("cart-Total", ["cart", "total"]), ("ABc9D", ["abc9d", "abc9", "d"]),
    ])
    func `words are those of letters and digits, and the parts of joined ones`(text: String, expected: [String]) {
        #expect(words(text) == expected)
        // Another sign anywhere takes the way that knows all of Unicode.
        #expect(words("\(text) Ä") == expected + ["ä"])
    }

    @Test func `a rare word weighs more, a word of the title thrice, and equal ones come by number`() {
        let texts = [
            ("Payment", "the service refuses"), ("Login", "the payment of a service, and again"),
            ("Cart", "the service"), ("Cart", "the service"), ("Zebra", "nothing of it"),
        ]
        let articles = texts.enumerated().map { number, text in
            KnowledgeArticle(
                number: Int64(number + 1), state: .published, title: text.0, sections: [.cause: text.1], signature: nil,
                author: "ann", changedAt: 0, lastUsedAt: nil, uses: 0, successes: 0)
        }

        let words = articles.reduce(0) { $0 + ArticleWords.all(of: $1).length }
        func found(_ question: String) -> [Int64] {
            ArticleSearch(question).rank(articles, of: .init(articles: articles.count, words: words)).map(\.number)
        }

        #expect(found("PAYMENT payment") == [1, 2])
        #expect(found("the service") == [3, 4, 1, 2])
        #expect(found("zebra service").first == 5)
        #expect(found("unheard").isEmpty)
        #expect(found("").isEmpty)
    }
}
