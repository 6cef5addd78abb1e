// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// A verdict as JUnit XML, one case a rule, so that any pipeline shows it.
package enum GateJUnit {
    package static func text(_ verdict: GateVerdict, _ decision: GateDecision) -> String {
        let rules = verdict.rules
        let failed = rules.count { isFailure($0) }
        let errors = rules.count { $0.isBlocking && $0.outcome == .undecided }
        let skipped = rules.count { isSkipped($0) }
        let name = escaped("gate \(verdict.phase)")
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<testsuites name=\"exitgate\" tests=\"\(rules.count)\" failures=\"\(failed)\" errors=\"\(errors)\">",
            "  <testsuite name=\"\(name)\" tests=\"\(rules.count)\" failures=\"\(failed)\" errors=\"\(errors)\" skipped=\"\(skipped)\" timestamp=\"\(Moment.iso8601(verdict.at).dropLast())\">",
            "    <properties>", "      <property name=\"verdict\" value=\"\(verdict.outcome.rawValue)\"/>",
            "      <property name=\"gate\" value=\"\(decision.name)\"/>",
            "      <property name=\"verdict_digest\" value=\"sha256:\(decision.verdictDigest)\"/>", "    </properties>",
        ]
        lines += rules.flatMap { rule in
            let head = "    <testcase classname=\"\(name)\" name=\"\(rule.id) \(rule.name)\""
            guard let inside = inside(rule) else { return ["\(head)/>"] }
            return ["\(head)>", inside, "    </testcase>"]
        }
        return (lines + ["  </testsuite>", "</testsuites>"]).joined(separator: "\n")
    }

    private static func isFailure(_ rule: GateVerdict.Rule) -> Bool { rule.isBlocking && rule.outcome == .fail }

    private static func isSkipped(_ rule: GateVerdict.Rule) -> Bool {
        rule.outcome == .waived || rule.outcome == .notApplicable
            || !rule.isBlocking && [.fail, .undecided].contains(rule.outcome)
    }

    private static func inside(_ rule: GateVerdict.Rule) -> String? {
        let message = escaped("\(rule.actual); wanted \(rule.expected)")
        let text = escaped(
            rule.subjects.map { "\($0.id) \($0.text)\($0.waiver.map { ", waived by \($0)" } ?? "")" }.joined(
                separator: "\n"))
        if isFailure(rule) { return "      <failure message=\"\(message)\" type=\"\(rule.id)\">\(text)</failure>" }
        if rule.isBlocking, rule.outcome == .undecided {
            return "      <error message=\"\(message)\" type=\"undecided\">\(text)</error>"
        }
        return isSkipped(rule) ? "      <skipped message=\"\(escaped(rule.outcome.rawValue)): \(message)\"/>" : nil
    }

    /// What XML 1.0 cannot hold is replaced, and what a terminal or a pipeline would act on as well.
    static func escaped(_ text: String) -> String {
        var result = ""
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { result += "&#10;" }
            for character in SafeText.line(String(line), limit: 4_000).unicodeScalars {
                switch character {
                case "&": result += "&amp;"
                case "<": result += "&lt;"
                case ">": result += "&gt;"
                case "\"": result += "&quot;"
                default: result.unicodeScalars.append(character)
                }
            }
        }
        return result
    }
}
