// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Renderers
import Storage
import Workflow

/// Who decides.
enum Actor {
    /// The name that was given, or EXITGATE_ACTOR, or the user of this machine.
    static func name(_ given: String?) -> String {
        let environment = ProcessInfo.processInfo.environment
        let names = [given, environment["EXITGATE_ACTOR"], environment["USER"], environment["LOGNAME"]]
        return names.compactMap(\.self).first { !$0.isEmpty } ?? "unknown"
    }
}

/// What every decision takes.
struct DecisionOptions: ParsableArguments {
    @Option(
        name: [.customShort("m"), .long],
        help: ArgumentHelp("Why; kept for good.", valueName: "text"))
    var reason: String
    @Option(
        help: ArgumentHelp("Who decides; otherwise EXITGATE_ACTOR, or the user of this machine.", valueName: "name"))
    var by: String?
    @Flag(help: "Say what would change, and change nothing.")
    var dryRun = false
    @Option(help: "How to print: text or json.")
    var format = ReportFormat.text
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    var actor: String { Actor.name(by) }

    /// Makes a decision, and says what it did.
    func decide(_ verb: () throws -> DecideClusters.Verb) throws {
        try reporting(output) {
            var request = DecideClusters.Request(try verb(), now: Clock.now, actor: actor, reason: reason)
            request.isDryRun = dryRun
            let outcome = try DecideClusters(store.openForWriting()).perform(request)
            let decision = DecisionText.Outcome(
                number: dryRun ? nil : outcome.decision, kind: outcome.kind.rawValue, undone: outcome.undone,
                moved: outcome.moved, names: outcome.names)
            if format == .json {
                Terminal.print(DecisionText.json(decision))
            } else if !output.quiet {
                Terminal.print(DecisionText.text(decision))
            }
        }
    }
}

extension DecisionOptions {
    /// Says something about one issue or incident, and prints what follows.
    func decide(
        _ subject: @autoclosure () throws -> DecideIssue.Subject,
        _ edit: (inout DecideIssue.Request) throws -> Void = { _ in }
    ) throws {
        try reporting(output) {
            var request = DecideIssue.Request(try subject(), now: Clock.now, actor: actor, reason: reason)
            request.isDryRun = dryRun
            try edit(&request)
            let outcome = try DecideIssue(store.openForWriting(), ancestry: GitHistory.ancestry).perform(request)
            let decision = DecisionText.Change(
                number: dryRun ? nil : outcome.decision, kind: outcome.kind.rawValue, name: outcome.name,
                before: outcome.before, after: outcome.after,
                contradiction: outcome.contradiction)
            if format == .json {
                Terminal.print(DecisionText.json(decision))
            } else if !output.quiet {
                Terminal.print(DecisionText.text(decision))
            }
        }
    }
}
