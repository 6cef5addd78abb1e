// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Renderers
import TestPhase
import Workflow

/// `exitgate settings`: what holds, and where it comes from.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Print and check settings.",
        subcommands: [SettingsDefaultCommand.self, SettingsShowCommand.self, SettingsCheckCommand.self])
}

struct SettingsDefaultCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "default",
        abstract: "Print the annotated default settings.",
        discussion: """
            EXAMPLES
              exitgate settings default > exitgate.yml
            """)

    func run() {
        Terminal.ignoreSignals()
        Terminal.print(DefaultSettings.text, terminator: "")
    }
}

struct SettingsShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the settings that hold.",
        discussion: """
            EXAMPLES
              exitgate settings show --origin
            """)

    @Flag(help: "Name the layer that each value comes from.")
    var origin = false
    @Option(help: "How to print: text or json.")
    var format = ReportFormat.text
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            let loaded = try store.loadSettings()
            switch format {
            case .text:
                var table = TextTable(
                    [.init("key"), .init("value", fit: .keepingStart)] + (origin ? [.init("from")] : []))
                for value in loaded.values {
                    table.add(
                        [.init(value.name), .init(value.text)]
                            + (origin ? [.init(value.origin.description, .muted)] : []))
                }
                Terminal.print(table.text(width: Terminal.width, palette: output.palette))
            case .json:
                let values = loaded.values.map { value in
                    JSONText.object([
                        .init("key", .string(value.name)), .init("value", .string(value.text)),
                        .init("origin", .string(value.origin.description)),
                    ])
                }
                Terminal.print(JSONText.object([.init("format", 1), .init("settings", .array(values))]).pretty)
            }
        }
    }
}

struct SettingsCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a settings file, and name every problem.",
        discussion: """
            EXAMPLES
              exitgate settings check
              exitgate settings check --settings ci/exitgate.yml
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            let loaded = try store.loadSettings()
            if !output.quiet { Terminal.print("\(SafeText.line(loaded.file ?? "the defaults")): fine") }
        }
    }
}

/// `exitgate init`: a settings file fitted to the project found here.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a commented exitgate.yml fitted to this project.",
        discussion: """
            EXAMPLES
              exitgate init
              exitgate init --dry-run
            """)

    @Flag(help: "Print the file instead of writing it.")
    var dryRun = false
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            let files = FileManager.default
            let folder = files.currentDirectoryPath
            let names = try files.contentsOfDirectory(atPath: folder).sorted()
            let fitted = SettingsInit(project: URL(fileURLWithPath: folder).lastPathComponent, files: names)
            if dryRun { return Terminal.print(fitted.text, terminator: "") }
            let name = SettingsLoader.fileNames[0]
            if let existing = SettingsLoader.fileNames.first(where: names.contains) {
                throw ValidationError("\(existing) exists; --dry-run prints what would be written")
            }
            guard files.createFile(atPath: name, contents: Data(fitted.text.utf8)) else {
                throw ValidationError("\(name) cannot be written here")
            }
            guard !output.quiet else { return }
            let tools = fitted.tools.isEmpty ? "no known build tool" : fitted.tools.joined(separator: ", ")
            Terminal.print("wrote \(name) (found: \(tools))")
            Terminal.print("next: exitgate ingest --phase integration")
        }
    }
}
