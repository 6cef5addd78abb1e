// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `package-lock.json` and `npm-shrinkwrap.json`: version 1 is a tree, versions 2 and 3 list folders.
enum PackageLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        guard let root = draft.json(text.text) else { return }
        draft.setVersion(root["lockfileVersion"].text ?? "1", known: ["1", "2", "3"])
        if root["packages"].isTable {
            readFolders(root["packages"], into: &draft)
        } else if root["dependencies"].isNone, root["packages"].isNone, root.isTable {
            // A project without dependencies has no section.
            return
        } else if root["dependencies"].isTable {
            readTree(root["dependencies"], into: &draft)
        } else {
            draft.markMissing("packages")
        }
    }

    // MARK: Versions 2 and 3

    private static let folder = "node_modules/"

    private static func readFolders(_ packages: LockTree, into draft: inout LockDraft) {
        let direct = directFolders(packages.pairs)
        for (path, package) in packages.pairs {
            // Folders outside `node_modules` are the project and its workspaces, links lead to them.
            guard let name = name(of: path), package["link"].flag != true else { continue }
            guard package.isTable else {
                draft.skipEntry("packages.\(path)")
                continue
            }
            let isDirect = direct.contains(path)
            add(package, named: package["name"].text ?? String(name), isDirect: isDirect, to: &draft)
        }
    }

    /// The part of a path behind the last `node_modules/`; nil when there is none.
    private static func name(of path: String) -> Substring? {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        // The name of a scoped package has one more slash.
        let scope = path[..<slash].utf8.lastIndex(of: UInt8(ascii: "/"))
        for end in [slash, scope].compactMap(\.self) {
            let start = path.utf8.index(after: end)
            let before = path[..<start]
            if before == folder || before.hasSuffix("/" + folder) { return path[start...] }
        }
        return nil
    }

    /// Folders that hold what the project or one of its workspaces asks for.
    private static func directFolders(_ packages: [String: LockTree]) -> Set<String> {
        var folders: Set<String> = []
        for (path, package) in packages where name(of: path) == nil {
            let levels = NPMSource.levels(of: path)
            for name in NPMSource.asked(by: package).all.keys {
                // A workspace finds its own copy first, then that of the folders above.
                let candidates = levels.lazy.map { ($0.isEmpty ? "" : $0 + "/") + folder + name }
                if let found = candidates.first(where: { packages[$0] != nil }) { folders.insert(found) }
            }
        }
        return folders
    }

    private static func add(_ package: LockTree, named name: String, isDirect: Bool, to draft: inout LockDraft) {
        let address = package["resolved"].text.map { SourceAddress($0) }
        let commit = address.flatMap { $0.isRepository ? $0.commitDigest : nil }
        let digests = LockDigest.integrity(package["integrity"].text) + (commit.map { [$0] } ?? [])
        let version = package["version"].text
        draft.add(
            LockedDependency(
                .npm, name, version: version ?? address?.fragment, digests: digests, isDirect: isDirect,
                isDevelopment: package["dev"].flag ?? false,
                isPinned: isPinned(version: version, address: address, digests: digests),
                source: address.flatMap(NPMSource.custom)))
    }

    /// A local folder can change under the file; an archive with a digest cannot.
    private static func isPinned(version: String?, address: SourceAddress?, digests: [String]) -> Bool {
        guard let address else { return version != nil }
        return address.isLocal || address.isRepository ? !digests.isEmpty : version != nil || !digests.isEmpty
    }

    // MARK: Version 1

    private static func readTree(_ dependencies: LockTree, into draft: inout LockDraft) {
        for (key, package) in draft.tablePairs(dependencies, "dependencies") {
            addOld(package, key: key, to: &draft)
            readTree(package["dependencies"], into: &draft)
        }
    }

    /// In version 1 the version is a version, an alias `npm:name@1.0.0`, or an address.
    private static func addOld(_ package: LockTree, key: String, to draft: inout LockDraft) {
        let written = package["version"].text ?? ""
        var name = key
        var version: String? = written
        var address = package["resolved"].text.map { SourceAddress($0) }
        if written.hasPrefix("npm:"), let alias = NPMSource.split(written.dropFirst(4)) {
            (name, version) = (String(alias.name), String(alias.range))
        } else if written.contains(":") || written.contains("/") {
            let place = SourceAddress(written)
            version = place.isRepository ? place.fragment : nil
            address = place
        }
        let commit = address.flatMap { $0.isRepository ? $0.commitDigest : nil }
        let digests = LockDigest.integrity(package["integrity"].text) + (commit.map { [$0] } ?? [])
        draft.add(
            LockedDependency(
                .npm, name, version: version, digests: digests, isDevelopment: package["dev"].flag ?? false,
                isPinned: isPinned(version: version, address: address, digests: digests),
                source: address.flatMap(NPMSource.custom)))
    }
}
