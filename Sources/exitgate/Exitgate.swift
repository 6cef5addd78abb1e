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
            Terminal.note("hint: exitgate --help lists the commands")
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

    /// The first word that should name a subcommand and does not.
    private static func mistypedCommand(
        _ arguments: [String], of configuration: CommandConfiguration, prefix: String = ""
    ) -> (word: String, suggestion: String)? {
        let commands = configuration.subcommands + configuration.groupedSubcommands.flatMap { $0.subcommands }
        guard let word = arguments.first, !word.hasPrefix("-"), !commands.isEmpty else { return nil }
        let names = commands.compactMap { $0.configuration.commandName }
        if word == "help" || configuration.defaultSubcommand != nil { return nil }
        if let next = commands.first(where: { $0.configuration.commandName == word }) {
            return mistypedCommand(Array(arguments.dropFirst()), of: next.configuration, prefix: prefix + word + " ")
        }
        let nearest = NearestName.of(word, in: names)
        return (prefix + word, nearest.map { "; did you mean \(SafeText.quoted(prefix + $0))?" } ?? "")
    }
}
