// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import TestPhase
import Workflow

/// `exitgate environment`: where tests run, who looks after it, and what it can bear.
struct EnvironmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "environment",
        abstract: "Register environments, and say what runs where.",
        discussion: """
            Runs name their environment with ingest --environment. One that nobody registered is a finding, and so is one that \
            nobody supports any more.
            """,
        subcommands: [
            EnvironmentListCommand.self, EnvironmentShowCommand.self, EnvironmentRegisterCommand.self,
            EnvironmentLinkCommand.self, EnvironmentMapCommand.self, EnvironmentCapacityCommand.self,
        ])
}

extension EnvironmentText.Entry {
    fileprivate init(_ entry: KeepAssets.Entry) { self.init(asset: entry.asset, use: entry.use) }
}

struct EnvironmentListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List environments, registered or seen in runs.",
        discussion: """
            EXAMPLES
              exitgate environment list
            """)

    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            {}, { reading, _ in try reading.assets.environments().map(EnvironmentText.Entry.init) },
            text: {
                EnvironmentText.list($0, now: Clock.now, width: Terminal.width, palette: options.output.palette)
            }, json: { EnvironmentText.json($0, now: Clock.now) })
    }
}

struct EnvironmentShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an environment: what it is for, and what runs say of it.",
        discussion: """
            EXAMPLES
              exitgate environment show staging
            """)

    @Argument(help: "Its name, with or without ENV- in front.")
    var name: String
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            { name.hasPrefix("ENV-") ? String(name.dropFirst(4)) : name },
            { reading, wanted in
                (EnvironmentText.Entry(try reading.assets.environment(wanted)), try reading.assets.assets().edges)
            },
            text: { EnvironmentText.page($0.0, edges: $0.1, now: Clock.now, palette: options.output.palette) },
            json: { EnvironmentText.json([$0.0], now: Clock.now) })
    }
}

struct EnvironmentRegisterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "Register an environment, or change what is known of it.",
        discussion: """
            EXAMPLES
              exitgate environment register staging --owner '@shop/ops' --purpose 'beta of the shop' --until 2027-06-30
            """)

    @Argument(help: "The name that runs use with ingest --environment.")
    var name: String
    @OptionGroup var registration: RegistrationOptions

    func run() throws { try registration.register(name, .environment) }
}

struct EnvironmentLinkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Say that one asset uses or impacts another.",
        discussion: """
            EXAMPLES
              exitgate environment link staging uses pg-cluster-2
              exitgate environment link pg-cluster-2 impacts staging --remove
            """)

    @Argument(help: "An environment or asset.")
    var from: String
    @Argument(help: "uses or impacts.")
    var kind: AssetEdge.Kind
    @Argument(help: "Another one.")
    var to: String
    @Flag(help: "Take it back.")
    var remove = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            let edge = AssetEdge(from: from, kind: kind, to: to)
            try KeepAssets(store.openForWriting()).link(edge, isRemoved: remove)
            if !output.quiet {
                Terminal.print(
                    "\(remove ? "removed: " : "")\(SafeText.line(from)) \(kind.rawValue) \(SafeText.line(to))")
            }
        }
    }
}

extension AssetEdge.Kind: ExpressibleByArgument {}

struct EnvironmentMapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map", abstract: "Draw what runs where and what depends on what.",
        discussion: """
            EXAMPLES
              exitgate environment map
              exitgate environment map --format dot | dot -Tsvg > map.svg
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case mermaid, dot
    }

    @Option(help: "mermaid or dot.")
    var format = Format.mermaid
    @OptionGroup var options: ReadingOptions

    func run() throws {
        try options.read(
            {},
            { reading, _ in
                (try reading.assets.environments().map(EnvironmentText.Entry.init), try reading.assets.assets())
            },
            print: { entries, known in
                format == .dot
                    ? EnvironmentMap.dot(entries, assets: known.assets, edges: known.edges)
                    : EnvironmentMap.mermaid(entries, assets: known.assets, edges: known.edges)
            })
    }
}

struct EnvironmentCapacityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capacity", abstract: "Show how long runs take and are queued in each environment, and timeouts.",
        discussion: """
            Times are those of all tests of a run together, as their reports state them. There is a median from five runs on, \
            and a trend from ten. How long a run was queued is known from ingest --queued-at; told by counts the runs that say so.

            EXAMPLES
              exitgate environment capacity
            """)

    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            {}, { reading, _ in try reading.assets.environments().map(EnvironmentText.Entry.init) },
            text: { EnvironmentText.capacity($0, width: Terminal.width, palette: options.output.palette) },
            json: { EnvironmentText.json($0, now: Clock.now) })
    }
}
