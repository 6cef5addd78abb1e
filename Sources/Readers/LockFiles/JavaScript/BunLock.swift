// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `bun.lock`: JSON with commas at the end, where a package is a list that begins with `name@version`.
enum BunLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        guard let root = draft.json(JSONComments.removed(from: text.text)) else { return }
        draft.setVersion(root["lockfileVersion"].text, known: ["0", "1"])
        // A project without dependencies has no section.
        if root["packages"].isNone, root["workspaces"].isTable { return }
        let packages = draft.requiredPairs(root, "packages")
        let uses = Uses(workspaces: root["workspaces"], packages: packages)
        for (key, package) in packages {
            guard let parts = package[0].text.flatMap({ NPMSource.split($0[...]) }) else {
                draft.skipEntry("packages.\(key)")
                continue
            }
            guard !["workspace:", "root:"].contains(where: parts.range.hasPrefix) else { continue }
            add(package, name: parts.name, reference: parts.range, key: key, uses: uses, to: &draft)
        }
    }

    private static func add(
        _ package: LockTree, name: Substring, reference: Substring, key: String, uses: Uses, to draft: inout LockDraft
    ) {
        let isAddress = reference.contains(":") || reference.contains("/")
        let address = isAddress ? SourceAddress(reference.hasPrefix("link:") ? reference.dropFirst(5) : reference) : nil
        // The second element is the registry, empty for the public one; addresses have none.
        let registry = isAddress ? nil : package[1].text.map { SourceAddress($0) }
        let integrity = package.items.last?.text.flatMap { $0.hasPrefix("sha") ? $0 : nil }
        let commit = address.flatMap { $0.isRepository ? $0.fragment : nil }
        let digests = LockDigest.integrity(integrity) + (commit.flatMap(LockDigest.commit).map { [$0] } ?? [])
        draft.add(
            LockedDependency(
                .npm, name, version: isAddress ? commit : String(reference), digests: digests,
                isDirect: uses.direct.contains(key), isDevelopment: uses.isDevelopment(key),
                isPinned: !isAddress || !digests.isEmpty || commit != nil,
                source: (address ?? registry).flatMap(NPMSource.custom)))
    }

    /// What the workspaces ask for and reach, as keys of packages.
    private struct Uses {
        let direct: Set<String>
        private let needed: Set<String>
        private let development: Set<String>

        init(workspaces: LockTree, packages: [String: LockTree]) {
            var asked: Set<String> = []
            var onlyDevelopment: Set<String> = []
            for workspace in workspaces.pairs.values {
                let sections = NPMSource.asked(by: workspace)
                for name in sections.all.keys {
                    let key = Self.key(of: name, below: workspace["name"].text ?? "", packages)
                    if sections.development.contains(name) {
                        onlyDevelopment.insert(key)
                    } else {
                        asked.insert(key)
                    }
                }
            }
            var graph = DependencyGraph<String>()
            for (key, package) in packages {
                let names = package.items.flatMap { NPMSource.asked(by: $0).all.keys }
                graph.connect(key, to: names.map { Self.key(of: $0, below: key, packages) })
            }
            direct = asked.union(onlyDevelopment)
            needed = graph.reached(from: asked)
            development = graph.reached(from: onlyDevelopment)
        }

        func isDevelopment(_ key: String) -> Bool? {
            needed.contains(key) ? false : development.contains(key) ? true : nil
        }

        /// A package finds its own copy `parent/name` first, then those of the packages above it.
        private static func key(of name: String, below parent: String, _ packages: [String: LockTree]) -> String {
            let candidates = NPMSource.levels(of: parent).lazy.map { $0.isEmpty ? name : "\($0)/\(name)" }
            return candidates.first { packages[$0] != nil } ?? name
        }
    }
}
