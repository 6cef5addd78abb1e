// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Readers
import Renderers
import Storage
import TestPhase
import Workflow

/// `exitgate issue`: what recurs, why failures are together, and the word of people about that.
struct IssueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue",
        abstract: "List, show, explain and correct issues.",
        discussion: """
            An issue is a cluster of failures that recurs: again at another commit (R1), in another configuration or phase (R2), \
            in three runs in a row (R3), in a fifth of a run at once or a test that is tagged critical (R4), or because a person said so (R5). Wherever an issue is asked for, ISS-3, an incident \
            such as INC-12, or the first digits of a signature will do.
            """,
        groupedSubcommands: [
            CommandGroup(
                name: "Look", subcommands: [IssueListCommand.self, IssueShowCommand.self, IssueExplainCommand.self]),
            CommandGroup(
                name: "Say what it is and what becomes of it",
                subcommands: [
                    IssueConfirmCommand.self, IssueAssignCommand.self, IssueSeverityCommand.self,
                    IssueCauseCommand.self, IssueWorkaroundCommand.self, IssueFixCommand.self, IssueDeferCommand.self,
                    IssueCloseCommand.self, IssueReopenCommand.self, IssueLinkCommand.self,
                ]),
            CommandGroup(
                name: "Say what belongs together",
                subcommands: [
                    IssueMergeCommand.self, IssueSplitCommand.self, IssuePinCommand.self, IssueRuleCommand.self,
                    IssueUndoCommand.self, IssueDecisionsCommand.self,
                ]),
        ])
}

extension IssueReference: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

struct IssueListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List issues: live ones first, then by the number of failures.",
        discussion: """
            EXAMPLES
              exitgate issue list
              exitgate issue list --live --phase beta
              exitgate issue list --state known_error --severity S1 --severity S2
              exitgate issue list --sort cost --limit 10
              exitgate issue list --sort fix-first
              exitgate issue list --as-of 2026-11-01T12:00:00Z
              exitgate issue list --text 'connection refused' --format json
            """)

    @Option(
        help:
            "candidate, open, known_error, fixing, fixed, verified, closed, deferred or not_reproduced; may be repeated."
    )
    var state: [IssueState] = []
    @Option(help: "S1 to S4; may be repeated.")
    var severity: [Severity] = []
    @Option(help: "Only issues that this person or team owns.")
    var owner: String?
    @Flag(help: "Only issues with an incident that is open or intermittent.")
    var live = false
    @Option(
        help:
            "activity, priority, cost (time lost so far), or fix-first (time that will be lost up to the next gate, by the time that a repair takes)."
    )
    var sort = ReadIssues.Order.activity
    @Option(help: "Only issues with an incident in this phase.")
    var phase: String?
    @Option(help: "Only issues that failed in this release.")
    var release: String?
    @Option(
        name: .customLong("class"),
        help: ArgumentHelp(
            "Only issues with an incident in a class of these settings, such as os=mac.", valueName: "class"))
    var configuration: String?
    @Option(help: ArgumentHelp("Only issues that failed at or after this time, ISO 8601.", valueName: "time"))
    var since: String?
    @Option(help: "Only issues with a signature whose title holds this text.")
    var text: String?
    @Flag(help: "List those as well that evidence no longer supports.")
    var withdrawn = false
    @Option(help: "At most this many; 0 for all.")
    var limit = RowLimit(1000)
    @OptionGroup var moment: MomentOptions
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            at: moment,
            narrowed: FilterNames(phase: phase, release: release, configuration: configuration, owner: owner),
            filter, { try $0.issues.list($1) },
            text: {
                let isCosts = sort == .cost || sort == .fixFirst
                return IssueText.list(
                    $0.lines, costs: isCosts ? $0.lostMinutes : nil, width: Terminal.width,
                    palette: options.output.palette)
            }, json: { IssueJSON.list($0.lines) })
    }

    private func filter() throws -> ReadIssues.Filter {
        var filter = ReadIssues.Filter()
        (filter.states, filter.severities, filter.owner, filter.order) = (state, severity, owner, sort)
        filter.limit = limit.rows
        filter.store.activities = live ? [.live] : []
        (filter.store.phase, filter.release) = (phase, release)
        (filter.store.configuration, filter.store.text) = (configuration, text)
        filter.store.includesWithdrawn = withdrawn
        filter.store.since = try since.map { try TimeArgument.milliseconds($0, of: "--since") }
        return filter
    }
}

extension IssueState: ExpressibleByArgument {}
extension ReadIssues.Order: ExpressibleByArgument {}
extension Severity: ExpressibleByArgument {
    public init?(argument: String) { self.init(text: argument) }
    public static var allValueStrings: [String] { allCases.map(\.text) }
    public static var allValueDescriptions: [String: String] { [:] }
    public var defaultValueDescription: String { text }
}

struct IssueShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show an issue: its incidents, signatures, decisions, and what fails together with it.",
        discussion: """
            EXAMPLES
              exitgate issue show ISS-3
              exitgate issue show INC-12 --format json
              exitgate issue show ISS-3 --format 29119 > ISS-3.md
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
        case report = "29119"
    }

    @Argument(help: "Such as ISS-3, INC-12, or the first digits of a signature.")
    var issue: IssueReference
    @Option(help: "text, json, or 29119: an incident report in Markdown with the headings of ISO/IEC/IEEE 29119-3.")
    var format = Format.text
    @OptionGroup var moment: MomentOptions
    @OptionGroup var options: ReadingOptions

    func run() throws {
        try options.read(at: moment, { issue }, { try $0.issues.show($1) }) { detail in
            switch format {
            case .text: IssueText.page(detail, palette: options.output.palette)
            case .json: IssueJSON.page(detail)
            case .report: IncidentReport.markdown(detail)
            }
        }
    }
}

struct IssueExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract:
            "Show why the failures of an issue are together, every link and every signed term, and what may have caused them.",
        discussion: """
            Scores are log-odds. The terms of a link add up to its score against the signature that it is most like; 0.4 of \
            that and 0.6 of the mean over the members that stand for the cluster must reach the threshold.

            EXAMPLES
              exitgate issue explain ISS-3
              exitgate issue explain 7f4826a4a579 --format json
            """)

    @Argument(help: "Such as ISS-3, INC-12, or the first digits of a signature.")
    var issue: IssueReference
    @OptionGroup var moment: MomentOptions
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            at: moment, { issue }, { try $0.issues.explain($1) },
            text: { IssueText.explanation($0, palette: options.output.palette) }, json: IssueJSON.explanation)
    }
}

struct IssueDecisionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decisions",
        abstract: "List what people decided about clusters, the oldest first.",
        discussion: """
            EXAMPLES
              exitgate issue decisions
              exitgate issue decisions --format json
            """)

    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            {}, { reading, _ in try reading.issues.decisions() },
            text: { IssueText.decisions($0, palette: options.output.palette) }, json: IssueJSON.decisions)
    }
}
