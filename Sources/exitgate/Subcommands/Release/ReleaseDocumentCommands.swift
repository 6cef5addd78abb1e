// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import Workflow

/// `exitgate release notes`: what a release brings.
struct ReleaseNotesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notes",
        abstract: "Write release notes: what is resolved and verified, what is known to fail, what changed.",
        discussion: """
            Resolved is only what enough clean runs have shown. With --format cyclonedx the notes are a bill of materials of \
            the release with `releaseNotes`, version 1.6.

            EXAMPLES
              exitgate release notes 2.4 > notes.md
              exitgate release notes 2.4 --format cyclonedx > notes.cdx.json
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case markdown, json, cyclonedx
    }

    @Argument(help: "The release, as runs name it.")
    var release: String
    @Option(help: "How to print: markdown, json or cyclonedx.")
    var format = Format.markdown
    @OptionGroup var moment: MomentOptions
    @OptionGroup var reading: ReadingOptions

    func run() throws {
        try reading.read(
            at: moment, { try reading.store.loadSettings().project() }, { try $0.releases.notes(release, $1) }
        ) {
            switch format {
            case .markdown: NotesMarkdown.text($0)
            case .json: NotesJSON.text($0)
            case .cyclonedx: NotesJSON.cycloneDX($0)
            }
        }
    }
}

/// `exitgate release dossier`: a release for an auditor.
struct ReleaseDossierCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dossier",
        abstract: "Write one document for an auditor: scope, baselines, changes, evidence, issues, waivers, decisions.",
        discussion: """
            Every decision of a gate is drawn once more from what it was made of, and the document says whether the verdict \
            is the same.

            EXAMPLES
              exitgate release dossier 2.4 > dossier.md
              exitgate release dossier 2.4 --format json
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case markdown, json
    }

    @Argument(help: "The release, as runs name it.")
    var release: String
    @Option(help: "How to print: markdown or json.")
    var format = Format.markdown
    @OptionGroup var moment: MomentOptions
    @OptionGroup var reading: ReadingOptions

    func run() throws {
        try reading.read(
            at: moment, { try reading.store.loadSettings().project() }, { try $0.releases.dossier(release, $1) }
        ) {
            switch format {
            case .markdown: DossierMarkdown.text($0)
            case .json: DossierJSON.text($0)
            }
        }
    }
}
