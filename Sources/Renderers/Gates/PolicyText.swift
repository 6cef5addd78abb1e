// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// What a policy demands, for people and machines.
package enum PolicyText {
    package static func text(_ rules: [PolicyRule], phase: String, palette: Palette) -> String {
        var lines = ["the gate of \(SafeText.line(phase)) asks", ""]
        for rule in rules {
            lines.append(
                "  \(palette.paint("\(rule.id) \(rule.name)", .strong))  \(palette.paint(rule.level, rule.level == "off" ? .muted : .good))  \(rule.summary)"
            )
            lines += rule.thresholds.map {
                "      \($0.name) \($0.text)\($0.isDefault ? "" : " (default \($0.standard))"): \($0.meaning)"
            }
        }
        return lines.joined(separator: "\n")
    }

    /// One rule as it counts in each phase.
    package static func text(
        _ rule: PolicyRule, phases: [(phase: String, rule: PolicyRule)], palette: Palette
    ) -> String {
        var table = TextTable(
            [.init("phase"), .init("level")] + rule.thresholds.map { .init($0.name, alignment: .right) })
        for one in phases {
            table.add(
                [.init(one.phase, .strong), .init(one.rule.level, one.rule.level == "off" ? .muted : .good)]
                    + one.rule.thresholds.map { .init($0.isDefault ? $0.text : "\($0.text) (default \($0.standard))") })
        }
        let lines =
            ["\(palette.paint("\(rule.id) \(rule.name)", .strong)) asks whether \(rule.summary)", ""]
            + rule.thresholds.map { "  \($0.name): \($0.meaning)" } + (rule.thresholds.isEmpty ? [] : [""])
        return lines.joined(separator: "\n") + "\n" + table.text(width: nil, palette: palette)
    }

    package static func json(_ rule: PolicyRule, phases: [(phase: String, rule: PolicyRule)]) -> String {
        let all = phases.map { one in
            JSONText.object([
                .init("phase", .string(one.phase)), .init("level", .string(one.rule.level)),
                .init("thresholds", .array(one.rule.thresholds.map(threshold))),
            ])
        }
        return JSONText.object([
            .init("format", 1), .init("id", .string(rule.id)), .init("name", .string(rule.name)),
            .init("summary", .string(rule.summary)), .init("phases", .array(all)),
        ]).pretty
    }

    package static func json(_ rules: [PolicyRule], phase: String) -> String {
        let all = rules.map { rule in
            JSONText.object([
                .init("id", .string(rule.id)), .init("name", .string(rule.name)),
                .init("summary", .string(rule.summary)), .init("level", .string(rule.level)),
                .init("thresholds", .array(rule.thresholds.map(threshold))),
            ])
        }
        return JSONText.object([.init("format", 1), .init("phase", .string(phase)), .init("rules", .array(all))]).pretty
    }

    private static func threshold(_ one: PolicyRule.Threshold) -> JSONText {
        .object([
            .init("name", .string(one.name)), .init("value", .double(one.value)),
            .init("default", .bool(one.isDefault)), .init("meaning", .string(one.meaning)),
        ])
    }
}
