// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import Storage
import Workflow

#if PostgreSQL
    import StoragePostgres
#endif

/// `exitgate store copy`: from one engine to another.
struct StoreCopyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy a whole store into an empty one, of either engine, and prove that both hold the same.",
        discussion: """
            Everything is copied: evidence, decisions, state and proofs, with their numbers. The copy is read again, and a \
            difference leaves nothing behind. Passwords belong into PGPASSWORD or a .pgpass file.

            EXAMPLES
              exitgate store copy .exitgate/exitgate.sqlite postgresql://ci@db.example/exitgate
              exitgate store copy postgresql://ci@db.example/exitgate copy.sqlite --project shop
            """)

    @Argument(help: "A file or the address of a server; only read.")
    var from: String
    @Argument(help: "A file or the address of a server; nothing may be in it.")
    var to: String
    @Option(help: ArgumentHelp("Project, on a server; otherwise that of the settings.", valueName: "name"))
    var project: String?
    @Option(help: ArgumentHelp("Settings file; otherwise exitgate.yml here or in a folder above.", valueName: "file"))
    var settings: String?
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            let loaded = try StoreOptions.loadSettings(settings, StoreOptions.flags(project: project))
            let (name, seconds) = (loaded.settings.project, Double(loaded.settings.lockTimeoutSeconds))
            let source = try StoreOpening.open(from, project: name, .reading, lockTimeoutSeconds: seconds)
            let target = try StoreOpening.open(to, project: name, .writing, lockTimeoutSeconds: seconds)
            let progress = ProgressLine(isOn: !output.quiet)
            var done = 0
            let outcome = try CopyStore(from: source, to: target).perform { table, _ in
                done += 1
                progress.show(done, of: StoreTables.all.count, name: table)
            }
            progress.clear()
            if !output.quiet {
                Terminal.print(
                    "copied \(Plural.count(outcome.rows, "row")) of \(Plural.count(outcome.tables, "table")) to \(SafeText.line(target.location))"
                )
            }
            Terminal.print("sha256 \(outcome.digest)")
        }
    }
}

/// `exitgate store grants`: what roles of a server need.
struct StoreGrantsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grants",
        abstract: "Print the statements that make the roles of a project on a PostgreSQL server.",
        discussion: """
            The owner makes and migrates the tables, the writer ingests and decides, the reader only reads. Nothing is sent to a \
            server: look at the statements, and give them to psql.

            EXAMPLES
              exitgate store grants --project shop | psql postgresql://admin@db.example/exitgate
            """)

    @Option(help: ArgumentHelp("Project; otherwise that of the settings.", valueName: "name"))
    var project: String?
    @Option(help: ArgumentHelp("Role that owns the tables.", valueName: "role"))
    var owner = "exitgate_owner"
    @Option(help: ArgumentHelp("Role of pipeline jobs.", valueName: "role"))
    var writer = "exitgate_ingest"
    @Option(help: ArgumentHelp("Role of those who only read.", valueName: "role"))
    var reader = "exitgate_read"
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            for role in [owner, writer, reader] { try Self.check(role) }
            #if PostgreSQL
                let loaded = try StoreOptions.loadSettings(nil, StoreOptions.flags(project: project))
                Terminal.print(
                    PostgresGrants.text(
                        project: loaded.settings.project, owner: owner, writer: writer, reader: reader))
            #else
                throw StorageError(
                    .unexpected, "this exitgate was built without PostgreSQL",
                    hint: "build it with: swift build -c release --traits PostgreSQL")
            #endif
        }
    }

    /// The statements go to an administrator's psql, so only plain names are taken.
    private static func check(_ role: String) throws {
        let isPlain = role.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte)
                || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        }
        guard isPlain, !role.isEmpty, role.utf8.count <= 63 else {
            throw ValidationError(
                "\(SafeText.quoted(role)) is no name of a role: use letters, digits, _ and -, at most 63")
        }
    }
}
