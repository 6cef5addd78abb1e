// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import TestPhase
import Workflow

/// `exitgate phase`: where the phases of releases are.
struct PhaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phase", abstract: "List, show, begin and sign off the phases of releases.",
        discussion: """
            A phase is planned until its first run or until somebody begins it, and ends when its gate lets go: passed, or passed \
            conditionally while a waiver that was needed lasts. NO_GO leaves it active, UNDECIDED holds it.

            EXAMPLES
              exitgate phase list --release 2.4
              exitgate phase enter beta --release 2.4 -m 'alpha is passed'
              exitgate phase sign-off beta --release 2.4 -m 'the board agrees'
            """,
        subcommands: [
            PhaseListCommand.self, PhaseShowCommand.self, PhaseEnterCommand.self, PhaseSignOffCommand.self,
        ])
}

extension LoadedSettings {
    /// Which phases there are, and which a person signs off.
    var phasePlan: KeepPhases.Plan {
        KeepPhases.Plan(phases: settings.phases, signedOff: Set(settings.signOff))
    }

    /// The release that was given, or that of the settings.
    ///
    /// - Throws: `ValidationError` where neither says one.
    func checked(release: String?) throws -> String {
        guard let name = release ?? settings.release else {
            throw ValidationError("a phase is of a release: name it with --release, or set release in the settings")
        }
        guard name.contains(where: { !$0.isWhitespace }) else {
            throw ValidationError("a release needs a name")
        }
        return name
    }
}

struct PhaseListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the phases of releases, and what moves each on.",
        discussion: """
            EXAMPLES
              exitgate phase list
              exitgate phase list --release 2.4 --format json
            """)

    @Option(help: "Only this release.")
    var release: String?
    @OptionGroup var moment: MomentOptions
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            at: moment, narrowed: FilterNames(release: release),
            { try options.store.loadSettings().phasePlan }, { try $0.phases($1).list(release: release) },
            text: { PhaseText.list($0, width: Terminal.width, palette: options.output.palette) },
            json: PhaseText.listJSON)
    }
}

struct PhaseShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a phase of a release: who began it, its gate, its sign-off, every event.",
        discussion: """
            EXAMPLES
              exitgate phase show beta --release 2.4
            """)

    @Argument(help: "The phase.")
    var phase: String
    @Option(help: "The release; otherwise that of the settings.")
    var release: String?
    @OptionGroup var moment: MomentOptions
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            at: moment,
            {
                let loaded = try options.store.loadSettings()
                return (
                    plan: loaded.phasePlan, phase: try loaded.checked(phase: phase),
                    release: try loaded.checked(release: release)
                )
            }, { try $0.phases($1.plan).show(release: $1.release, phase: $1.phase) },
            text: { PhaseText.page($0, palette: options.output.palette) }, json: PhaseText.pageJSON)
    }
}

struct PhaseEnterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enter", abstract: "Begin a phase of a release; the phases before it must be over.",
        discussion: """
            The approved baseline of beta and release is frozen then. A phase whose runs came first can still be entered, to say \
            who answers for it.

            EXAMPLES
              exitgate phase enter beta --release 2.4 -m 'alpha is passed'
              exitgate phase enter beta --release 2.4 --force -m 'alpha ends next week'
            """)

    @Argument(help: "The phase.")
    var phase: String
    @Option(help: "The release; otherwise that of the settings.")
    var release: String?
    @Flag(help: "Begin it although a phase before it is not over; kept for good.")
    var force = false
    @OptionGroup var decision: DecisionOptions

    func run() throws {
        try decision.change(phase, release) { keep, request in
            request.isForced = force
            return try keep.enter(request)
        }
    }
}

struct PhaseSignOffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign-off", abstract: "Confirm that a phase is over, after its gate let go.",
        discussion: """
            Whoever asked the gate cannot sign off, unless the settings say solo. The settings name the phases that need it as \
            sign_off.

            EXAMPLES
              exitgate phase sign-off beta --release 2.4 -m 'the board agrees'
            """)

    @Argument(help: "The phase.")
    var phase: String
    @Option(help: "The release; otherwise that of the settings.")
    var release: String?
    @OptionGroup var decision: DecisionOptions

    func run() throws {
        try decision.change(phase, release) { keep, request in try keep.signOff(request) }
    }
}

extension DecisionOptions {
    /// Moves a phase on, and prints what follows.
    fileprivate func change(
        _ phase: String, _ release: String?,
        _ change: (KeepPhases, inout KeepPhases.Request) throws -> KeepPhases.Outcome
    ) throws {
        try reporting(who.output) {
            let loaded = try who.store.loadSettings()
            var request = KeepPhases.Request(
                release: try loaded.checked(release: release), phase: try loaded.checked(phase: phase),
                now: Clock.now, actor: who.actor, reason: reason)
            (request.isSolo, request.isDryRun) = (loaded.settings.solo, who.dryRun)
            let keep = KeepPhases(
                try StoreOptions.openForWriting(loaded, isDryRun: who.dryRun),
                viewpoint: GitHistory.viewpoint(loaded, at: request.now),
                plan: loaded.phasePlan)
            let outcome = try change(keep, &request)
            if who.format == .json {
                Terminal.print(PhaseText.pageJSON(outcome.report))
            } else if !who.output.quiet {
                Terminal.print(
                    PhaseText.outcome(
                        outcome.report, before: outcome.before, frozen: outcome.frozen, isDryRun: who.dryRun))
            }
        }
    }
}
