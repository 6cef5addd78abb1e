// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `Gemfile.lock` of Bundler: sections at the margin, values two blanks in, gems four, what a gem needs six.
enum GemfileLock {
    /// The section that is read, as far as it tells where gems come from.
    private struct Section {
        var name = ""
        var remote: String?
        var revision: String?
    }

    private struct Gem {
        let line: Int
        let name: String
        let version: String
        let section: Section
    }

    private static let sections: Set<Substring> = [
        "GEM", "GIT", "PATH", "PLUGIN SOURCE", "PLATFORMS", "DEPENDENCIES", "CHECKSUMS", "RUBY VERSION", "BUNDLED WITH",
    ]

    static func read(_ text: LockText, into draft: inout LockDraft) {
        var isKnown = false
        var section = Section()
        var gems: [Gem] = []
        var direct: Set<String> = []
        var checksums: [String: [String]] = [:]
        for (number, line) in text.lines {
            let content = line.trimmed
            guard !content.isEmpty else { continue }
            switch (line.indentation, section.name) {
            case (0, _):
                if content.hasPrefix("<<<<<<<") || content.hasPrefix("=======") || content.hasPrefix(">>>>>>>") {
                    draft.markMalformed("the file holds marks of a merge conflict", line: number)
                }
                if sections.contains(content) { isKnown = true }
                section = Section(name: String(content))
            case (2, "DEPENDENCIES"): direct.insert(gemName(content))
            case (2, "CHECKSUMS"): note(content, in: &checksums)
            case (2, _): set(content, of: &section)
            case (4, "GEM"), (4, "GIT"), (4, "PATH"), (4, "PLUGIN SOURCE"):
                if let version = version(content) {
                    gems.append(Gem(line: number, name: gemName(content), version: version, section: section))
                } else {
                    draft.skipEntry("line \(number)", line: number)
                }
            default: continue
            }
        }
        if !isKnown { draft.markMalformed("the file has no sections", line: 1) }
        for gem in gems { add(gem, direct: direct, checksums: checksums, to: &draft) }
    }

    private static func set(_ line: Substring, of section: inout Section) {
        if line.hasPrefix("remote: ") {
            section.remote = section.remote ?? String(line.dropFirst(8))
        } else if line.hasPrefix("revision: ") {
            section.revision = String(line.dropFirst(10))
        }
    }

    /// The name before the bracket; an exclamation mark marks gems that come from elsewhere.
    private static func gemName(_ line: Substring) -> String {
        let name = line.prefix { $0 != " " }
        return String(name.hasSuffix("!") ? name.dropLast() : name)
    }

    /// The version in the brackets, without the platform that may follow a dash.
    private static func version(_ line: Substring) -> String? {
        guard let open = line.firstIndex(of: "("), let close = line[open...].firstIndex(of: ")") else { return nil }
        return String(line[line.index(after: open)..<close].prefix { $0 != "-" })
    }

    private static func note(_ line: Substring, in checksums: inout [String: [String]]) {
        guard let version = version(line), let close = line.firstIndex(of: ")") else { return }
        let digests = line[line.index(after: close)...].split { $0 == "," || $0 == " " }
            .map { String($0.replacing("=", with: ":", maxReplacements: 1)) }
        checksums["\(gemName(line)) \(version)", default: []] += digests
    }

    private static func add(_ gem: Gem, direct: Set<String>, checksums: [String: [String]], to draft: inout LockDraft) {
        let commit = gem.section.revision.flatMap(LockDigest.commit).map { [$0] } ?? []
        let source = gem.section.remote.map { SourceAddress($0) }
        let isPublic = gem.section.name == "GEM" && source?.text.hasPrefix("https://rubygems.org") == true
        draft.add(
            LockedDependency(
                .gem, gem.name, version: gem.version,
                digests: (checksums["\(gem.name) \(gem.version)"] ?? []) + commit, isDirect: direct.contains(gem.name),
                isPinned: gem.section.name != "PATH", source: isPublic ? nil : source?.text),
            line: gem.line)
    }
}
