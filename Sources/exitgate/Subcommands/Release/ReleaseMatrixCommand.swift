// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import Workflow

/// `exitgate release matrix`: issue by release.
struct ReleaseMatrixCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matrix",
        abstract: "Show what became of each issue in each release: introduced, seen, claimed, verified, waived.",
        discussion: """
            Releases come by version, whenever they were tested; names that are no versions come as `releases` in the \
            settings lists them. A release in which no run exercised an issue says nothing about it.

            EXAMPLES
              exitgate release matrix
              exitgate release matrix 2.3 2.4 --format markdown
            """)

    @Argument(help: "Only these releases; otherwise all.")
    var releases: [String] = []
    @OptionGroup var moment: MomentOptions
    @OptionGroup var options: DocumentOptions

    func run() throws {
        try options.report(
            at: moment, { releases }, { try $0.releases.matrix(only: $1) },
            text: { MatrixText.text($0, width: Terminal.width, palette: options.output.palette) },
            markdown: MatrixText.markdown, json: MatrixText.json)
    }
}
