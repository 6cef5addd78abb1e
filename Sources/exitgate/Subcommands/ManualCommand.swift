// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Renderers
import TestPhase

/// `exitgate manual`: all of `--help` on one page of `man`.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print the manual page.",
        discussion: """
            Completions for the shell come from --generate-completion-script bash, zsh or fish.

            EXAMPLES
              exitgate manual > /usr/local/share/man/man1/exitgate.1
              exitgate --generate-completion-script bash > /etc/bash_completion.d/exitgate
            """)

    func run() throws {
        let dump = try JSONDecoder().decode(CommandHelp.Dump.self, from: Data(Exitgate._dumpHelp().utf8))
        Terminal.print(ManualText.page(dump.command, version: TestPhaseModule.version, codes: ExitCode.meanings))
    }
}
