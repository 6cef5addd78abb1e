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

    package static func json(_ rules: [PolicyRule], phase: String) -> String {
        let all = rules.map { rule in
            let thresholds = rule.thresholds.map { one in
                JSONText.object([
                    .init("name", .string(one.name)), .init("value", .double(one.value)),
                    .init("default", .bool(one.isDefault)), .init("meaning", .string(one.meaning)),
                ])
            }
            return JSONText.object([
                .init("id", .string(rule.id)), .init("name", .string(rule.name)),
                .init("summary", .string(rule.summary)),
                .init("level", .string(rule.level)), .init("thresholds", .array(thresholds)),
            ])
        }
        return JSONText.object([.init("format", 1), .init("phase", .string(phase)), .init("rules", .array(all))]).pretty
    }
}
