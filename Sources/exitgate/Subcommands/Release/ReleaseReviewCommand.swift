// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import Workflow

/// `exitgate release review`: the recurring defects of a release.
struct ReleaseReviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract:
            "Review a release: recurring defects, what they cost, escapes, figures, and how it went beside the last.",
        discussion: """
            Figures come with how much they are made of and where they surely lie; what is made of fewer than five says \
            so. What has not ended yet counts as open, and is not left out.

            EXAMPLES
              exitgate release review 2.4
              exitgate release review 2.4 --format markdown > review.md
              exitgate release review 2.4 --as-of 2026-12-01 --format json
            """)

    @Argument(help: "The release, as runs name it.")
    var release: String
    @OptionGroup var moment: MomentOptions
    @OptionGroup var options: DocumentOptions

    func run() throws {
        try options.report(
            at: moment, { try options.store.loadSettings().project() },
            { try $0.releases.review(release, $1) },
            text: { ReviewText.text($0, width: Terminal.width, palette: options.output.palette) },
            markdown: ReviewMarkdown.text, json: ReviewJSON.text)
    }
}

extension LoadedSettings {
    /// What reports about releases need to know of the project.
    func project() throws -> ReadReleases.Project {
        var project = ReadReleases.Project(name: settings.project, phases: settings.phases)
        (project.supportEnds, project.signedOff) = (try SupportEnds.read(settings), Set(settings.signOff))
        return project
    }
}
