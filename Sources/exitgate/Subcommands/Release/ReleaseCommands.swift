// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import TestPhase
import Workflow

/// `exitgate release`: what each release came to.
struct ReleaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "List, show, compare and review releases.",
        subcommands: [
            ReleaseListCommand.self, ReleaseShowCommand.self, ReleaseReviewCommand.self, ReleaseMatrixCommand.self,
            ReleaseDossierCommand.self, ReleaseNotesCommand.self,
        ])
}

struct ReleaseListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List releases by version, with the gate of each phase.",
        discussion: """
            EXAMPLES
              exitgate release list
              exitgate release list --format json
            """)

    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            { try options.store.loadSettings().settings.phases }, { try $0.releases.list(phases: $1) },
            text: { ReleaseText.list($0, width: Terminal.width, palette: options.output.palette) },
            json: ReleaseText.listJSON)
    }
}

struct ReleaseShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a release: its gates, baselines, open and solved issues, and waivers.",
        discussion: """
            EXAMPLES
              exitgate release show 2.4
              exitgate release show 2.4 --format json
            """)

    @Argument(help: "The release, as runs name it.")
    var release: String
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            { try options.store.loadSettings().project() }, { try $0.releases.show(release, $1) },
            text: { ReleaseText.page($0, width: Terminal.width, palette: options.output.palette) },
            json: ReleaseText.pageJSON)
    }
}
