// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `Pipfile.lock`: `default`, `develop`, and categories that a project names itself.
enum PipfileLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        guard let root = draft.json(text.text) else { return }
        draft.setVersion(root["_meta"]["pipfile-spec"].text, known: ["6"])
        if !root["default"].isTable { draft.markMissing("default") }
        let indexes = Dictionary(
            root["_meta"]["sources"].items.compactMap { source in
                source["name"].text.flatMap { name in source["url"].text.map { (name, $0) } }
            }
        ) { first, _ in first }
        for (category, packages) in root.pairs where category != "_meta" {
            let isDevelopment = category == "default" ? false : category == "develop" ? true : nil
            for (name, package) in draft.tablePairs(packages, category) {
                add(package, name: name, isDevelopment: isDevelopment, indexes: indexes, to: &draft)
            }
        }
    }

    private static func add(
        _ package: LockTree, name: String, isDevelopment: Bool?, indexes: [String: String], to draft: inout LockDraft
    ) {
        let git = package["git"].text.map { SourceAddress($0).text }
        let reference = package["ref"].text
        let local = package["path"].text
        let file = package["file"].text
        let version = package["version"].text.map { String($0.drop { $0 == "=" }) }
        let digests = package["hashes"].items.compactMap(\.text) + PythonPackage.commit(git == nil ? nil : reference)
        let index = package["index"].text.flatMap { indexes[$0] }
        let isExact = package["version"].text?.hasPrefix("==") ?? false
        draft.add(
            LockedDependency(
                .pypi, name, version: version ?? (git == nil ? nil : reference), digests: digests,
                isDevelopment: isDevelopment, isPinned: isExact || !digests.isEmpty,
                source: git ?? local ?? PythonPackage.custom(file ?? index)))
    }
}
