// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `conan.lock`: a graph of nodes up to version 0.4, which Conan 1 writes, and lists of references in 0.5.
enum ConanLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        guard let root = draft.json(text.text) else { return }
        draft.setVersion(root["version"].text, known: ["0.1", "0.2", "0.3", "0.4", "0.5"])
        if root["graph_lock"].isTable {
            readGraph(root["graph_lock"]["nodes"], into: &draft)
            return
        }
        if !root["requires"].isList { draft.markMissing("requires") }
        for section in ["requires", "build_requires", "python_requires", "config_requires"] {
            for (index, item) in root[section].items.enumerated() {
                guard let reference = item.text else {
                    draft.skipEntry("\(section)[\(index)]")
                    continue
                }
                add(reference, isDirect: nil, isDevelopment: section != "requires", to: &draft)
            }
        }
    }

    private static func readGraph(_ nodes: LockTree, into draft: inout LockDraft) {
        if !nodes.isTable { draft.markMissing("nodes") }
        // The project is the node with a path, or without a reference.
        let roots = nodes.pairs.filter { $0.value["path"].text != nil || reference(of: $0.value) == nil }
        let direct = Set(roots.values.flatMap { edges($0) })
        for (key, node) in draft.tablePairs(nodes, "nodes") where roots[key] == nil {
            add(
                reference(of: node) ?? "", isDirect: direct.contains(key),
                isDevelopment: node["context"].text.map { $0 == "build" }, to: &draft)
        }
    }

    /// Before version 0.3 a node has only the reference of a binary, which begins with that of the recipe.
    private static func reference(of node: LockTree) -> String? { node["ref"].text ?? node["pref"].text }

    /// Before version 0.3 edges are the values of a table.
    private static func edges(_ node: LockTree) -> [String] {
        ["requires", "build_requires"].flatMap { node[$0].items + node[$0].pairs.values }.compactMap(\.text)
    }

    /// Adds `name/version@user/channel#revision%time`, or an older reference with `:package` behind it.
    private static func add(_ reference: String, isDirect: Bool?, isDevelopment: Bool?, to draft: inout LockDraft) {
        let parts = reference.prefix { $0 != "%" && $0 != ":" }.split(separator: "#", maxSplits: 1)
        let halves = (parts.first ?? "").split(separator: "@", maxSplits: 1)
        let package = (halves.first ?? "").split(separator: "/", maxSplits: 1)
        guard package.count == 2 else {
            draft.skipEntry(reference)
            return
        }
        let owner = halves.count == 2 ? "@" + halves[1] : ""
        // Without revisions Conan 1 writes `#0`, and a recipe can then change under its version.
        let revision = parts.count == 2 && parts[1] != "0" ? String(parts[1]) : nil
        draft.add(
            LockedDependency(
                .conan, package[0] + owner, version: package[1], digests: LockDigest.known("revision", revision),
                isDirect: isDirect, isDevelopment: isDevelopment))
    }
}
