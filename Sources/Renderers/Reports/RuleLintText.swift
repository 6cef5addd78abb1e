// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// What looking at rules found out, for people and machines.
package enum RuleLintText {
    private static let shownTests = 3

    package static func text(_ rules: [RuleLint], palette: Palette) -> String {
        guard !rules.isEmpty else { return "no rules" }
        return rules.map { entry($0, palette) }.joined(separator: "\n\n")
    }

    private static func entry(_ rule: RuleLint, _ palette: Palette) -> String {
        let name = rule.rule.map { "DEC-\($0)" } ?? "rule"
        let target = rule.target.map { " to \($0)" } ?? ""
        var lines = [
            "\(palette.paint(name, .strong))\(target)  \(SafeText.line(rule.predicate, limit: 1_000))",
            "  speaks of \(Plural.count(rule.signatures, "signature"))\(rule.lastSeen.map { ", last seen \(Moment.text($0)) UTC" } ?? "")",
        ]
        let findings = self.findings(rule)
        lines += findings.map { "  \(palette.paint("warning:", .warning)) \($0)" }
        if findings.isEmpty { lines.append("  \(palette.paint("fine", .good))") }
        return lines.joined(separator: "\n")
    }

    private static func findings(_ rule: RuleLint) -> [String] {
        var findings: [String] = []
        if !rule.passingTests.isEmpty {
            let shown = rule.passingTests.prefix(shownTests).map { SafeText.line($0, limit: 120) }
            let rest = rule.passingTests.count > shownTests ? ", …" : ""
            findings.append(
                "matches \(Plural.count(rule.passingTests.count, "test")) that passed lately: \(shown.joined(separator: ", "))\(rest); ask for type, message or frame as well"
            )
        }
        if rule.isIdle { findings.append("matches nothing in 30 days") }
        for overlap in rule.overlaps {
            findings.append("overlaps \(overlap.name): \(Plural.count(overlap.signatures, "signature"))")
        }
        for other in rule.otherRules { findings.append("overlaps the rule DEC-\(other); the older one wins") }
        return findings
    }

    package static func json(_ rules: [RuleLint]) -> String {
        JSONText.object([.init("format", 1), .init("rules", .array(rules.map(json)))]).pretty
    }

    private static func json(_ rule: RuleLint) -> JSONText {
        .object([
            .init("decision", JSONText(rule.rule.map { "DEC-\($0)" })), .init("rule", .string(rule.predicate)),
            .init("issue", JSONText(rule.target)), .init("signatures", .int(rule.signatures)),
            .init("last_seen", JSONText(rule.lastSeen.map(Moment.iso8601))), .init("idle", .bool(rule.isIdle)),
            .init("passing_tests", .array(rule.passingTests.map { .string($0) })),
            .init(
                "overlaps",
                .array(
                    rule.overlaps.map {
                        .object([.init("name", .string($0.name)), .init("signatures", .int($0.signatures))])
                    })),
            .init("other_rules", .array(rule.otherRules.map { .string("DEC-\($0)") })),
        ])
    }
}
