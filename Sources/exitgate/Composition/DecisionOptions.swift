// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Renderers
import Storage
import Workflow

/// Who decides.
enum Actor {
    /// The name that was given, or EXITGATE_ACTOR, or the user of this machine; blanks name nobody.
    static func name(_ given: String?) -> String {
        let environment = ProcessInfo.processInfo.environment
        let names = [given, environment["EXITGATE_ACTOR"], environment["USER"], environment["LOGNAME"]]
        return names.compactMap(\.self).first { !$0.allSatisfy(\.isWhitespace) } ?? "unknown"
    }
}

/// Who does something that is kept, whether it is only tried, and how it is printed.
struct ActingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Who does it; otherwise EXITGATE_ACTOR, or the user of this machine.", valueName: "name"))
    var by: String?
    @Flag(help: "Say what would change, and change nothing.")
    var dryRun = false
    @Option(help: "How to print: text or json.")
    var format = ReportFormat.text
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    var actor: String { Actor.name(by) }
}

/// What every decision takes.
struct DecisionOptions: ParsableArguments {
    @Option(
        name: [.customShort("m"), .long],
        help: ArgumentHelp("Why; kept for good.", valueName: "text"))
    var reason: String
    @OptionGroup var who: ActingOptions
}

extension DecisionOptions {
    /// Makes a decision, and says what it did.
    func decide(_ verb: () throws -> DecideClusters.Verb) throws {
        try reporting(who.output) {
            var request = DecideClusters.Request(try verb(), now: Clock.now, actor: who.actor, reason: reason)
            request.isDryRun = who.dryRun
            let outcome = try DecideClusters(who.store.openForWriting(isDryRun: who.dryRun)).perform(request)
            let decision = DecisionText.Outcome(
                number: who.dryRun ? nil : outcome.decision, kind: outcome.kind.rawValue, undone: outcome.undone,
                moved: outcome.moved, names: outcome.names)
            if who.format == .json {
                Terminal.print(DecisionText.json(decision))
            } else if !who.output.quiet {
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
        try reporting(who.output) {
            var request = DecideIssue.Request(try subject(), now: Clock.now, actor: who.actor, reason: reason)
            request.isDryRun = who.dryRun
            try edit(&request)
            let outcome = try DecideIssue(who.store.openForWriting(isDryRun: who.dryRun), ancestry: GitHistory.ancestry)
                .perform(request)
            let decision = DecisionText.Change(
                number: who.dryRun ? nil : outcome.decision, kind: outcome.kind.rawValue, name: outcome.name,
                before: outcome.before, after: outcome.after,
                contradiction: outcome.contradiction)
            if who.format == .json {
                Terminal.print(DecisionText.json(decision))
            } else if !who.output.quiet {
                Terminal.print(DecisionText.text(decision))
            }
        }
    }
}
