// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import TestPhase

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
            CommandGroup(name: "Daily work", subcommands: [InitCommand.self, IngestCommand.self, StatusCommand.self]),
            CommandGroup(
                name: "Evidence and incidents",
                subcommands: [IncidentCommand.self, RunCommand.self, TestCommand.self, InspectCommand.self]),
            CommandGroup(name: "Care", subcommands: [StoreCommand.self, SettingsCommand.self]),
        ]
    )
}
