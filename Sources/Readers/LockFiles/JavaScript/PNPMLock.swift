// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `pnpm-lock.yaml`, whose keys changed: `/name/1.0.0_peers` (5), `/name@1.0.0(peers)` (6), `name@1.0.0` (9).
///
/// Up to version 6 every package says whether it is for development; from 9 on only the edges tell.
enum PNPMLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        // From version 11 on pnpm may write what it needs itself as a document of its own.
        let documents = draft.yamlDocuments(text.text)
        draft.setVersion(
            documents.first?["lockfileVersion"].text,
            known: ["5", "5.0", "5.1", "5.2", "5.3", "5.4", "6.0", "6.1", "9.0"])
        if documents.isEmpty { draft.markMissing("packages") }
        for root in documents { read(root, into: &draft) }
    }

    private static func read(_ root: LockTree, into draft: inout LockDraft) {
        if root["packages"].isNone, root.isTable {
            // A project without dependencies has no section.
            return
        }
        let packages = draft.requiredPairs(root, "packages")
        let uses = Uses(root)
        for (key, package) in packages {
            guard package.isTable || package.isNone else {
                draft.skipEntry("packages.\(key)")
                continue
            }
            add(package, key: key, uses: uses, to: &draft)
        }
    }

    private static func add(_ package: LockTree, key: String, uses: Uses, to draft: inout LockDraft) {
        let parts = PNPMKey(key)
        let resolution = package["resolution"]
        let name = package["name"].text ?? parts?.name ?? key
        let version = package["version"].text ?? (parts.map { plain($0.version) } ?? nil)
        let commit = resolution["commit"].text
        let address = (resolution["repo"].text ?? resolution["tarball"].text).map { SourceAddress($0) }
        let digests =
            LockDigest.integrity(resolution["integrity"].text) + (commit.flatMap(LockDigest.commit).map { [$0] } ?? [])
        let isLocal =
            resolution["directory"].text != nil || address?.isLocal == true || key.contains("file:")
            || key.contains("link:")
        // An alias or a key that is no name and version is found by the key itself.
        let identity = parts?.identity ?? PNPMKey.withoutPeers(key)
        draft.add(
            LockedDependency(
                .npm, name, version: version ?? commit, digests: digests, isDirect: uses.direct.contains(identity),
                isDevelopment: package["dev"].flag ?? uses.isDevelopment(identity),
                isPinned: !digests.isEmpty || !isLocal && (version ?? commit) != nil,
                source: resolution["directory"].text ?? address.flatMap(NPMSource.custom)))
    }

    /// The version unless it is an address.
    private static func plain(_ version: String) -> String? {
        version.contains(":") || version.contains("/") ? nil : version
    }

    /// What the projects ask for, and from version 9 on what they reach.
    private struct Uses {
        private(set) var direct: Set<String> = []
        private var needed: Set<String>?
        private var development: Set<String> = []

        init(_ root: LockTree) {
            let importers = root["importers"].isTable ? Array(root["importers"].pairs.values) : [root]
            var sections: [String: Set<String>] = [:]
            for importer in importers {
                for section in ["dependencies", "optionalDependencies", "devDependencies"] {
                    for (name, value) in importer[section].pairs {
                        guard let version = value.text ?? value["version"].text else { continue }
                        sections[section, default: []].insert(PNPMKey.identity(name: name, version: version))
                    }
                }
            }
            direct = sections.values.reduce(into: []) { $0.formUnion($1) }
            guard root["snapshots"].isTable else { return }
            let graph = Self.graph(root["snapshots"])
            needed = graph.reached(from: ["dependencies", "optionalDependencies"].flatMap { sections[$0] ?? [] })
            development = graph.reached(from: sections["devDependencies"] ?? [])
        }

        private static func graph(_ snapshots: LockTree) -> DependencyGraph<String> {
            var graph = DependencyGraph<String>()
            for (key, snapshot) in snapshots.pairs {
                for section in ["dependencies", "optionalDependencies"] {
                    let targets = snapshot[section].pairs.compactMap { name, value in
                        value.text.map { PNPMKey.identity(name: name, version: $0) }
                    }
                    graph.connect(PNPMKey(key)?.identity ?? key, to: targets)
                }
            }
            return graph
        }

        func isDevelopment(_ identity: String) -> Bool? {
            guard let needed else { return nil }
            return needed.contains(identity) ? false : development.contains(identity) ? true : nil
        }
    }
}
