// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// `libs.versions.toml` of Gradle: what a build asks for, pinned where it names a single version.
enum VersionCatalog {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        let root = draft.toml(text.text)
        let versions = root["versions"]
        for (alias, library) in root["libraries"].pairs {
            if let notation = library.text {
                add(notation: notation, alias: alias, to: &draft)
                continue
            }
            let group = library["group"].text.map { "\($0):\(library["name"].text ?? "")" }
            guard let name = library["module"].text ?? group, !name.hasSuffix(":") else {
                draft.skipEntry("libraries.\(alias)")
                continue
            }
            add(name, version: library["version"], versions: versions, to: &draft)
        }
        for (alias, plugin) in root["plugins"].pairs {
            if let parts = plugin.text?.split(separator: ":"), parts.count == 2 {
                add(pluginName(String(parts[0])), version: .text(String(parts[1])), versions: versions, to: &draft)
            } else if let id = plugin["id"].text {
                add(pluginName(id), version: plugin["version"], versions: versions, to: &draft)
            } else {
                draft.skipEntry("plugins.\(alias)")
            }
        }
    }

    /// The artifact that marks a plugin in repositories.
    private static func pluginName(_ id: String) -> String { "\(id):\(id).gradle.plugin" }

    private static func add(notation: String, alias: String, to draft: inout LockDraft) {
        let parts = notation.split(separator: ":")
        guard parts.count >= 2 else {
            draft.skipEntry("libraries.\(alias)")
            return
        }
        let version = parts.count > 2 ? LockTree.text(String(parts[2])) : .none
        add("\(parts[0]):\(parts[1])", version: version, versions: .none, to: &draft)
    }

    private static func add(_ name: String, version: LockTree, versions: LockTree, to draft: inout LockDraft) {
        let written = version["ref"].text.map { versions[$0] } ?? version
        let exact = exact(written)
        draft.add(LockedDependency(.maven, name, version: exact, isDirect: true, isPinned: exact != nil))
    }

    /// The version that a text or a rich version leaves as the only one.
    ///
    /// `strictly` decides over the others; `prefer` alone only chooses within a range.
    private static func exact(_ version: LockTree) -> String? {
        if version["rejectAll"].flag == true { return nil }
        if let text = version.text {
            // `1.0!!` is the short form of `strictly`.
            return MavenVersion.exact(text.range(ofASCII: "!!").map { String(text[..<$0.lowerBound]) } ?? text)
        }
        return MavenVersion.exact(version["strictly"].text ?? version["require"].text)
    }
}
