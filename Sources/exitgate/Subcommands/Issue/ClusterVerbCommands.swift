// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import Workflow

struct IssueMergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Say that issues are one; failures like any of them belong together from now on.",
        discussion: """
            EXAMPLES
              exitgate issue merge ISS-3 ISS-7 -m 'both are the closed socket'
              exitgate issue merge INC-12 INC-15 -m 'one outage' --dry-run
            """)

    @Argument(
        help:
            "Two or more, such as ISS-3, INC-12, or the first digits of a signature; the lowest number stays its name.")
    var issues: [IssueReference]
    @OptionGroup var options: DecisionOptions

    func run() throws { try options.decide { .merge(issues) } }
}

struct IssueSplitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split",
        abstract: "Say that some signatures of an issue have another cause; failures like them follow.",
        discussion: """
            EXAMPLES
              exitgate issue split ISS-3 7f4826a4a579 -m 'only this one needs the fix in the driver'
              exitgate issue split ISS-3 --where 'test LIKE "shop.Login%"' -m 'another service'
            """)

    @Argument(help: "Such as ISS-3, INC-12, or the first digits of a signature.")
    var issue: IssueReference
    @Argument(help: "First digits of the signatures that leave; issue show lists them.")
    var signatures: [String] = []
    @Option(help: ArgumentHelp("Instead: the signatures whose failures a rule speaks of.", valueName: "rule"))
    var `where`: String?
    @OptionGroup var options: DecisionOptions

    func run() throws {
        try options.decide {
            guard (`where` == nil) != signatures.isEmpty else {
                throw ValidationError("which signatures leave? name them, or give --where a rule")
            }
            guard let rule = `where` else { return .split(issue, .signatures(try signatures.map(Self.digits))) }
            _ = try RuleArgument.check(rule)
            return .split(issue, .matching(try RuleArgument.filter(rule, of: "--where")))
        }
    }

    static func digits(_ text: String) throws -> String {
        guard case .signature(let digits) = IssueReference(text) else {
            throw ValidationError("\(SafeText.quoted(text)) is no signature; give at least 6 of its hexadecimal digits")
        }
        return digits
    }
}

struct IssuePinCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin",
        abstract: "Say that one signature belongs to an issue, whatever evidence says.",
        discussion: """
            EXAMPLES
              exitgate issue pin 7f4826a4a579 ISS-3 -m 'same race, seen in the log'
            """)

    @Argument(help: "First digits of the signature.")
    var signature: String
    @Argument(help: "Such as ISS-3, INC-12, or the first digits of a signature.")
    var issue: IssueReference
    @OptionGroup var options: DecisionOptions

    func run() throws {
        try options.decide { .pin(signature: try IssueSplitCommand.digits(signature), to: issue) }
    }
}

struct IssueUndoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take a decision back; everything is as if it had not been made.",
        discussion: """
            Undoing an undoing makes the decision hold again.

            EXAMPLES
              exitgate issue undo -m 'wrong issue'
              exitgate issue undo DEC-4 -m 'they differ after all'
            """)

    @Argument(help: "Such as DEC-4; otherwise the last decision that holds.")
    var decision: Identifier?
    @OptionGroup var options: DecisionOptions

    func run() throws { try options.decide { .undo(try decision?.number(of: "DEC")) } }
}
