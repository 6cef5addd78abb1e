// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Triage

/// Every example of the handbook's page is read from the page and tried.
@Suite
struct RuleHandbookTests {
    /// The rules in blocks of their own, each with a failure that it speaks of and one that it does not.
    private static let blocks: [(rule: String, yes: RuleSample, no: RuleSample)] = [
        (
            #"type = "NullPointerException" AND frame = "shop.Cart.total""#,
            RuleSample(type: "NullPointerException"),
            RuleSample(type: "NullPointerException", frames: ["shop.Cart.totals"])
        ),
        (
            #"message LIKE "connection to % refused" AND suite IN ("orders", "stock") AND NOT test LIKE "shop.Cart%""#,
            RuleSample(suite: "stock"),
            RuleSample(suite: "stock", className: "shop.CartTest")
        ),
        (
            #"frame LIKE "shop.%" AND frame NOT LIKE "shop.test.%""#,
            RuleSample(),
            RuleSample(frames: ["shop.Cart.total", "shop.test.CartTest.total"])
        ),
        (
            #"suite = "stock" OR suite = "orders" AND type = "TimeoutError""#,
            RuleSample(suite: "stock", type: "IOError"),
            RuleSample(suite: "orders", type: "IOError")
        ),
        (
            #"(suite = "stock" OR suite = "orders") AND type = "TimeoutError""#,
            RuleSample(suite: "stock", type: "TimeoutError"),
            RuleSample(suite: "stock", type: "IOError")
        ),
        (
            #"message = "cannot open \"C:\\data\"" OR message LIKE "%disk 100\% full%""#,
            RuleSample(message: #"cannot open "C:\data""#),
            RuleSample(message: "disk 100 full")
        ),
    ]

    @Test func `the rules of the page are exactly those that are tried`() throws {
        let parts = try Self.page().components(separatedBy: "```rule\n").dropFirst()

        let rules = try parts.map { try RulePredicate(parsing: $0.components(separatedBy: "```")[0]).description }

        #expect(rules == Self.blocks.map(\.rule))
    }

    @Test(arguments: blocks)
    func `each rule of the page tells two failures apart`(rule: String, yes: RuleSample, no: RuleSample) throws {
        #expect(try yes.isMatched(by: rule))
        #expect(try !no.isMatched(by: rule))
    }

    @Test func `the table of patterns holds`() throws {
        let rows = try Self.rows(under: "### Patterns")

        #expect(rows.count == 9)
        for row in rows {
            #expect(try RuleSample(message: row[1]).isMatched(by: row[0]) == (row[2] == "yes"), "\(row)")
        }
    }

    @Test func `the table of errors holds`() throws {
        let rows = try Self.rows(under: "### Errors")

        #expect(rows.count == 5)
        for row in rows {
            let hint = row[3].isEmpty ? nil : row[3]
            let error = RuleError(line: 1, column: try #require(Int(row[1])), message: row[2], hint: hint)
            #expect(throws: error) { try RulePredicate(parsing: row[0]) }
        }
    }

    @Test func `the tables of fields and comparisons hold`() throws {
        let fields = try Self.rows(under: "### Fields").map { $0[0] }
        let comparisons = try Self.rows(under: "### Comparisons").flatMap { $0[0].components(separatedBy: "`, `") }

        #expect(Set(fields) == Set(RuleField.allCases.map(\.rawValue)))
        for field in fields {
            for comparison in comparisons {
                let rule = "\(field) \(comparison)"
                #expect(try RulePredicate(parsing: rule).description == rule)
            }
        }
    }

    @Test func `the table of escapes holds`() throws {
        let escapes = try Self.rows(under: "### Texts").flatMap { $0[0].components(separatedBy: "` `") }

        let values = try escapes.map { try RulePredicate(parsing: #"message LIKE "\#($0)""#) }

        #expect(
            values.map(\.root)
                == ["\"", "'", "\\", "\n", "\t", "%", "_"].map { text in
                    .term(RuleTerm(.message, .isLike(LikePattern(text.utf8.map(LikePattern.Unit.byte)))))
                })
    }

    @Test func `the limits are those of the code`() throws {
        let limits = try Self.rows(under: "### Limits").map { Int($0[1].filter(\.isNumber)) }

        #expect(
            limits == [
                RulePredicate.byteLimit, RulePredicate.termLimit, RulePredicate.depthLimit, RulePredicate.patternLimit,
                RuleSubject.byteLimit,
            ]
        )
    }

    private static func page() throws -> String {
        let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let file = root.appendingPathComponent("Sources/exitgate/Handbook.docc/RuleLanguage.md")
        return try String(contentsOf: file, encoding: .utf8)
    }

    /// The cells of the first table below a heading, without the backquotes around them.
    private static func rows(under heading: String) throws -> [[String]] {
        let section = try #require(try page().components(separatedBy: heading + "\n").dropFirst().first)
        let table = section.components(separatedBy: "\n").drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }
        return table.dropFirst(2).map { line in
            line.components(separatedBy: "|").dropFirst().dropLast().map { cell in
                let text = cell.trimmingCharacters(in: .whitespaces)
                return text.hasPrefix("`") && text.hasSuffix("`") ? String(text.dropFirst().dropLast()) : text
            }
        }
    }
}
