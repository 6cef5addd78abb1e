// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import TestPhase
import Workflow

/// `exitgate asset`: what tests need, and who looks after it.
struct AssetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "asset", abstract: "Register and list what tests need: runners, devices, licences, test data.",
        subcommands: [AssetListCommand.self, AssetShowCommand.self, AssetRegisterCommand.self])
}

struct AssetListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List assets of all kinds, by name.",
        discussion: """
            EXAMPLES
              exitgate asset list
              exitgate asset list --kind device
            """)

    @Option(help: "\(Asset.Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: Asset.Kind?
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            {}, { reading, _ in try reading.assets.assets() },
            text: { known in
                EnvironmentText.assets(
                    known.assets.filter { kind == nil || $0.kind == kind }, kind: kind, now: Clock.now,
                    width: Terminal.width, palette: options.output.palette)
            },
            json: { known in
                EnvironmentText.assetsJSON(
                    known.assets.filter { kind == nil || $0.kind == kind }, edges: known.edges, now: Clock.now)
            })
    }
}

struct AssetShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an asset: who looks after it, and what depends on it.",
        discussion: """
            What runs say of an environment is on the page of exitgate environment show.

            EXAMPLES
              exitgate asset show pixel-9
              exitgate asset show AST-2 --format json
            """)

    @Argument(help: "Its name, or such as AST-2.")
    var name: String
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            { name }, { try $0.assets.asset($1) },
            text: {
                EnvironmentText.page($0.asset, edges: $0.edges, now: Clock.now, palette: options.output.palette)
            },
            json: { EnvironmentText.assetsJSON([$0.asset], edges: $0.edges, now: Clock.now) })
    }
}

struct AssetRegisterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "Register an asset, or change what is known of it.",
        discussion: """
            EXAMPLES
              exitgate asset register pixel-9 --kind device --owner lab --serial 34A1 --until 2028-01-31
            """)

    @Argument(help: "Its name.")
    var name: String
    @Option(help: "\(Asset.Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind = Asset.Kind.other
    @OptionGroup var registration: RegistrationOptions

    func run() throws { try registration.register(name, kind) }
}

extension Asset.Kind: ExpressibleByArgument {}

/// What is registered of an asset or environment.
struct RegistrationOptions: ParsableArguments {
    @Option(help: "Who looks after it.")
    var owner: String?
    @Option(help: "What it is for.")
    var purpose: String?
    @Option(help: "Serial number, licence or address; nothing that opens a door.")
    var serial: String?
    @Option(help: ArgumentHelp("Day from which on nobody supports it any more, ISO 8601.", valueName: "day"))
    var until: String?
    @Option(
        help: ArgumentHelp(
            "Who registers it; otherwise EXITGATE_ACTOR, or the user of this machine.", valueName: "name"))
    var by: String?
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func register(_ name: String, _ kind: Asset.Kind) throws {
        try reporting(output) {
            var registration = KeepAssets.Registration(name: name, kind: kind, actor: Actor.name(by), now: Clock.now)
            (registration.owner, registration.purpose, registration.serial) = (owner, purpose, serial)
            registration.supportedUntil = try until.map { try TimeArgument.milliseconds($0, of: "--until") }
            let loaded = try store.loadSettings()
            let asset = try KeepAssets(StoreOpening.open(loaded, .writing)).register(registration)
            if !output.quiet { Terminal.print("\(SafeText.line(asset.label))  registered") }
        }
    }
}
