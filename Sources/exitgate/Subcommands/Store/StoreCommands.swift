// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Renderers
import Storage
import StorageSQLite
import TestPhase
import Workflow

/// `exitgate store`: care for the store itself.
struct StoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Verify, back up, migrate, prune, copy, recluster and export the store.",
        subcommands: [
            StoreVerifyCommand.self, StoreBackupCommand.self, StoreMigrateCommand.self, StoreExportCommand.self,
            StoreCopyCommand.self, StorePruneCommand.self, StoreGrantsCommand.self,
            StoreReclusterCommand.self,
        ])
}

struct StoreVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the file, the digests of the evidence, every cluster, incident and issue.",
        discussion: """
            Groups every signature and folds every incident and issue anew from the evidence, and compares. Ends with 1 when anything differs.

            EXAMPLES
              exitgate store verify
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            let driver = try store.openForReading()
            let engine = try StoreOpening.engine(of: driver)
            let outcome = try VerifyStore(driver, integrity: engine.problems).perform()
            Terminal.print("store      \(SafeText.line(driver.location))")
            Terminal.print("schema     \(Migration.current)")
            Terminal.print(engine.name)
            Terminal.print(
                "checked    \(Plural.count(outcome.uploads, "upload")), \(Plural.count(outcome.texts, "text")), \(Plural.count(outcome.signatures, "signature")), \(Plural.count(outcome.incidents, "incident")), \(Plural.count(outcome.issues, "issue")), \(Plural.count(outcome.decisions, "gate decision"))"
            )
            for problem in outcome.problems { Terminal.note("error: \(SafeText.line(problem, limit: 400))") }
            guard outcome.problems.isEmpty else { throw ExitCode.unexpected }
            if try !ReclusterStore.isCurrent(driver) {
                Terminal.note("note: clusters are made by older rules; exitgate store recluster shows what changes")
            }
            Terminal.print(output.palette.paint("sound", .good))
        }
    }
}

struct StoreBackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a consistent copy to a new file, while others may write.",
        discussion: """
            EXAMPLES
              exitgate store backup before-beta.sqlite
            """)

    @Argument(help: "A file that does not exist.")
    var file: String
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            guard !FileManager.default.fileExists(atPath: file) else {
                throw ValidationError("\(SafeText.quoted(file)) exists")
            }
            try Self.back(up: store.openForReading(), to: file)
            if !output.quiet { Terminal.print("backed up to \(SafeText.line(file))") }
        }
    }

    /// The copy of a store on a server is a file as well.
    private static func back(up driver: any StoreDriver, to file: String) throws {
        if let sqlite = driver as? SQLiteDriver { return try sqlite.backup(to: file) }
        _ = try CopyStore(from: driver, to: SQLiteDriver(path: file, mode: .writing)).perform()
    }
}

struct StoreMigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the schema of an existing store up to date; ingest does it by itself.",
        discussion: """
            EXAMPLES
              exitgate store migrate
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            try MigrateStore(store.openForWriting()).perform()
            if !output.quiet { Terminal.print("schema \(Migration.current)") }
        }
    }
}

struct StoreExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the store as canonical JSON Lines.",
        discussion: """
            Two stores with the same evidence give the same bytes, whatever the order in which it came. The digest of all lines \
            goes to the standard error, or alone to the standard output with --digest.

            EXAMPLES
              exitgate store export > evidence.jsonl
              exitgate store export --digest
            """)

    @Flag(help: "Print only the SHA-256 of the lines.")
    var digest = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            let export = ExportStore(try store.openForReading())
            if digest {
                Terminal.print(try export.perform { _ in })
            } else {
                var buffer = ""
                let value = try export.perform { line in
                    buffer += line + "\n"
                    if buffer.utf8.count > 1 << 16 {
                        Terminal.print(buffer, terminator: "")
                        buffer = ""
                    }
                }
                Terminal.print(buffer, terminator: "")
                if !output.quiet { Terminal.note("sha256 \(value)") }
            }
        }
    }
}
