// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `uv.lock`: the project and its workspace are packages as well, and the edges begin there.
enum UVLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        let root = draft.toml(text.text)
        draft.setVersion(root["version"].text, known: ["1"])
        let packages = draft.requiredTables(root, "package")
        let members = Set(root["manifest"]["members"].items.compactMap(\.text))
        let own = packages.filter { isOwn($0, members: members) }
        let uses = Uses(own: own, packages: packages)
        for package in packages where !isOwn(package, members: members) { add(package, uses: uses, to: &draft) }
    }

    /// Whether a package is the project itself or of its workspace.
    private static func isOwn(_ package: LockTree, members: Set<String>) -> Bool {
        let source = package["source"]
        let path = source["virtual"].text ?? source["editable"].text ?? source["directory"].text
        return path == "." || (path != nil && package["name"].text.map(members.contains) ?? false)
    }

    private static func add(_ package: LockTree, uses: Uses, to draft: inout LockDraft) {
        let name = package["name"].text ?? ""
        let source = package["source"]
        let git = source["git"].text.map { SourceAddress($0) }
        let path = source["virtual"].text ?? source["editable"].text ?? source["directory"].text
        let file = source["path"].text
        var digests = PythonPackage.digests([package["sdist"]] + package["wheels"].items)
        digests += [git?.commitDigest].compactMap(\.self)
        let address = source["registry"].text ?? source["url"].text
        draft.add(
            LockedDependency(
                .pypi, name, version: package["version"].text ?? git?.fragment, digests: digests,
                isDirect: uses.direct.contains(name), isDevelopment: uses.isDevelopment(name),
                isPinned: path == nil && (file == nil || !digests.isEmpty),
                source: git?.text ?? path ?? file ?? PythonPackage.custom(address)))
    }

    /// What the project asks for and reaches, by name.
    private struct Uses {
        let direct: Set<String>
        private let needed: Set<String>
        private let development: Set<String>

        init(own: [LockTree], packages: [LockTree]) {
            var graph = DependencyGraph<String>()
            for package in packages {
                let names = Self.names(package["dependencies"]) + Self.names(in: package["optional-dependencies"])
                graph.connect(package["name"].text ?? "", to: names)
            }
            let asked = own.flatMap {
                Self.names($0["dependencies"]) + Self.names(in: $0["optional-dependencies"])
            }
            let groups = own.flatMap { Self.names(in: $0["dev-dependencies"]) }
            direct = Set(asked + groups)
            needed = graph.reached(from: asked)
            development = graph.reached(from: groups)
        }

        private static func names(_ list: LockTree) -> [String] { list.items.compactMap { $0["name"].text } }

        private static func names(in groups: LockTree) -> [String] { groups.pairs.values.flatMap { names($0) } }

        func isDevelopment(_ name: String) -> Bool? {
            needed.contains(name) ? false : development.contains(name) ? true : nil
        }
    }
}
