// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Readers
import Renderers
import TestPhase
import Workflow

struct IssueConfirmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm", abstract: "Say that a candidate matters: it is open from now on.",
        discussion: """
            EXAMPLES
              exitgate issue confirm ISS-3 -m 'seen by two testers'
            """)

    @Argument(help: "Such as ISS-3, INC-12, or the first digits of a signature.")
    var issue: IssueReference
    @OptionGroup var options: DecisionOptions

    func run() throws { try options.decide(.issue(issue, .confirm)) }
}

struct IssueAssignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign", abstract: "Say who owns an issue.",
        discussion: """
            EXAMPLES
              exitgate issue assign ISS-3 @shop/payments -m 'their client'
            """)

    @Argument(help: "Such as ISS-3, INC-12, or the first digits of a signature.")
    var issue: IssueReference
    @Argument(help: "A person or a team.")
    var owner: String
    @OptionGroup var options: DecisionOptions

    func run() throws { try options.decide(.issue(issue, .assign)) { $0.value = owner } }
}

struct IssueCauseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cause", abstract: "Record the cause of an issue: it is a known error from now on.",
        discussion: """
            EXAMPLES
              exitgate issue cause ISS-3 'half a cent is cut off' --class product -m 'debugged'
            """)

    @Argument(help: "Such as ISS-3, INC-12, or the first digits of a signature.")
    var issue: IssueReference
    @Argument(help: "What is wrong, in a sentence.")
    var cause: String
    @Option(
        name: .customLong("class"),
        help: "product, test, environment, configuration, test-data, dependency, requirement or unknown.")
    var category = CauseClass.unknown
    @OptionGroup var options: DecisionOptions

    func run() throws {
        try options.decide(.issue(issue, .cause)) { ($0.value, $0.category) = (cause, category) }
    }
}

struct IssueWorkaroundCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workaround", abstract: "Record how to live with an issue until it is repaired.",
        discussion: """
            EXAMPLES
              exitgate issue workaround ISS-3 'start the payment mock first' -m 'works on staging'
            """)

    @Argument(help: "Such as ISS-3, INC-12, or the first digits of a signature.")
    var issue: IssueReference
    @Argument(help: "What helps, in a sentence.")
    var workaround: String
    @OptionGroup var options: DecisionOptions

    func run() throws { try options.decide(.issue(issue, .workaround)) { $0.value = workaround } }
}

struct IssueFixCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fix", abstract: "Claim that a commit repairs an issue; clean runs must prove it.",
        discussion: """
            The issue is fixed once a run has tested the commit or one that holds it, and verified after enough clean runs in \
            each configuration in which it failed. Git tells which commits hold the fix, or else the order of runs on \
            the branch. issue show tells how far the proof is.

            EXAMPLES
              exitgate issue fix ISS-3 --commit a474358 -m 'rounds half up'
              exitgate issue fix ISS-3 -m 'the database server was replaced'
            """)

    @Argument(help: "Such as ISS-3, INC-12, or the first digits of a signature.")
    var issue: IssueReference
    @Option(help: ArgumentHelp("The commit; without it, every later run holds the fix.", valueName: "hash"))
    var commit: String?
    @OptionGroup var options: DecisionOptions

    func run() throws {
        try options.decide(.issue(issue, .fix)) { request in
            if let commit {
                guard (4...64).contains(commit.utf8.count), commit.allSatisfy(\.isHexDigit) else {
                    throw ValidationError(
                        "--commit takes a hash of 4 to 64 hexadecimal digits, got \(SafeText.quoted(commit))")
                }
            }
            request.value = commit?.lowercased()
        }
    }
}

struct IssueDeferCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "defer", abstract: "Accept a known error until a day.",
        discussion: """
            EXAMPLES
              exitgate issue defer ISS-3 --until 2026-12-31 -m 'after the beta'
            """)

    @Argument(help: "Such as ISS-3, INC-12, or the first digits of a signature.")
    var issue: IssueReference
    @Option(help: ArgumentHelp("When it must be looked at again, ISO 8601.", valueName: "time"))
    var until: String
    @OptionGroup var options: DecisionOptions

    func run() throws {
        try options.decide(.issue(issue, .defer)) { request in
            guard let reading = JUnitTimestamp.read(until), reading.milliseconds > request.now else {
                throw ValidationError("--until takes a time to come, such as 2027-01-31, got \(SafeText.quoted(until))")
            }
            request.until = reading.milliseconds
        }
    }
}

struct IssueCloseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Close an issue that is verified, or that a person is sure about.",
        discussion: """
            EXAMPLES
              exitgate issue close ISS-3 -m 'in the approved baseline'
            """)

    @Argument(help: "Such as ISS-3, INC-12, or the first digits of a signature.")
    var issue: IssueReference
    @OptionGroup var options: DecisionOptions

    func run() throws { try options.decide(.issue(issue, .close)) }
}

struct IssueReopenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen", abstract: "Say that an issue is not over.",
        discussion: """
            EXAMPLES
              exitgate issue reopen ISS-3 -m 'seen by hand on a phone'
            """)

    @Argument(help: "Such as ISS-3, INC-12, or the first digits of a signature.")
    var issue: IssueReference
    @OptionGroup var options: DecisionOptions

    func run() throws { try options.decide(.issue(issue, .reopen)) }
}

struct IssueLinkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Record where an issue is tracked elsewhere.",
        discussion: """
            EXAMPLES
              exitgate issue link ISS-3 SHOP-1207 -m 'filed'
            """)

    @Argument(help: "Such as ISS-3, INC-12, or the first digits of a signature.")
    var issue: IssueReference
    @Argument(help: "Name or page of the item.")
    var item: String
    @OptionGroup var options: DecisionOptions

    func run() throws { try options.decide(.issue(issue, .link)) { $0.value = item } }
}

struct IssueSeverityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "severity", abstract: "Say how bad an issue is, whatever its symptoms say.",
        discussion: """
            EXAMPLES
              exitgate issue severity ISS-3 S1 -m 'orders are lost'
            """)

    @Argument(help: "Such as ISS-3, INC-12, or the first digits of a signature.")
    var issue: IssueReference
    @Argument(help: "S1 (the worst) to S4.")
    var severity: Severity
    @OptionGroup var options: DecisionOptions

    func run() throws { try options.decide(.issue(issue, .severity)) { $0.value = severity.text } }
}

extension CauseClass: ExpressibleByArgument {}
