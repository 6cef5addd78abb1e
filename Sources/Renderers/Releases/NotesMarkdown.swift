// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Release notes as Markdown.
package enum NotesMarkdown {
    package static func text(_ notes: ReleaseNotes) -> String {
        "# \(MarkdownText.inline("\(notes.project) \(notes.release)"))\n\n" + body(notes, level: "##")
    }

    /// All but the title.
    ///
    /// - Parameter level: Signs before its headings.
    static func body(_ notes: ReleaseNotes, level: String) -> String {
        var lines: [String] = []
        func section(_ title: String, _ entries: [String], else nothing: String) {
            lines += ["\(level) \(title)", ""] + (entries.isEmpty ? [nothing] : entries) + [""]
        }
        section("Resolved", notes.resolved.map { "- \(entry($0))" }, else: "No issue was verified in this release.")
        if !notes.unproven.isEmpty {
            section("Repaired, not shown yet", notes.unproven.map { "- \(entry($0))" }, else: "")
        }
        section(
            "Known issues", notes.known.map { "- \(known($0))" },
            else: "Nothing that failed in this release is left open in it.")
        section(
            "Changes",
            notes.changes.map { line in
                "- CR-\(line.number): \(MarkdownText.inline(line.request.title, limit: 300)) (\(ChangeText.word(line.life.state)))"
            }, else: "No change request was seen in this release.")
        return lines.dropLast().joined(separator: "\n")
    }

    private static func entry(_ entry: ReleaseNotes.Entry) -> String {
        text(
            entry,
            [
                entry.cause.map { "cause: \(MarkdownText.inline($0, limit: 300))" },
                entry.fixedBy.map { "by \(MarkdownText.inline($0.hasPrefix("CR-") ? $0 : "commit \($0.prefix(12))"))" },
                entry.since.map { MarkdownText.inline($0, limit: 200) },
                entry.link.map { MarkdownText.inline($0, limit: 200) },
            ])
    }

    private static func known(_ entry: ReleaseNotes.Entry) -> String {
        text(
            entry,
            [
                [entry.severity, entry.state.replacing("_", with: " ")].compactMap(\.self).joined(separator: ", "),
                entry.since.map { MarkdownText.inline($0, limit: 200) },
                entry.workaround.map { "workaround: \(MarkdownText.inline($0, limit: 300))" },
                entry.waiver.map { "excused by \($0)" }, entry.link.map { MarkdownText.inline($0, limit: 200) },
            ])
    }

    private static func text(_ entry: ReleaseNotes.Entry, _ facts: [String?]) -> String {
        let told = facts.compactMap(\.self)
        let rest = told.isEmpty ? "" : " (\(told.joined(separator: "; ")))"
        return "\(entry.name): \(MarkdownText.inline(entry.title, limit: 300))\(rest)"
    }
}
