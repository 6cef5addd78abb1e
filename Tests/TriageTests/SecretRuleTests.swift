// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct SecretRuleTests {
    private static let masker = SecretMasker()

    @Test(arguments: SecretRule.all.flatMap { rule in rule.masks.map { (rule.name, $0) } })
    func `each rule hides its own examples and leaves the words around`(name: String, example: String) throws {
        let rule = try #require(SecretRule.all.first { $0.name == name })
        let expected = rule.expectation(of: example)

        let result = masked(expected.text, by: Self.masker)

        #expect(result.text == expected.masked)
        #expect(result.findings.map(\.rule).contains(name))
    }

    @Test(arguments: SecretRule.all.flatMap { rule in rule.keeps.map { (rule.name, $0) } })
    func `no rule touches a look-alike`(name: String, example: String) throws {
        let rule = try #require(SecretRule.all.first { $0.name == name })
        let text = rule.expectation(of: example).text

        #expect(masked(text, by: Self.masker).text == text)
    }

    @Test func `every rule has its own name and examples of both kinds`() {
        let names = SecretRule.all.map(\.name)

        #expect(Set(names).count == names.count)
        #expect(SecretRule.all.allSatisfy { !$0.masks.isEmpty && !$0.keeps.isEmpty })
        #expect(names.count >= 60)
    }
}
