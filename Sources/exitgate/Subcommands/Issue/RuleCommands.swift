// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import Storage
import TestPhase
import Workflow

/// `exitgate issue rule`: failures that belong to an issue because a rule says so.
struct IssueRuleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rule",
        abstract: "Send failures to an issue by a rule, and check rules.",
        discussion: """
            A rule such as 'type = "TimeoutError" AND frame LIKE "shop.db.%"' is asked about the failure that stands for a \
            signature. It wins over evidence; a merge, split or pin wins over it. The handbook has the grammar.
            """,
        subcommands: [IssueRuleAddCommand.self, IssueRuleLintCommand.self, IssueRuleSuggestCommand.self])
}

struct IssueRuleAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Send all failures that a rule speaks of to an issue; issue undo takes it back.",
        discussion: """
            EXAMPLES
              exitgate issue rule add ISS-3 'message LIKE "%connection refused%"' -m 'the payment mock'
              exitgate issue rule add ISS-3 'type = "TimeoutError"' -m 'slow disk' --dry-run
            """)

    @Argument(help: "Such as ISS-3, INC-12, or the first digits of a signature.")
    var issue: IssueReference
    @Argument(help: "In the rule language: test, class, name, type, message, frame; = != LIKE IN; AND OR NOT.")
    var rule: String
    @OptionGroup var options: DecisionOptions

    func run() throws {
        try options.decide {
            .rule(issue, predicate: try RuleArgument.check(rule))
        }
    }
}

struct IssueRuleLintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Check rules: do they match passing tests, nothing for 30 days, or another issue?",
        discussion: """
            EXAMPLES
              exitgate issue rule lint
              exitgate issue rule lint 'class = "shop.CartTests"'
            """)

    @Argument(help: "A rule that is not stored; otherwise those that are.")
    var rule: String?
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            { try rule.map { try RuleArgument.check($0) } }, { try $0.lint.perform(predicate: $1, now: Clock.now) },
            text: { RuleLintText.text($0, palette: options.output.palette) }, json: RuleLintText.json)
    }
}

struct IssueRuleSuggestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggest",
        abstract: "Print the rule that describes an issue: what all its failures have in common.",
        discussion: """
            EXAMPLES
              exitgate issue rule suggest ISS-3
              exitgate issue rule lint "$(exitgate issue rule suggest ISS-3)"
            """)

    @Argument(help: "Such as ISS-3, INC-12, or the first digits of a signature.")
    var issue: IssueReference
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            Terminal.print(
                SafeText.line(try store.evidence().issues.suggestRule(issue), limit: 10_000))
        }
    }
}

/// A rule as an argument.
enum RuleArgument {
    /// - Throws: `ValidationError` that names the place where it is no rule.
    ///
    /// - Parameter argument: What the rule was given to.
    static func filter(_ rule: String, of argument: String = "rule") throws -> FailureFilter {
        do {
            return try FailureFilter(parsing: rule)
        } catch {
            let hint = error.hint.map { "; \($0)" } ?? ""
            throw ValidationError("\(argument):\(error.line):\(error.column): \(error.message)\(hint)")
        }
    }

    /// The rule itself, if it is one that a store can be asked.
    static func check(_ rule: String) throws -> String {
        guard try !filter(rule).readsSuite else {
            throw ValidationError(
                "the failures of a store have no suite that a rule could ask for; test and class say where")
        }
        return rule
    }
}
