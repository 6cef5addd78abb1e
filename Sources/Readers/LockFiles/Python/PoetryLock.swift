// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `poetry.lock`, from its first version, which kept digests in a section of their own, to 2.1, which names groups.
enum PoetryLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        let root = draft.toml(text.text)
        let metadata = root["metadata"]
        draft.setVersion(metadata["lock-version"].text, known: ["1.0", "1.1", "2.0", "2.1"])
        // Files of an empty project have an empty list or no list at all.
        for package in draft.tables(root["package"], "package") { add(package, metadata: metadata, to: &draft) }
        if !root["package"].isList, !metadata.isTable { draft.markMissing("package") }
    }

    private static func add(_ package: LockTree, metadata: LockTree, to draft: inout LockDraft) {
        let name = package["name"].text ?? ""
        let source = package["source"]
        let kind = source["type"].text
        var digests = PythonPackage.digests(package["files"].items)
        if digests.isEmpty { digests = PythonPackage.digests(metadata["files"][name].items) }
        if digests.isEmpty { digests = LockDigest.all("sha256", metadata["hashes"][name]) }
        let commit = source["resolved_reference"].text ?? source["reference"].text
        if kind == "git" { digests += PythonPackage.commit(commit) }
        let isFixed = kind == "directory" ? false : kind == "git" || kind == "file" ? !digests.isEmpty : true
        draft.add(
            LockedDependency(
                .pypi, name, version: package["version"].text, digests: digests,
                isDevelopment: isDevelopment(package), isPinned: isFixed,
                source: kind == "directory" || kind == "file"
                    ? source["url"].text : PythonPackage.custom(source["url"].text)))
    }

    private static func isDevelopment(_ package: LockTree) -> Bool? {
        if let category = package["category"].text { return category != "main" }
        guard package["groups"].isList else { return nil }
        return !package["groups"].items.contains { $0.text == "main" }
    }
}
