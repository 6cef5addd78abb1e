// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Readers
import Renderers
import Storage
import TestPhase
import Workflow

/// `exitgate incident`: what broke, since when, and whether it is over.
struct IncidentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident",
        abstract: "List and show incidents, and say what they are.",
        subcommands: [
            IncidentListCommand.self, IncidentShowCommand.self, IncidentAcknowledgeCommand.self,
            IncidentCloseCommand.self, IncidentVoidCommand.self,
        ])
}

struct IncidentListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List incidents: live ones first, then by the number of tests.",
        discussion: """
            EXAMPLES
              exitgate incident list
              exitgate incident list --state open --phase beta
              exitgate incident list --state live
              exitgate incident list --kind configuration
              exitgate incident list --as-of 2026-11-01
              exitgate incident list --text 'connection refused' --format json
            """)

    @Option(
        help: ArgumentHelp(
            "\(IncidentStanding.allCases.map(\.rawValue).joined(separator: ", ")), or live for all that are not over; may be repeated.",
            valueName: "state"))
    var state: [IncidentStanding.Choice] = []
    @Option(
        help: ArgumentHelp(
            "test, where tests fail, or configuration, where an audit found drift; may be repeated.", valueName: "kind")
    )
    var kind: [IncidentKind] = []
    @Option(help: "Only this phase.")
    var phase: String?
    @Option(help: "Only incidents that failed in this release.")
    var release: String?
    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("Only classes with these settings, such as os=linux.", valueName: "class"))
    var configuration: String?
    @Option(help: "Only incidents whose issue this person or team owns.")
    var owner: String?
    @Option(help: "Only incidents whose issue is S1 to S4; may be repeated.")
    var severity: [Severity] = []
    @Option(help: ArgumentHelp("Only incidents that failed at or after this time, ISO 8601.", valueName: "time"))
    var since: String?
    @Option(help: "Only incidents whose title holds this text.")
    var text: String?
    @Option(help: "At most this many; 0 for all.")
    var limit = RowLimit(1000)
    @OptionGroup var moment: MomentOptions
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            at: moment,
            narrowed: FilterNames(phase: phase, release: release, configuration: configuration, owner: owner),
            filter, { try $0.incidents($1) },
            text: { IncidentText.list($0, width: Terminal.width, palette: options.output.palette) },
            json: IncidentJSON.list)
    }

    private func filter() throws -> ReadEvidence.IncidentFilter {
        var filter = ReadEvidence.IncidentFilter()
        filter.standings = Set(state.flatMap(\.standings))
        filter.limit = limit.rows
        (filter.owner, filter.severities) = (owner, severity)
        (filter.rows.phase, filter.rows.release, filter.rows.text) = (phase, release, text)
        filter.rows.configuration = configuration
        if !kind.isEmpty { filter.rows.kinds = Set(kind) }
        filter.rows.since = try since.map { try TimeArgument.milliseconds($0, of: "--since") }
        return filter
    }
}

struct IncidentShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show an incident: onset, tests, events and its latest occurrence.",
        discussion: """
            Of a live one, where it still fails: each branch that failed apart needs a pass of its own. \
            Of a restored one, by what the passing commit is known to hold the failing one: git, or the order of runs on the branch. \
            Of one of kind configuration: what drifted from the approved baseline, and since which run.

            EXAMPLES
              exitgate incident show INC-12
              exitgate incident show 12 --format json
            """)

    @Argument(help: "Such as INC-12.")
    var incident: Identifier
    @OptionGroup var moment: MomentOptions
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            at: moment, { try incident.number(of: "INC") }, { try $0.incident(number: $1) },
            text: {
                if let drift = $0.summary.drift {
                    return IncidentText.page(
                        $0.summary, drift, items: $0.drift, events: $0.events, words: $0.words,
                        palette: options.output.palette)
                }
                return IncidentText.page(
                    $0.summary, events: $0.events, words: $0.words, tests: $0.tests, failing: $0.failing,
                    sample: $0.sample, known: $0.known, similar: $0.similar, suspects: $0.suspects,
                    palette: options.output.palette)
            },
            json: {
                IncidentJSON.page(
                    $0.summary, events: $0.events, words: $0.words, tests: $0.tests, failing: $0.failing,
                    sample: $0.sample, known: $0.known, similar: $0.similar, suspects: $0.suspects, drift: $0.drift)
            })
    }
}

extension IncidentKind: ExpressibleByArgument {}

extension IncidentStanding {
    /// What `--state` takes: one, or all that are not over.
    struct Choice: ExpressibleByArgument {
        let standings: [IncidentStanding]

        init?(argument: String) {
            if argument == "live" {
                standings = IncidentStanding.allCases.filter(\.isLive)
            } else if let one = IncidentStanding(rawValue: argument) {
                standings = [one]
            } else {
                return nil
            }
        }

        static var allValueStrings: [String] { IncidentStanding.allCases.map(\.rawValue) + ["live"] }
    }
}
