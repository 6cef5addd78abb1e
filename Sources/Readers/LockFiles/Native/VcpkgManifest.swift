// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `vcpkg.json`: a baseline pins all ports to one commit of the registry, an override pins one port.
enum VcpkgManifest {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        guard let root = draft.json(text.text) else { return }
        guard root.isTable else {
            draft.markMissing("dependencies")
            return
        }
        let registry = root["vcpkg-configuration"]["default-registry"]
        let baseline = root["builtin-baseline"].text ?? registry["baseline"].text
        let source = registry["repository"].text.map { SourceAddress($0).text }
        let overrides = overrides(root["overrides"])
        let features = draft.tablePairs(root["features"], "features").map { $0.value["dependencies"] }
        for list in [root["dependencies"]] + features {
            for (index, item) in list.items.enumerated() {
                guard let name = item.text ?? item["name"].text else {
                    draft.skipEntry("dependencies[\(index)]")
                    continue
                }
                let version = overrides[name]
                draft.add(
                    LockedDependency(
                        .vcpkg, name, version: version, digests: baseline.flatMap(LockDigest.commit).map { [$0] } ?? [],
                        isDirect: true, isDevelopment: item["host"].flag, isPinned: version != nil || baseline != nil,
                        source: source))
            }
        }
    }

    private static func overrides(_ list: LockTree) -> [String: String] {
        let schemes = ["version", "version-semver", "version-string", "version-date"]
        return Dictionary(
            list.items.compactMap { item in
                guard let name = item["name"].text,
                    let version = schemes.lazy.compactMap({ item[$0].text }).first
                else { return nil }
                let port = item["port-version"].text.map { "#" + $0 } ?? ""
                return (name, version + port)
            }
        ) { first, _ in first }
    }
}
