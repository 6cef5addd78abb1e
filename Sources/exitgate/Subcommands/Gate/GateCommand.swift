// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Gating
import Renderers
import Storage
import TestPhase
import Workflow

/// `exitgate gate`: may the phase end?
struct GateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "Decide whether a phase may end: GO, CONDITIONAL_GO, NO_GO or UNDECIDED.",
        discussion: """
            Every rule of the policy is asked, and each answer names what it was made of. What is missing is never read as good. \
            The decision is kept, and can be replayed.

            EXAMPLES
              exitgate gate beta --release 2.4
              exitgate gate explain beta
              exitgate gate replay GATE-9
            """,
        subcommands: [
            GateDecideCommand.self, GateExplainCommand.self, GateListCommand.self, GateReplayCommand.self,
            GateBacktestCommand.self,
        ],
        defaultSubcommand: GateDecideCommand.self)
}

/// How verdicts are printed.
enum GateFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown, junit
    /// Annotations in the log of a job of GitHub Actions, and its summary.
    case github
    /// What fails now, with its place in the source: SARIF 2.1.0.
    case sarif
    /// Unsigned statements of in-toto: the predicates test-result, and verification summary of SLSA.
    case inToto = "in-toto"
    case vsa

    /// - Throws: `Refusal` for a statement without a subject, and for findings, of which a verdict holds no place.
    func print(_ verdict: GateVerdict, _ decision: GateDecision, palette: Palette) throws {
        switch self {
        case .inToto: Terminal.print(try Self.stated(GateStatement.testResult(verdict, decision)))
        case .vsa: Terminal.print(try Self.stated(GateStatement.summary(verdict, decision)))
        case .sarif:
            throw Refusal(
                message: "SARIF tells what fails now, and not what a verdict was made of",
                hint: "exitgate gate \(verdict.phase) --format sarif decides anew, and prints it")
        case .text: Terminal.print(GateText.verdict(verdict, decision, palette: palette))
        case .json: Terminal.print(GateJSON.verdict(verdict, decision))
        case .markdown: Terminal.print(GateMarkdown.text(verdict, decision))
        case .junit: Terminal.print(GateJUnit.text(verdict, decision))
        case .github:
            Terminal.print(GitHubText.gate(verdict, decision))
            StepSummary.append(GateMarkdown.text(verdict, decision))
        }
    }
}

extension GateFormat {
    private static func stated(_ text: String?) throws -> String {
        guard let text else {
            throw Refusal(
                message: "no run says the whole hash of a commit, so there is nothing to make a statement about",
                hint: "ingest with --commit HASH, or in the checkout")
        }
        return text
    }
}

extension GateVerdict.Outcome {
    /// - Throws: `ExitCode` unless it lets go.
    func end(isStrict: Bool) throws {
        switch self {
        case .go: break
        case .conditionalGo: if isStrict { throw ExitCode.noGo }
        case .noGo: throw ExitCode.noGo
        case .undecided: throw ExitCode.undecided
        }
    }
}

extension LoadedSettings {
    /// The policy of a phase: what the settings say, over the defaults.
    func policy(of phase: String) -> GatePolicy {
        settings.gates.last { $0.phase == phase } ?? GatePolicy(phase: phase)
    }
}

struct GateDecideCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide", abstract: "Decide the gate of a phase; the word decide may be left out.",
        discussion: """
            Exit codes: 0 for GO and CONDITIONAL_GO, 3 for NO_GO, 4 for UNDECIDED. With --strict a CONDITIONAL_GO is 3 as well.

            EXAMPLES
              exitgate gate beta
              exitgate gate beta --release 2.4 --format github
              exitgate gate release --strict
              exitgate gate beta --format sarif > beta.sarif
              exitgate gate beta --commit "$GITHUB_SHA"
              exitgate gate beta --wait 30m --every 1m
            """)

    @Argument(help: "The phase.")
    var phase: String
    @Option(help: "Only runs and waivers of this release; otherwise that of the settings, else all.")
    var release: String?
    @Option(
        help: ArgumentHelp(
            "Only about this commit, or its beginning, which goes only once a run tested it; in its checkout a branch or tag goes too; otherwise about the one that was tested last.",
            valueName: "hash"))
    var commit: String?
    @Flag(help: "A verdict that needs a waiver ends with 3.")
    var strict = false
    @Option(help: ArgumentHelp("Decide again while evidence is missing, at most so long: 30m, 2h.", valueName: "time"))
    var wait: WaitTime?
    @Option(help: ArgumentHelp("How long to wait between.", valueName: "time"))
    var every = WaitTime(seconds: 30)
    @Option(
        help: ArgumentHelp("Who asks; otherwise EXITGATE_ACTOR, or the user of this machine.", valueName: "name"))
    var by: String?
    @Flag(help: "Decide, and keep nothing.")
    var dryRun = false
    @Option(help: "How to print: text, json, markdown, junit, github, sarif, in-toto or vsa.")
    var format = GateFormat.text
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            let loaded = try store.loadSettings()
            let phase = try loaded.checked(phase: phase)
            if let commit, commit.allSatisfy(\.isWhitespace) {
                throw ValidationError(
                    "--commit says no commit; leave it out to ask about the one that was tested last")
            }
            let candidate = try commit.map(NamedCommit.tested)
            let driver = try StoreOptions.openForWriting(loaded, isDryRun: dryRun)
            let deadline = Date(timeIntervalSinceNow: Double(wait?.seconds ?? 0))
            var outcome = try decide(phase, candidate, loaded, driver)
            while outcome.verdict.outcome == .undecided, Date() < deadline {
                if !output.quiet {
                    let missing = outcome.verdict.rules.filter { $0.isBlocking && $0.outcome == .undecided }.map(\.id)
                    Terminal.note("undecided (\(missing.joined(separator: ", "))), asking again in \(every.seconds) s")
                }
                Thread.sleep(forTimeInterval: min(Double(every.seconds), max(0, deadline.timeIntervalSinceNow)))
                outcome = try decide(phase, candidate, loaded, driver)
            }
            if format == .sarif {
                try printFindings(phase, loaded, driver)
            } else {
                try format.print(outcome.verdict, outcome.decision, palette: output.palette)
            }
            try outcome.verdict.outcome.end(isStrict: strict)
        }
    }

    private func printFindings(_ phase: String, _ loaded: LoadedSettings, _ driver: any StoreDriver) throws {
        let report = try ReadFindings(driver, viewpoint: GitHistory.viewpoint(loaded))
            .perform(phase: phase, release: release ?? loaded.settings.release)
        Terminal.print(SARIFText.text(report))
        if report.withoutLocation > 0, !output.quiet {
            let count = Plural.count(report.withoutLocation, "incident")
            Terminal.note("\(count) without a place in the source left out")
        }
    }

    private func decide(
        _ phase: String, _ candidate: String?, _ loaded: LoadedSettings, _ driver: any StoreDriver
    ) throws -> DecideGate.Outcome {
        var request = DecideGate.Request(
            phase: phase, now: Clock.now, actor: Actor.name(by), policy: loaded.policy(of: phase))
        (request.release, request.project) = (release ?? loaded.settings.release, loaded.settings.project)
        (request.phases, request.isDryRun) = (loaded.settings.phases, dryRun)
        request.candidate = candidate
        request.supportEnds = try SupportEnds.read(loaded.settings)
        return try DecideGate(driver, viewpoint: GitHistory.viewpoint(loaded, at: request.now)).perform(request)
    }
}

/// `90s`, `30m` or `2h`.
struct WaitTime: ExpressibleByArgument {
    let seconds: Int

    init(seconds: Int) { self.seconds = seconds }

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600]
        let unit = argument.last.flatMap { units[$0] }
        guard let number = Int(unit == nil ? argument[...] : argument.dropLast()), (1...86_400).contains(number) else {
            return nil
        }
        seconds = number * (unit ?? 1)
    }

    var defaultValueDescription: String { "\(seconds)s" }
}
