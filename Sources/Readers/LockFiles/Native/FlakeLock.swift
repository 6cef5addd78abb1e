// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `flake.lock` of Nix: a graph of inputs, each locked to a commit or an archive.
enum FlakeLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        guard let root = draft.json(text.text) else { return }
        draft.setVersion(root["version"].text, known: ["5", "6", "7"])
        let top = root["root"].text ?? "root"
        let nodes = draft.requiredPairs(root, "nodes")
        // An input that follows another one is a path, a list, and stands at its own node anyway.
        let direct = Set(nodes[top]?["inputs"].pairs.values.compactMap(\.text) ?? [])
        for (name, node) in nodes where name != top {
            guard node["locked"].isTable else {
                draft.skipEntry("nodes.\(name)")
                continue
            }
            add(node["locked"], name: name, isDirect: direct.contains(name), to: &draft)
        }
    }

    private static func add(_ locked: LockTree, name: String, isDirect: Bool, to draft: inout LockDraft) {
        let revision = locked["rev"].text
        let digests =
            LockDigest.integrity(locked["narHash"].text) + (revision.flatMap(LockDigest.commit).map { [$0] } ?? [])
        let address = (locked["url"].text ?? locked["path"].text).map { SourceAddress($0).text }
        let host = locked["host"].text
        let repository = locked["owner"].text.flatMap { owner in locked["repo"].text.map { "\(owner)/\($0)" } }
        if locked["type"].text == "github", host == nil, let repository {
            draft.add(LockedDependency(.github, repository, version: revision, digests: digests, isDirect: isDirect))
            return
        }
        let source = repository.map { "https://" + (host ?? "\(locked["type"].text ?? "git").com") + "/" + $0 }
        draft.add(
            LockedDependency(
                .nix, name, version: revision, digests: digests, isDirect: isDirect, isPinned: !digests.isEmpty,
                source: source ?? address))
    }
}
