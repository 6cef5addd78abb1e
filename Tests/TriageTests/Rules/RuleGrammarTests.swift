// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct RuleGrammarTests {
    @Test(arguments: [
        #"suite = "shop""#, #"test = "org.shop.CartTest.testTotal""#, #"class = "org.shop.CartTest""#,
        #"name = "testTotal""#, #"type = "java.lang.NullPointerException""#,
        #"message = "connection to 10.0.0.7:5432 refused""#, #"frame = "shop.Till.pay""#,
        #"name != "testtotal""#, #"frame != "shop.Cart""#,
        #"type LIKE "%.NullPointerException""#, #"type LIKE "java.lang.NullPointerException""#, #"name LIKE "test%""#,
        #"message LIKE "connection to % refused""#, #"name LIKE "test_otal""#, #"suite LIKE "____""#,
        #"suite LIKE "%""#,
        #"test LIKE "%Test.test%""#, #"frame LIKE "shop.T%""#,
        #"type NOT LIKE "NullPointer%""#, #"suite NOT LIKE "_____""#, #"frame NOT LIKE "web.%""#,
        #"name IN ("a", "testTotal")"#, #"name NOT IN ("a", "b")"#, #"frame IN ("x", "shop.Till.pay")"#,
        #"NOT name = "a""#, #"NOT NOT name = "testTotal""#, #"NOT (name = "a" OR suite = "b")"#,
    ])
    func `each of these rules speaks of the sample`(rule: String) throws {
        #expect(try RuleSample().isMatched(by: rule))
        #expect(try !RuleSample().isMatched(by: "NOT (\(rule))"))
    }

    @Test(arguments: [
        #"suite = "Shop""#, #"suite = "sho""#, #"suite = "shop ""#, #"suite = """#, #"test = "testTotal""#,
        #"name != "testTotal""#, #"frame != "shop.Till.pay""#, #"frame NOT LIKE "shop.%""#,
        #"frame NOT IN ("x", "shop.Till.pay")"#,
        #"type LIKE "NullPointerException""#, #"type LIKE "%pointer%""#, #"suite LIKE "sho""#, #"suite LIKE "hop""#,
        #"suite LIKE "_____""#, #"suite LIKE """#, #"suite LIKE "shop_""#, #"suite LIKE "%\%""#,
        #"name NOT IN ("a", "testTotal")"#,
    ])
    func `none of these rules speaks of the sample`(rule: String) throws {
        #expect(try !RuleSample().isMatched(by: rule))
    }

    @Test func `NOT binds before AND, and AND before OR`() throws {
        let yes = #"suite = "shop""#
        let no = #"suite = "web""#

        #expect(try RuleSample().isMatched(by: "\(yes) OR \(yes) AND \(no)"))
        #expect(try !RuleSample().isMatched(by: "(\(yes) OR \(yes)) AND \(no)"))
        #expect(try RuleSample().isMatched(by: "NOT \(no) OR \(yes)"))
        #expect(try !RuleSample().isMatched(by: "NOT \(yes) AND \(no)"))
        #expect(try RuleSample().isMatched(by: "NOT (\(yes) AND \(no))"))
    }

    @Test(arguments: [
        (#"NAME='testTotal'and not Suite LIKE'web%'"#, #"name = "testTotal" AND NOT suite LIKE "web%""#),
        ("# ours\n  type = \"A\" # first\r\n\tor type = \"#B\"\n#", ##"type = "A" OR type = "#B""##),
        (#"name in("a",'b')"#, #"name IN ("a", "b")"#),
        (#"name NoT lIkE "a%%%b""#, #"name NOT LIKE "a%b""#),
        (#"((name = "a"))"#, #"name = "a""#),
        (#"name = "a" AND (name = "b" AND (name = "c"))"#, #"name = "a" AND name = "b" AND name = "c""#),
        (#"(name = "a" OR name = "b") OR name = "c""#, #"name = "a" OR name = "b" OR name = "c""#),
        (#"(name = "a" AND name = "b") OR name = "c""#, #"name = "a" AND name = "b" OR name = "c""#),
        (#"(name = "a" OR name = "b") AND name = "c""#, #"(name = "a" OR name = "b") AND name = "c""#),
        (#"NOT (name = "a")"#, #"NOT name = "a""#),
        (#"NOT(NOT(name = "a" AND name = "b"))"#, #"NOT NOT (name = "a" AND name = "b")"#),
        (#"message = 'it'"#, #"message = "it""#),
        (#"message = "'\"\'\\\n\t""#, #"message = "'\"'\\\n\t""#),
        (#"message = '"' AND message LIKE '\%\_"%_'"#, #"message = "\"" AND message LIKE "\%\_\"%_""#),
        (#"message = "100%_""#, #"message = "100%_""#),
    ])
    func `each rule has one canonical text`(rule: String, canonical: String) throws {
        let predicate = try RulePredicate(parsing: rule)

        #expect(predicate.description == canonical)
        #expect(try RulePredicate(parsing: canonical) == predicate)
    }

    @Test func `equal letters in other scalars are different bytes`() throws {
        var sample = RuleSample()
        sample.message = "caf\u{E9}"

        #expect(try sample.isMatched(by: "message = \"caf\u{E9}\""))
        #expect(try !sample.isMatched(by: "message = \"cafe\u{301}\""))
        #expect(
            try RulePredicate(parsing: "name = \"\u{E9}\"") != RulePredicate(parsing: "name = \"e\u{301}\"")
        )
    }

    @Test func `a test without a class is known by its name`() throws {
        var sample = RuleSample()
        sample.className = ""

        #expect(try sample.isMatched(by: #"test = "testTotal" AND class = """#))
    }

    @Test func `a failure without frames has no frame that fits`() throws {
        var sample = RuleSample()
        sample.frames = []

        #expect(try !sample.isMatched(by: #"frame LIKE "%""#))
        #expect(try sample.isMatched(by: #"frame NOT LIKE "%""#))
    }

    @Test(arguments: RuleField.allCases)
    func `of each field the first 64 KiB count`(field: RuleField) throws {
        let start = String(repeating: "x", count: RuleSubject.byteLimit - 1)
        var sample = RuleSample(className: "")
        let texts = [start + "y", start + "yz", start + "zy"].map { text in
            (sample.suite, sample.name, sample.type, sample.message, sample.frames) = (text, text, text, text, [text])
            if field == .className { sample.className = text }
            return sample
        }

        let rule = try RulePredicate(parsing: #"\#(field.rawValue) LIKE "x%y""#)

        #expect(texts.map { $0.isMatched(by: rule) } == [true, true, false])
    }

    @Test func `the limits themselves are allowed`() throws {
        let terms = Array(repeating: #"name = """#, count: RulePredicate.termLimit).joined(separator: " OR ")
        let depth = String(repeating: "NOT(", count: 16) + #"name = "a""# + String(repeating: ")", count: 16)
        let pattern = String(repeating: #"\%"#, count: RulePredicate.patternLimit)
        let frame = #"name = """#.utf8.count
        let long = #"name = "\#(String(repeating: "x", count: RulePredicate.byteLimit - frame))""#

        for rule in [terms, depth, #"name LIKE "\#(pattern)""#, long] {
            let predicate = try RulePredicate(parsing: rule)
            #expect(try RulePredicate(parsing: predicate.description) == predicate)
        }
    }
}
