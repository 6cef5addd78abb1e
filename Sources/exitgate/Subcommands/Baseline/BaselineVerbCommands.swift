// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Renderers
import StorageSQLite
import TestPhase
import Workflow

/// What every decision about a baseline takes.
struct BaselineDecision: ParsableArguments {
    @Option(
        name: [.customShort("m"), .long],
        help: ArgumentHelp("Why; kept for good.", valueName: "text"))
    var reason: String
    @OptionGroup var who: BaselineActor
}

struct BaselineActor: ParsableArguments {
    @Option(
        help: ArgumentHelp("Who decides; otherwise EXITGATE_ACTOR, or the user of this machine.", valueName: "name"))
    var by: String?
    @Flag(help: "Say what would change, and change nothing.")
    var dryRun = false
    @Option(help: "How to print: text or json.")
    var format = ReportFormat.text
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    /// Makes a decision, and says what it did.
    func decide(
        reason: String, _ body: (KeepBaselines, LoadedSettings, KeepBaselines.Request) throws -> KeepBaselines.Outcome
    ) throws {
        try reporting(output) {
            let loaded = try store.loadSettings()
            var request = KeepBaselines.Request(
                now: Clock.now, actor: Actor.name(by), reason: reason, isSolo: loaded.settings.solo)
            request.isDryRun = dryRun
            // A dry run makes no store.
            let isNew = !FileManager.default.fileExists(atPath: loaded.resolvedStore)
            let driver =
                dryRun && isNew
                ? try SQLiteDriver(inMemory: "dry-run") : try StoreOptions.open(loaded, mode: .writing)
            let outcome = try body(KeepBaselines(driver), loaded, request)
            if format == .json {
                Terminal.print(BaselineText.listJSON([outcome.baseline]))
            } else if !output.quiet {
                Terminal.print(
                    BaselineText.outcome(
                        outcome.baseline, before: outcome.before, superseded: outcome.superseded,
                        tests: outcome.tests, failures: outcome.failures, isDryRun: dryRun))
            }
        }
    }
}

struct BaselineCaptureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capture", abstract: "Capture the configuration of a phase as a new baseline.",
        discussion: """
            What is here now is captured: the checkout, lock files, tools, the machine, and what the settings name. With --run \
            it is what a run was made with, with --configuration what a file says. The tests of the latest runs of the phase \
            become its inventory, and what fails there now its known failures.

            EXAMPLES
              exitgate baseline capture beta
              exitgate baseline capture beta --run RUN-15 --suite api --suite web
              exitgate baseline capture beta --configuration bom.cdx.json
            """)

    @Argument(help: "The phase.")
    var phase: String
    @Option(name: .customLong("run"), help: ArgumentHelp("Take what this run was made with.", valueName: "run"))
    var source: Identifier?
    @Option(
        help: ArgumentHelp(
            "Take what a file says: CycloneDX or SPDX 2.3 as JSON, or baseline export --as canonical.",
            valueName: "file"))
    var configuration: String?
    @Option(
        help: ArgumentHelp(
            "A suite that must have run; may be repeated. Otherwise all of the latest runs.", valueName: "name"))
    var suite: [String] = []
    @Option(name: [.customShort("m"), .long], help: ArgumentHelp("Why; kept for good.", valueName: "text"))
    var reason = "captured"
    @OptionGroup var who: BaselineActor

    func validate() throws {
        if source != nil, configuration != nil { throw ValidationError("--run and --configuration exclude each other") }
    }

    func run() throws {
        try who.decide(reason: reason) { keep, loaded, request in
            guard loaded.settings.phases.contains(phase) else {
                throw ValidationError(
                    "there is no phase \(SafeText.quoted(phase)); the phases are \(loaded.settings.phases.joined(separator: ", "))"
                )
            }
            return try keep.capture(phase: phase, configuration(loaded), suites: suite, request)
        }
    }
}

extension BaselineCaptureCommand {
    private func configuration(_ loaded: LoadedSettings) throws -> KeepBaselines.Source {
        if let source { return .run(try source.number(of: "RUN")) }
        if let configuration {
            return .snapshot(try ProjectCapture.read(configuration, palette: who.output.errorPalette))
        }
        return .snapshot(try ProjectCapture.capture(loaded, phase: phase, output: who.output))
    }
}

struct BaselineProposeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose", abstract: "Ask for the approval of a captured baseline.",
        discussion: """
            EXAMPLES
              exitgate baseline propose BL-beta-2 -m 'candidate 2 is complete'
            """)

    @OptionGroup var baseline: BaselineArgument
    @OptionGroup var decision: BaselineDecision

    func run() throws { try decision.move(baseline, .propose) }
}

struct BaselineApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve a proposed baseline; the one before it is superseded.",
        discussion: """
            Its author cannot approve it alone, unless the settings say solo: true; every report then says self-approved.

            EXAMPLES
              exitgate baseline approve BL-beta-2 --by ben -m 'reviewed with the team'
            """)

    @OptionGroup var baseline: BaselineArgument
    @OptionGroup var decision: BaselineDecision

    func run() throws { try decision.move(baseline, .approve) }
}

struct BaselineRejectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Reject a proposed baseline.",
        discussion: """
            EXAMPLES
              exitgate baseline reject BL-beta-2 -m 'openssl is not the agreed one'
            """)

    @OptionGroup var baseline: BaselineArgument
    @OptionGroup var decision: BaselineDecision

    func run() throws { try decision.move(baseline, .reject) }
}

struct BaselineFreezeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "freeze", abstract: "Freeze an approved baseline: only an approved change may move it.",
        discussion: """
            EXAMPLES
              exitgate baseline freeze BL-beta-2 -m 'the beta begins'
            """)

    @OptionGroup var baseline: BaselineArgument
    @OptionGroup var decision: BaselineDecision

    func run() throws { try decision.move(baseline, .freeze) }
}

struct BaselineRetireCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire", abstract: "Retire a baseline that is of no more use.",
        discussion: """
            EXAMPLES
              exitgate baseline retire BL-beta-1 -m 'superseded long ago'
            """)

    @OptionGroup var baseline: BaselineArgument
    @OptionGroup var decision: BaselineDecision

    func run() throws { try decision.move(baseline, .retire) }
}

extension BaselineDecision {
    fileprivate func move(_ baseline: BaselineArgument, _ verb: BaselineVerb) throws {
        try who.decide(reason: reason) { keep, _, request in
            let name = try baseline.name()
            return try keep.move(phase: name.phase, number: name.number, verb, request)
        }
    }
}
