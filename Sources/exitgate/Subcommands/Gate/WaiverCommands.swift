// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import TestPhase
import Workflow

/// `exitgate waiver`: written permission, with an end.
struct WaiverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waiver",
        abstract: "Excuse one thing from one rule of a gate, until a day.",
        discussion: """
            A waiver is for exactly one subject, one rule, one phase and one release. Somebody else approves it, and it ends by \
            itself: on its day, when its issue is verified, or when the issue fails more often than was accepted.

            EXAMPLES
              exitgate waiver request G05 ISS-3 --phase beta --until 2026-12-01 --risk low --owner ann -m 'fix is on its way'
              exitgate waiver approve WVR-1 -m 'one week is fine'
            """,
        subcommands: [
            WaiverRequestCommand.self, WaiverApproveCommand.self, WaiverRefuseCommand.self, WaiverRevokeCommand.self,
            WaiverListCommand.self,
        ])
}

extension DecisionOptions {
    fileprivate func request(_ loaded: LoadedSettings) -> KeepWaivers.Request {
        var request = KeepWaivers.Request(now: Clock.now, actor: who.actor, reason: reason)
        (request.isSolo, request.isDryRun) = (loaded.settings.solo, who.dryRun)
        return request
    }

    fileprivate func show(_ waiver: Waiver, before: String?) {
        let state = waiver.state(at: Clock.now)
        if who.format == .json {
            Terminal.print(GateJSON.waivers([(waiver, state)]))
        } else if !who.output.quiet {
            Terminal.print(GateText.waiver(waiver, before: before, after: state.rawValue, isDryRun: who.dryRun))
        }
    }

    fileprivate func decide(_ waiver: Identifier, _ verb: KeepWaivers.Verb) throws {
        try reporting(who.output) {
            let loaded = try who.store.loadSettings()
            let number = try waiver.number(of: "WVR")
            let request = request(loaded)
            let driver = try StoreOptions.openForWriting(loaded, isDryRun: who.dryRun)
            let (before, after) = try KeepWaivers(driver).decide(number, verb, request)
            show(after, before: before.state(at: request.now).rawValue)
        }
    }
}

struct WaiverRequestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Ask for a waiver.",
        discussion: """
            EXAMPLES
              exitgate waiver request G05 ISS-3 --phase beta --until 2026-12-01 --risk low --owner ann -m 'fix is on its way'
              exitgate waiver request open-issues ISS-3 --phase beta --until 2026-12-01 --risk low --owner ann \\
                --accepted-rate 0.1 --compensation 'rerun by hand' -m 'rare'
            """)

    @Argument(help: "Rule, by number or name, such as G05 or open-issues.")
    var rule: String
    @Argument(help: "Exactly what the gate names, such as ISS-3 or TEST-12.")
    var subject: String
    @Option(help: "The phase; otherwise that of the settings.")
    var phase: String?
    @Option(help: "The release; otherwise that of the settings. It is never carried to the next one.")
    var release: String?
    @Option(help: ArgumentHelp("When it ends, ISO 8601.", valueName: "time"))
    var until: String
    @Option(help: ArgumentHelp("What may happen.", valueName: "text"))
    var risk: String
    @Option(help: ArgumentHelp("Who looks after it.", valueName: "name"))
    var owner: String
    @Option(help: ArgumentHelp("What is done meanwhile.", valueName: "text"))
    var compensation: String?
    @Option(
        help: ArgumentHelp(
            "Share of failing runs that is accepted, 0 to 1; beyond it the waiver ends.", valueName: "share"))
    var acceptedRate: Double?
    @OptionGroup var decision: DecisionOptions

    func validate() throws {
        if let acceptedRate, !(0...1).contains(acceptedRate) {
            throw ValidationError("--accepted-rate takes a share from 0 to 1, got \(acceptedRate)")
        }
    }

    func run() throws {
        try reporting(decision.who.output) {
            let loaded = try decision.who.store.loadSettings()
            guard let given = phase ?? loaded.settings.phase else {
                throw ValidationError("which phase? give --phase, or set 'phase' in exitgate.yml")
            }
            let request = decision.request(loaded)
            var waiver = Waiver(
                number: 0, rule: rule, subject: subject, phase: try loaded.checked(phase: given),
                release: release ?? loaded.settings.release, reason: decision.reason, risk: risk, owner: owner,
                requester: request.actor, requestedAt: request.now,
                expires: try TimeArgument.milliseconds(until, of: "--until"))
            (waiver.compensation, waiver.acceptedRate) = (compensation, acceptedRate)
            let driver = try StoreOptions.openForWriting(loaded, isDryRun: decision.who.dryRun)
            decision.show(try KeepWaivers(driver).request(waiver, request), before: nil)
        }
    }
}

struct WaiverApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve a waiver that somebody else asked for.",
        discussion: """
            EXAMPLES
              exitgate waiver approve WVR-1 -m 'one week is fine'
            """)

    @Argument(help: "Such as WVR-1.")
    var waiver: Identifier
    @OptionGroup var decision: DecisionOptions

    func run() throws { try decision.decide(waiver, .approve) }
}

struct WaiverRefuseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refuse", abstract: "Refuse a waiver.",
        discussion: """
            EXAMPLES
              exitgate waiver refuse WVR-1 -m 'it is not rare'
            """)

    @Argument(help: "Such as WVR-1.")
    var waiver: Identifier
    @OptionGroup var decision: DecisionOptions

    func run() throws { try decision.decide(waiver, .refuse) }
}

struct WaiverRevokeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "End a waiver before its day.",
        discussion: """
            EXAMPLES
              exitgate waiver revoke WVR-1 -m 'the fix is there'
            """)

    @Argument(help: "Such as WVR-1.")
    var waiver: Identifier
    @OptionGroup var decision: DecisionOptions

    func run() throws { try decision.decide(waiver, .revoke) }
}

struct WaiverListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List waivers, and what they are now.",
        discussion: """
            EXAMPLES
              exitgate waiver list
              exitgate waiver list --phase beta --format json
            """)

    @Option(help: "Only this phase.")
    var phase: String?
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            narrowed: FilterNames(phase: phase), { phase },
            { reading, phase in try reading.waivers().filter { phase == nil || $0.waiver.phase == phase } },
            text: { GateText.waivers($0, width: Terminal.width, palette: options.output.palette) },
            json: GateJSON.waivers)
    }
}
