// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct RuleRoundTripTests {
    @Test(arguments: 1...4)
    func `a generated rule is what its text parses to`(seed: Int) throws {
        var generator = SeededGenerator(state: UInt64(seed))

        for _ in 0..<500 {
            let rule = RulePredicate(root: generator.node(depth: generator.number(0..<5)))

            let parsed = try RulePredicate(parsing: rule.description)

            #expect(parsed == rule)
            #expect(parsed.description == rule.description)
        }
    }

    @Test(arguments: 1...4)
    func `any heap of tokens is a rule with a canonical text, or an error with a place`(seed: Int) throws {
        var generator = SeededGenerator(state: UInt64(seed) << 32)
        let tokens = [
            "name", "type", "tpye", "=", "!=", "LIKE", "not", "IN", "AND", "or", "(", ")", ",", "\"a\"", "'%_\\%'",
            "\"",
            "\\", "\n", "#", "é", "name = \"a\"", "name LIKE \"é%\"", "name IN (\"a\")", "and", "\u{0}",
        ]
        var parsedCount = 0

        for _ in 0..<2_000 {
            let text = (0..<generator.number(0..<12)).map { _ in generator.pick(tokens) }.joined(separator: " ")
            switch Result(catching: { () throws(RuleError) in try RulePredicate(parsing: text) }) {
            case .success(let rule):
                parsedCount += 1
                #expect(try RulePredicate(parsing: rule.description) == rule, "\(text)")
            case .failure(let error):
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                let line = try #require(lines.indices.contains(error.line - 1) ? lines[error.line - 1] : nil, "\(text)")
                #expect((1...line.count + 1).contains(error.column), "\(text)")
                #expect(!error.message.hasSuffix("."))
            }
        }

        #expect(parsedCount > 20)
    }

    @Test func `every cut of a rule is read without a fault`() {
        let text = #"NOT (suite = "é" OR type NOT IN ('a\n', "b\"")) AND message LIKE "%\%_☃" # end"#

        for end in text.unicodeScalars.indices {
            _ = try? RulePredicate(parsing: String(text.unicodeScalars[..<end]))
        }
    }
}
