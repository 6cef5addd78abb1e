// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `deno.lock`: version 1 maps addresses to digests, 2 and 3 nest packages, 4 and 5 have them at the top.
enum DenoLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        guard let root = draft.json(text.text) else { return }
        guard root.isTable else {
            draft.markMissing("version")
            return
        }
        let version = root["version"].text
        draft.setVersion(version ?? "1", known: ["1", "2", "3", "4", "5"])
        let direct = direct(root)
        let npm = [root["npm"]["packages"], root["packages"]["npm"], root["npm"]].first(where: \.isTable) ?? .none
        let hasSections = root["npm"]["packages"].isTable
        for (key, package) in draft.tablePairs(npm, "npm") where hasSections || key != "specifiers" {
            add(.npm, key: key, digests: LockDigest.integrity(package["integrity"].text), direct: direct, to: &draft)
        }
        let jsr = root["packages"]["jsr"].isTable ? root["packages"]["jsr"] : root["jsr"]
        for (key, package) in draft.tablePairs(jsr, "jsr") {
            let digests = LockDigest.known("sha256", package["integrity"].text)
            add(.jsr, key: key, digests: digests, direct: direct, to: &draft)
        }
        let remote = version == nil ? root : root["remote"]
        for (address, digest) in remote.pairs {
            let digests = LockDigest.known("sha256", digest.text)
            draft.add(
                LockedDependency(
                    .deno, SourceAddress(address).text, version: nil as String?, digests: digests,
                    isPinned: !digests.isEmpty))
        }
    }

    private static func add(
        _ ecosystem: PackageEcosystem, key: String, digests: [String], direct: Set<String>?, to draft: inout LockDraft
    ) {
        guard let parts = NPMSource.split(key[...]) else {
            draft.skipEntry(key)
            return
        }
        // Peers stand behind an underscore, which versions do not have.
        let version = parts.range.prefix { $0 != "_" }
        let identity = "\(ecosystem.rawValue):\(parts.name)@\(version)"
        draft.add(
            LockedDependency(
                ecosystem, parts.name, version: version, digests: digests, isDirect: direct?.contains(identity)))
    }

    /// What the workspaces ask for, as `npm:name@version`; nil where the file has no workspaces.
    private static func direct(_ root: LockTree) -> Set<String>? {
        guard root["workspace"].isTable else { return nil }
        let specifiers = root["specifiers"].isTable ? root["specifiers"] : root["packages"]["specifiers"]
        let workspaces = [root["workspace"]] + root["workspace"]["members"].pairs.values
        let asked = workspaces.flatMap { $0["dependencies"].items + $0["packageJson"]["dependencies"].items }
        return Set(
            asked.compactMap { item in
                guard let specifier = item.text, let resolved = specifiers[specifier].text else { return nil }
                // Version 3 writes the whole package, version 4 the version alone.
                let plain = resolved.prefix { $0 != "_" }
                if plain.contains(":") { return String(plain) }
                let kind = specifier.prefix { $0 != ":" }
                let name =
                    NPMSource.split(specifier.dropFirst(kind.count + 1))?.name ?? specifier.dropFirst(kind.count + 1)
                return "\(kind):\(name)@\(plain)"
            })
    }
}
