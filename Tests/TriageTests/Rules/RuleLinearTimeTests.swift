// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite(.serialized)
struct RuleLinearTimeTests {
    private static let likes: [String] = [
        "%a%a%a%a%a%a%a%a%a%a%a%a%b", repeated("%a", 499) + "%b", repeated("%a", 30) + "b", repeated("%_", 499) + "%",
        "%_%_%_%", "%_%_%_%b", repeated("_", 999) + "%", "%" + repeated("_", 999), "%" + repeated("a", 998) + "b",
        "%" + repeated("a", 499) + "_" + repeated("a", 498) + "b", "%" + repeated("a", 997) + "b%",
        "%aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab%", "%aaaa_aaab%", "%a_a_a_a_b%", "%ab%ba%ab%ba%c",
        repeated("%ab", 332) + "%c",
        repeated("%ba_", 200) + "%c", "%" + repeated("ab", 400) + "c%", "%" + repeated("é", 450) + "b%",
        "%é%é%é%é%b", "%_é_é_é_b", repeated("%aé", 200) + "b", "%" + repeated("_é", 300) + "%b",
        "%\u{1F9EA}_%\u{1F9EA}b",
        "a%a%a%a%b", "a%b", "%b", "b%", "%", repeated("a%", 499) + "b", "%aab%aab%aab",
        "%" + repeated("aab", 300) + "b%",
        "%" + repeated("a", 63) + "b%", "%" + repeated("a", 64) + "b%", "%" + repeated("a", 127) + "b",
        repeated("%" + repeated("a", 62) + "_", 15) + "b", "%a\\%a%b\\_%", "%\\n%\\n%b",
        "%" + repeated("_a", 499) + "b",
    ]

    private static let trees: [String] = [
        any(200) { #"message = "a\#($0)""# }, any(200) { #"message LIKE "%a%b\#($0)""# },
        all(200) { #"message NOT LIKE "%a%_b\#($0)%""# }, any(9) { #"message LIKE "\#(repeated("%_a", 330))b\#($0)""# },
        "message IN (" + (0..<1_200).map { "\"a\($0)\"" }.joined(separator: ",") + ")",
        "message NOT IN (" + repeated("\"a\",", 1_900) + "\"b\")", repeated("NOT ", 32) + #"message LIKE "%a%b""#,
        repeated("NOT(", 16) + #"message LIKE "%a%b""# + repeated(")", 16),
        repeated("(message LIKE \"%a%b\" OR ", 31) + "name = \"a\"" + repeated(")", 31),
        #"test LIKE "%a%.%a%.b""#, any(100) { #"test LIKE "%a%\#($0)""# }, #"frame LIKE "%a%_a%b""#,
        any(100) { #"frame LIKE "%a_%\#($0)""# },
        all(200) { #"\#($0 % 2 == 0 ? "class" : "name") NOT LIKE "%a%b\#($0)""# },
    ]

    @Test func `there are fifty of them`() { #expect(Self.likes.count + Self.trees.count >= 50) }

    @Test(arguments: likes.map { "message LIKE \"\($0)\"" } + trees)
    func `matching takes time in proportion to the text`(text: String) throws {
        let rule = try RulePredicate(parsing: text)

        for piece in ["a", "ab", "aé", "aab\n"] {
            let ratio = bestRatio(from: 20_000) { text in
                text.withUnsafeBufferPointer { _ = rule.matches(Self.subject($0)) }
            } over: { count in
                Array(Self.repeated(piece, count / piece.utf8.count).utf8)
            }

            #expect(ratio <= 2.3, "\(piece)")
        }
    }

    @Test(arguments: [
        "(", "NOT ", "name = \"a\" OR ", "\"", "\\", "#", "a", "\n", "(name = \"a\" AND ", "name IN (\"a\",", "é", "!",
    ])
    func `parsing takes time in proportion to the rule`(piece: String) {
        let ratio = bestRatio(from: 4_500) { text in
            _ = try? RulePredicate(parsing: String(decoding: text, as: UTF8.self))
        } over: { count in
            Array(Self.repeated(piece, count / piece.utf8.count).utf8)
        }

        #expect(ratio <= 2.3)
    }

    private static func subject(_ text: Bytes) -> RuleSubject {
        let half = text.part(0, text.count / 2)
        return RuleSubject(
            suite: text,
            className: half,
            name: half,
            type: text,
            message: text,
            frames: [half, text.part(half.count, text.count)]
        )
    }

    private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    private static func any(_ count: Int, _ term: (Int) -> String) -> String {
        (0..<count).map(term).joined(separator: " OR ")
    }

    private static func all(_ count: Int, _ term: (Int) -> String) -> String {
        (0..<count).map(term).joined(separator: " AND ")
    }
}
