// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// What differs between two configurations, for people and machines.
package enum DiffText {
    /// - Parameter mixed: Runs among the two that are compared by the configuration of one of their parts.
    package static func text(
        _ diff: BaselineDiff, from before: String, to after: String, mixed: [MixedRun] = [], palette: Palette
    ) -> String {
        let ends = endings(mixed, before, after)
        let within = ends.isEmpty ? [] : [""] + ends.flatMap { parts($0, palette) }
        guard !diff.isEmpty else {
            return (["nothing differs between \(before) and \(after)\(doubt(ends))"] + within).joined(separator: "\n")
        }
        let lines = diff.deltas.map { delta in
            palette.paint(sign(delta.change), role(delta.change)) + " " + SafeText.line(line(delta), limit: 300)
        }
        return ([heading(diff, before, after), ""] + lines + within).joined(separator: "\n")
    }

    /// Those of the mixed runs that are compared.
    private static func endings(_ mixed: [MixedRun], _ before: String, _ after: String) -> [MixedRun] {
        mixed.filter { [before, after].contains($0.name) }
    }

    /// That one part of a run cannot tell of the others; nothing where no run is mixed.
    private static func doubt(_ mixed: [MixedRun]) -> String {
        mixed.isEmpty ? "" : ", as far as one part of \(mixed.map(\.name).joined(separator: " and of ")) tells"
    }

    private static func parts(_ run: MixedRun, _ palette: Palette) -> [String] {
        let head = "\(run.name) has parts of different configurations; one of them is compared. They differ in"
        let differing =
            run.items.isEmpty
            ? [] : [palette.paint(head, .warning)] + run.items.map { "  \(SafeText.line($0, limit: 300))" }
        return differing + (run.isPartlyKnown ? [palette.paint("\(run.name): \(run.unknown)", .warning)] : [])
    }

    /// - Parameter mixed: As with `text`.
    package static func markdown(
        _ diff: BaselineDiff, from before: String, to after: String, mixed: [MixedRun] = []
    ) -> String {
        let ends = endings(mixed, before, after)
        let within = ends.flatMap { run -> [String] in
            let head = "**\(run.name) has parts of different configurations; one of them is compared.** They differ in:"
            let differing = run.items.isEmpty ? [] : ["", head, ""] + run.items.map { "- \(MarkdownText.code($0))" }
            return differing + (run.isPartlyKnown ? ["", "**\(run.name): \(run.unknown).**"] : [])
        }
        let title = "### \(MarkdownText.inline(before)) to \(MarkdownText.inline(after))"
        guard !diff.isEmpty else {
            return ([title, "", "Nothing differs\(doubt(ends))."] + within).joined(separator: "\n")
        }
        let rows = diff.deltas.map { delta in
            "| \(delta.kind.rawValue) | \(MarkdownText.code(name(delta), isInTable: true)) | \(MarkdownText.cell(values(delta.before))) | \(MarkdownText.cell(values(delta.after))) | \(MarkdownText.cell(tableNotes(delta).joined(separator: ", "))) |"
        }
        return
            ([
                "\(title)", "", heading(diff, before, after), "", "| Kind | What | Before | After | Note |",
                "| --- | --- | --- | --- | --- |",
            ]
            + rows + within).joined(separator: "\n")
    }

    /// - Parameters:
    ///   - diffs: What differs to each of one or two configurations, and what they are called.
    ///   - mixed: Runs among all of them that are compared by the configuration of one of their parts.
    package static func json(
        _ diffs: [(diff: BaselineDiff, to: String)], from before: String, mixed: [MixedRun] = []
    ) -> String {
        let objects = diffs.map { entry in
            JSONText.object([.init("to", .string(entry.to)), .init("deltas", .array(entry.diff.deltas.map(json)))])
        }
        let runs = mixed.map { run in
            JSONText.object([
                .init("run", .string(run.name)), .init("deltas", .array(run.deltas.map(json))),
                .init("partly_known", .bool(run.isPartlyKnown)),
            ])
        }
        return JSONText.object([
            .init("format", 1), .init("from", .string(before)), .init("diffs", .array(objects)),
            .init("mixed", .array(runs)),
        ]).pretty
    }

    static func json(_ delta: BaselineDiff.Delta) -> JSONText {
        .object([
            .init("kind", .string(delta.kind.rawValue)), .init("key", .string(delta.key)),
            .init("change", .string(delta.change.rawValue)), .init("before", .array(delta.before.map(JSONText.string))),
            .init("after", .array(delta.after.map(JSONText.string))),
            .init("step", delta.step == .unknown ? .null : .string(delta.step.rawValue)),
            .init("direct", delta.isDirect.map(JSONText.bool) ?? .null),
            .init("development", delta.isDevelopment.map(JSONText.bool) ?? .null),
            .init("digest_changed", .bool(delta.hasOtherDigest)), .init("asked", .bool(delta.isAsked)),
            .init("changed_lines", JSONText(delta.changedLines)),
            .init("evidence", .array(delta.evidence.map(JSONText.string))),
        ])
    }

    private static func heading(_ diff: BaselineDiff, _ before: String, _ after: String) -> String {
        let counts = BaselineDiff.Delta.Change.allCases.compactMap { change -> String? in
            let count = diff.deltas.count { $0.change == change }
            return count == 0 ? nil : "\(Plural.number(count)) \(change.rawValue)"
        }
        return "\(before) to \(after): \(counts.joined(separator: ", "))"
    }

    /// One difference in words of its kind: `dependency alamofire 5.8.0 -> 5.9.1 (minor, direct)`.
    package static func line(_ delta: BaselineDiff.Delta) -> String {
        let word = delta.kind == .variable ? "env" : delta.kind.rawValue
        let notes = notes(delta)
        let end = notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))"
        switch delta.change {
        case .added: return "\(word) \(name(delta)) \(values(delta.after)) added\(end)"
        case .removed: return "\(word) \(name(delta)) \(values(delta.before)) removed\(end)"
        case .changed:
            if isRepublished(delta) { return "\(word) \(name(delta)) \(values(delta.after)) digest changed\(end)" }
            if delta.changedLines != nil || isContent(delta) { return "\(word) \(name(delta)) changed\(end)" }
            return "\(word) \(name(delta)) \(values(delta.before)) -> \(values(delta.after))\(end)"
        }
    }

    /// Whether something that has versions has another content under the same one.
    private static func isRepublished(_ delta: BaselineDiff.Delta) -> Bool {
        delta.hasOtherDigest && [.dependency, .toolchain, .image, .service].contains(delta.kind)
    }

    /// Whether only a digest tells the two apart.
    private static func isContent(_ delta: BaselineDiff.Delta) -> Bool {
        (delta.before + delta.after).allSatisfy { $0.hasPrefix("sha256:") } || delta.before == delta.after
    }

    /// A package without its type where that is plain, else the key; of a tool whether it is what files ask for.
    private static func name(_ delta: BaselineDiff.Delta) -> String {
        if delta.isAsked { return "\(delta.key) asked" }
        guard delta.kind == .dependency, delta.key.hasPrefix("pkg:"), let slash = delta.key.firstIndex(of: "/") else {
            return delta.key
        }
        return String(delta.key[delta.key.index(after: slash)...])
    }

    private static func values(_ values: [String]) -> String { values.map(short).joined(separator: ", ") }

    /// Commits and digests by their first digits.
    static func short(_ value: String) -> String {
        let digits = value.drop { $0 != ":" }.dropFirst()
        let hash = digits.isEmpty ? value[...] : digits
        guard hash.utf8.count >= 40, hash.allSatisfy(\.isHexDigit) else { return value }
        return String(value.dropLast(hash.count) + hash.prefix(12))
    }

    private static func notes(_ delta: BaselineDiff.Delta) -> [String] {
        [
            delta.step == .unknown ? nil : delta.step.rawValue, delta.isDirect.map { $0 ? "direct" : "transitive" },
            delta.isDevelopment == true ? "development" : nil,
            delta.changedLines.map { Plural.count($0, "line") },
        ].compactMap(\.self)
    }

    private static func tableNotes(_ delta: BaselineDiff.Delta) -> [String] {
        (isRepublished(delta) ? ["digest changed"] : []) + notes(delta)
    }

    private static func sign(_ change: BaselineDiff.Delta.Change) -> String {
        switch change {
        case .added: "+"
        case .removed: "-"
        case .changed: "~"
        }
    }

    private static func role(_ change: BaselineDiff.Delta.Change) -> Palette.Role {
        switch change {
        case .added: .good
        case .removed: .bad
        case .changed: .warning
        }
    }
}
