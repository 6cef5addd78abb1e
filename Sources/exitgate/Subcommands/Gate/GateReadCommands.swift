// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Gating
import Renderers
import TestPhase
import Workflow

struct GateExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say which rules count in a phase, or how one counts in each phase.",
        discussion: """
            EXAMPLES
              exitgate gate explain beta
              exitgate gate explain G05
              exitgate gate explain release --format json
            """)

    @Argument(help: "The phase; or a rule, by number or name.")
    var phase: String
    @Option(help: "How to print: text or json.")
    var format = ReportFormat.text
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            let loaded = try store.loadSettings()
            let rows = loaded.settings.phases.compactMap { phase in
                loaded.policy(of: phase).rules(at: Clock.now).first { $0.isCalled(self.phase) }.map { (phase, $0) }
            }
            if let first = rows.first?.1, !loaded.settings.phases.contains(phase) {
                Terminal.print(
                    format == .json
                        ? PolicyText.json(first, phases: rows)
                        : PolicyText.text(first, phases: rows, palette: output.palette))
                return
            }
            let rules = loaded.policy(of: phase).rules(at: Clock.now)
            guard loaded.settings.phases.contains(phase) else {
                let names = loaded.settings.phases + rules.flatMap { [$0.id, $0.name] }
                let nearest = NearestName.of(phase, in: names).map { "; did you mean \($0)?" } ?? "."
                throw ValidationError(
                    "there is no phase and no rule \(SafeText.quoted(phase))\(nearest) Rules are G01 to G24, phases \(loaded.settings.phases.joined(separator: ", "))"
                )
            }
            Terminal.print(
                format == .json
                    ? PolicyText.json(rules, phase: phase)
                    : PolicyText.text(rules, phase: phase, palette: output.palette))
        }
    }
}

struct GateListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List decisions, the latest first.",
        discussion: """
            EXAMPLES
              exitgate gate list
              exitgate gate list beta --limit 5 --format json
            """)

    @Argument(help: "Only this phase.")
    var phase: String?
    @Option(help: "At most this many; 0 for all.")
    var limit = RowLimit(100)
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            narrowed: FilterNames(phase: phase), { phase }, { try $0.gates.list(phase: $1, limit: limit.rows) },
            text: { GateText.list($0, width: Terminal.width, palette: options.output.palette) }, json: GateJSON.list)
    }
}

struct GateReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Draw a verdict once more from what it was made of.",
        discussion: """
            The verdict must be the same, byte for byte; else the exit code is 1. Whether the store still tells the same of that \
            moment is said as well: runs that came late change that, and no verdict.

            EXAMPLES
              exitgate gate replay GATE-9
              exitgate gate replay GATE-9 --format json
            """)

    @Argument(help: "Such as GATE-9.")
    var gate: Identifier
    @Option(help: "How to print: text, json, markdown, junit, in-toto or vsa.")
    var format = GateFormat.text
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            let loaded = try store.loadSettings()
            let number = try gate.number(of: "GATE")
            let reading = ReadGates(
                try StoreOptions.openForWriting(loaded), viewpoint: GitHistory.viewpoint(loaded))
            let replay = try reading.replay(
                number, phases: loaded.settings.phases, supportEnds: SupportEnds.read(loaded.settings))
            try format.print(replay.verdict, replay.decision, palette: output.palette)
            if !output.quiet {
                Terminal.note(
                    replay.isCollectedAgain
                        ? "the store tells the same evidence of that moment now"
                        : "the store tells other evidence of that moment now: runs, commits or settings came later")
            }
            guard replay.isSame else {
                Terminal.note("error: the verdict is not the one that was kept")
                throw ExitCode.unexpected
            }
        }
    }
}

struct GateBacktestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest", abstract: "Say what past gates would have said under another policy.",
        discussion: """
            The policy is what another settings file says under gates. Named are candidates that it would have stopped, and \
            defects that later phases found first.

            EXAMPLES
              exitgate gate backtest beta --policy new.yml --last 20
            """)

    @Argument(help: "The phase.")
    var phase: String
    @Option(help: ArgumentHelp("A settings file with the other policy.", valueName: "file"))
    var policy: String
    @Option(help: ArgumentHelp("How many decisions.", valueName: "number"))
    var last = RowLimit(20)
    @OptionGroup var options: ReportOptions

    func run() throws {
        try reporting(options.output) {
            let loaded = try options.store.loadSettings()
            let phase = try loaded.checked(phase: phase)
            let other = try SettingsLoader.load(file: policy).policy(of: phase)
            let backtest = try StoreOptions.evidence(loaded).gates.backtest(
                other, last: last.rows, phases: loaded.settings.phases)
            Terminal.print(
                options.format == .json
                    ? GateJSON.backtest(backtest) : GateText.backtest(backtest, palette: options.output.palette))
        }
    }
}
