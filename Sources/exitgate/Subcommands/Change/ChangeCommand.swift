// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import TestPhase
import Workflow

/// `exitgate change`: assess before, watch after, and say whether it worked.
struct ChangeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "change",
        abstract: "Ask for changes, assess their risk, and watch what they do.",
        discussion: """
            A change is asked for (new, submit), judged by its likely effect (assess), approved, and then watched: that it is \
            implemented is seen in runs, and runs before and after it tell whether it did what it promised, and what else \
            it did. A commit with the trailer "Change: CR-7" carries it; "Fixes: ISS-3" claims a fix of an issue.
            """,
        groupedSubcommands: [
            CommandGroup(name: "Look", subcommands: [ChangeListCommand.self, ChangeShowCommand.self]),
            CommandGroup(
                name: "Ask",
                subcommands: [ChangeNewCommand.self, ChangeSubmitCommand.self, ChangeAssessCommand.self]),
            CommandGroup(
                name: "Decide",
                subcommands: [
                    ChangeApproveCommand.self, ChangeRejectCommand.self, ChangeImplementCommand.self,
                    ChangeReviewCommand.self, ChangeCancelCommand.self,
                ]),
        ])
}

extension ChangeState: ExpressibleByArgument {}
extension ChangeRequest.Kind: ExpressibleByArgument {}
extension ChangeRequest.Metric: ExpressibleByArgument {}
extension ChangeRequest.Direction: ExpressibleByArgument {}

struct ChangeListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List changes, the latest first, and how all of them fared.",
        discussion: """
            Below the list stands how many decided changes did harm in tests, by kind and by standard model, and how good \
            the forecasts were; what runs still watch does not count.

            EXAMPLES
              exitgate change list
              exitgate change list --state monitoring --state review
              exitgate change list --overdue --format json
            """)

    @Option(help: ArgumentHelp("Only changes in this state; may be repeated.", valueName: "state"))
    var state: [ChangeState] = []
    @Option(help: ArgumentHelp("standard, normal or emergency; may be repeated.", valueName: "kind"))
    var kind: [ChangeRequest.Kind] = []
    @Flag(help: "Only emergency changes whose approval is overdue, or came too late.")
    var overdue = false
    @Option(help: "Only changes whose title or reason holds this text.")
    var text: String?
    @Option(help: "At most this many; 0 for all.")
    var limit = RowLimit(1000)
    @OptionGroup var moment: MomentOptions
    @OptionGroup var options: ReportOptions

    func run() throws {
        var filter = ReadChanges.Filter()
        (filter.states, filter.kinds, filter.text, filter.limit) = (state, kind, text, limit.rows)
        filter.isOverdue = overdue
        try options.report(
            at: moment, { filter }, { try $0.changes.list($1) },
            text: {
                ChangeText.list(
                    $0.lines, statistics: $0.statistics, width: Terminal.width, palette: options.output.palette)
            },
            json: { ChangeJSON.list($0.lines, statistics: $0.statistics) })
    }
}

struct ChangeShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a change: its risk, what runs say of its effect, and what it broke.",
        discussion: """
            EXAMPLES
              exitgate change show CR-7
              exitgate change show CR-7 --format json > change.json
              exitgate change show CR-7 --as-of 2026-11-01
            """)

    @Argument(help: "Such as CR-7.")
    var change: Identifier
    @OptionGroup var moment: MomentOptions
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            at: moment, { try change.number(of: "CR") }, { try $0.changes.show($1) },
            text: { ChangePage.text($0, palette: options.output.palette) }, json: ChangeJSON.page)
    }
}
