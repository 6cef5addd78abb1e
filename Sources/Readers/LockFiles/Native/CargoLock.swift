// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `Cargo.lock`, versions 1 to 4; version 1 keeps the checksums in a section of their own.
///
/// Packages without a source are the project, its workspace or local paths; what they ask for is direct.
enum CargoLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        let root = draft.toml(text.text)
        draft.setVersion(root["version"].text ?? "1", known: ["1", "2", "3", "4"])
        var packages = draft.tables(root["package"], "package")
        if !root["package"].isList, !root["root"].isTable { draft.markMissing("package") }
        // The oldest files have the project in a table of its own.
        if root["root"].isTable { packages.append(root["root"]) }
        let direct = Set(
            packages.filter { $0["source"].isNone }.flatMap { $0["dependencies"].items.compactMap(\.text) }
                .map { words in words.split(separator: " ").prefix(2).joined(separator: " ") })
        for package in packages where !package["source"].isNone {
            add(package, metadata: root["metadata"], direct: direct, to: &draft)
        }
    }

    private static func add(_ package: LockTree, metadata: LockTree, direct: Set<String>, to draft: inout LockDraft) {
        let name = package["name"].text ?? ""
        let version = package["version"].text ?? ""
        let written = package["source"].text ?? ""
        let source = SourceAddress(written)
        let checksum = package["checksum"].text ?? metadata["checksum \(name) \(version) (\(written))"].text
        let commit = written.hasPrefix("git+") ? source.commitDigest : nil
        draft.add(
            LockedDependency(
                .cargo, name, version: version,
                digests: LockDigest.hexadecimal("sha256", checksum) + [commit].compactMap(\.self),
                // A name alone is written where the file has one version of it only.
                isDirect: direct.contains(name) || direct.contains("\(name) \(version)"),
                isPinned: !version.isEmpty, source: custom(source)))
    }

    private static func custom(_ source: SourceAddress) -> String? {
        let isPublic = ["https://github.com/rust-lang/crates.io-index", "https://index.crates.io"]
            .contains { source.text.hasPrefix($0) }
        return isPublic ? nil : source.text
    }
}
