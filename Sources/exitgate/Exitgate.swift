// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Renderers
import TestPhase
import Workflow

/// The command: it translates arguments into use cases, and their outcome into text and exit codes.
@main
struct Exitgate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exitgate",
        abstract: "Test evidence in, incidents and a release verdict out.",
        discussion: """
            Reads the JUnit XML of test runs, turns failures into incidents, and keeps them with the configuration that was \
            tested. One binary, one database file, no service to run.

            EXAMPLES
              exitgate init
              exitgate ingest out --phase beta --release 2.4
              exitgate status
              exitgate inspect out/api.xml --format json
            """,
        version: TestPhaseModule.version,
        groupedSubcommands: [
            CommandGroup(
                name: "Daily work",
                subcommands: [
                    InitCommand.self, IngestCommand.self, TriageCommand.self, StatusCommand.self,
                ]),
            CommandGroup(
                name: "Gates and releases",
                subcommands: [
                    GateCommand.self, WaiverCommand.self, PhaseCommand.self, ReleaseCommand.self, ReportCommand.self,
                ]),
            CommandGroup(
                name: "Evidence and incidents",
                subcommands: [
                    IncidentCommand.self, IssueCommand.self, BaselineCommand.self, ChangeCommand.self,
                    KnowledgeCommand.self, RunCommand.self, TestCommand.self, EnvironmentCommand.self,
                    AssetCommand.self,
                    InspectCommand.self,
                ]),
            CommandGroup(name: "Care", subcommands: [StoreCommand.self, SettingsCommand.self, ManualCommand.self]),
        ]
    )

    /// Runs the command; a mistyped subcommand is told its neighbour.
    static func main() {
        Allocator.prepare()
        let arguments = Array(CommandLine.arguments.dropFirst())
        if let typo = mistypedCommand(arguments, of: configuration) {
            Terminal.note("error: there is no command \(SafeText.quoted(typo.word))\(typo.suggestion)")
            Terminal.note("hint: exitgate \(typo.parent)--help lists the commands")
            exit(withError: ExitCode.usage)
        }
        do {
            var command = try parseAsRoot(arguments)
            for warning in SettingsLoader.misspelt(ProcessInfo.processInfo.environment) {
                Terminal.note(warning, palette: .plain)
            }
            try command.run()
        } catch {
            finish(error, arguments)
        }
    }

    /// Ends the process; what a message quotes of the arguments is made safe to print.
    private static func finish(_ error: any Error, _ arguments: [String]) -> Never {
        guard exitCode(for: error) != .success, !(error is ExitCode) else { exit(withError: error) }
        var message = fullMessage(for: error)
        for argument in arguments where SafeText.line(argument) != argument {
            message = message.split(separator: argument, omittingEmptySubsequences: false)
                .joined(separator: SafeText.line(argument))
        }
        let lines = message.split(separator: "\n").map { SafeText.line(String($0)) }
        guard let first = lines.first, first.hasPrefix("Error: ") else {
            for line in lines { Terminal.note(line) }
            exit(withError: exitCode(for: error))
        }
        // What may stand there follows line by line.
        let values = lines.dropFirst().prefix { $0.hasPrefix("  - ") }.map { $0.dropFirst(4) }
        if first.hasPrefix("Error: Missing expected argument"), let slip = mistypedOption(arguments) {
            Terminal.note("error: \(slip)")
            Terminal.note("hint: \(commandName(lines)) --help tells what the command takes")
            exit(withError: ExitCode.usage)
        }
        let rest = values.isEmpty ? "" : " " + values.joined(separator: ", ")
        Terminal.note("error: " + lowercasingFirst(first.dropFirst(7)) + rest)
        Terminal.note("hint: \(commandName(lines)) --help tells what the command takes")
        exit(withError: exitCode(for: error))
    }

    /// The command with its subcommands, as the line about its usage begins.
    private static func commandName(_ lines: [String]) -> String {
        let usage = lines.first { $0.hasPrefix("Usage: ") }?.dropFirst(7) ?? "exitgate"
        return usage.split(separator: " ").prefix { $0.allSatisfy { $0.isLetter || $0 == "-" } && !$0.hasPrefix("-") }
            .joined(separator: " ")
    }

    /// A sentence as part of another one; names and abbreviations keep their letters.
    private static func lowercasingFirst(_ text: Substring) -> String {
        guard let first = text.first, text.dropFirst().first?.isLowercase == true else { return String(text) }
        return first.lowercased() + text.dropFirst()
    }

    private static func subcommands(of configuration: CommandConfiguration) -> [any ParsableCommand.Type] {
        configuration.subcommands + configuration.groupedSubcommands.flatMap { $0.subcommands }
    }

    /// What is wrong with the first option that the command does not have: the parser misses an option before it sees that
    /// the line has it under a misspelt name.
    private static func mistypedOption(_ arguments: [String]) -> String? {
        var command: any ParsableCommand.Type = Exitgate.self
        for word in arguments {
            let next = subcommands(of: command.configuration).first { $0.configuration.commandName == word }
            guard let next else { break }
            command = next
        }
        if let inner = command.configuration.defaultSubcommand { command = inner }
        // The lines of the options begin with their names.
        let lines = Exitgate.helpMessage(for: command, includeHidden: true, columns: 200).split(separator: "\n")
        let names = lines.filter { $0.hasPrefix("  -") }.flatMap { line in
            line.split { " ,/".contains($0) }.prefix { $0.hasPrefix("-") || $0.hasPrefix("<") }.map(String.init)
        }.filter { $0.hasPrefix("--") }
        let given = arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("--") }
            .map { String($0.prefix { $0 != "=" }) }
        guard let unknown = given.first(where: { !names.contains($0) }) else { return nil }
        let nearest = NearestName.of(unknown, in: names).map { ". Did you mean '\($0)'?" } ?? ""
        return "unknown option '\(SafeText.line(unknown, limit: 60))'\(nearest)"
    }

    /// The first word that should name a subcommand and does not.
    private static func mistypedCommand(
        _ arguments: [String], of configuration: CommandConfiguration, prefix: String = "", isHelp: Bool = false
    ) -> (word: String, suggestion: String, parent: String)? {
        let commands = subcommands(of: configuration)
        guard let word = arguments.first, !word.hasPrefix("-"), !commands.isEmpty else { return nil }
        let names = commands.compactMap { $0.configuration.commandName }
        let rest = Array(arguments.dropFirst())
        if word == "help", prefix.isEmpty, !isHelp { return mistypedCommand(rest, of: configuration, isHelp: true) }
        if word == "help" { return nil }
        if configuration.defaultSubcommand != nil, !isHelp { return nil }
        if let next = commands.first(where: { $0.configuration.commandName == word }) {
            return mistypedCommand(rest, of: next.configuration, prefix: prefix + word + " ", isHelp: isHelp)
        }
        let nearest = NearestName.of(word, in: names)
        return (prefix + word, nearest.map { "; did you mean \(SafeText.quoted(prefix + $0))?" } ?? "", prefix)
    }
}
