// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `pdm.lock`: a package with extras stands there twice, and both mean the same files.
enum PDMLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        let root = draft.toml(text.text)
        let metadata = root["metadata"]
        draft.setVersion(
            metadata["lock_version"].text,
            known: ["2", "3", "3.1", "4.0", "4.1", "4.2", "4.3", "4.4", "4.4.1", "4.5.0", "4.5.1"])
        if !root["package"].isList, !metadata.isTable { draft.markMissing("package") }
        for package in draft.tables(root["package"], "package") { add(package, metadata: metadata, to: &draft) }
    }

    private static func add(_ package: LockTree, metadata: LockTree, to draft: inout LockDraft) {
        let name = package["name"].text ?? ""
        let version = package["version"].text
        var digests = PythonPackage.digests(package["files"].items)
        if digests.isEmpty, let version {
            digests = PythonPackage.digests(metadata["files"]["\(name) \(version)"].items)
        }
        let git = package["git"].text.map { SourceAddress($0).text }
        if git != nil { digests += PythonPackage.commit(package["revision"].text) }
        let path = package["path"].text
        draft.add(
            LockedDependency(
                .pypi, name, version: version ?? package["revision"].text, digests: digests,
                isDevelopment: isDevelopment(package["groups"]),
                isPinned: path == nil && package["editable"].flag != true || !digests.isEmpty,
                source: git ?? path ?? PythonPackage.custom(package["url"].text)))
    }

    /// Groups other than `default` may be extras, so only the conventional name tells that it is for development.
    private static func isDevelopment(_ groups: LockTree) -> Bool? {
        let names = groups.items.compactMap(\.text)
        return names.contains("default") ? false : names == ["dev"] ? true : nil
    }
}
