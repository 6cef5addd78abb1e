// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `pylock.toml`, the format that PEP 751 made common to all tools.
enum PyLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        let root = draft.toml(text.text)
        draft.setVersion(root["lock-version"].text, known: ["1.0"])
        if !root["packages"].isList, root["lock-version"].isNone { draft.markMissing("packages") }
        for package in draft.tables(root["packages"], "packages") where package["directory"]["path"].text != "." {
            add(package, to: &draft)
        }
    }

    private static func add(_ package: LockTree, to draft: inout LockDraft) {
        let commit = package["vcs"]["commit-id"].text
        let artifacts = [package["sdist"], package["archive"]] + package["wheels"].items
        let digests = artifacts.flatMap { artifact in
            artifact["hashes"].pairs.compactMap { algorithm, value in value.text.map { "\(algorithm):\($0)" } }
        }
        let directory = package["directory"]["path"].text
        let repository = (package["vcs"]["url"].text ?? package["vcs"]["path"].text).map { SourceAddress($0).text }
        let archive = package["archive"]["url"].text ?? package["archive"]["path"].text
        draft.add(
            LockedDependency(
                .pypi, package["name"].text ?? "", version: package["version"].text ?? commit,
                digests: digests + PythonPackage.commit(commit), isPinned: directory == nil,
                source: repository ?? directory ?? PythonPackage.custom(archive ?? package["index"].text)))
    }
}
