// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Lock files of a tree: every package that they name, and the digest of the file itself, so that a change is seen even
/// where nobody can read it.
enum CapturedLocks {
    /// Names of the files that a reader takes, alone or beside another.
    static let names = LockFormat.all.flatMap(\.files) + [VcpkgConfiguration.fileName]

    /// Names of files that lock or check packages and have no reader.
    static let unreadNames = [
        "bun.lockb", "conda-lock.yml", "pixi.lock", "paket.lock", "project.assets.json", "rebar.lock",
        "MODULE.bazel.lock", "maven_install.json", "verification-metadata.xml", "dependencies.lock", "Manifest.toml",
        "shard.lock", "stack.yaml.lock", "cabal.project.freeze", "*.opam.locked", "west.yml", "spago.lock",
        "cpanfile.snapshot", "Berksfile.lock", "devbox.lock", "devenv.lock", "nimble.lock", "dub.selections.json",
        "lake-manifest.json", "buf.lock", "vcpkg-lock.json", "luarocks.lock", "foundry.lock", "soldeer.lock",
    ]
    private static let unread = FileNames(unreadNames)

    static func read(_ tree: ProjectTree, in folder: ProjectFolder, into draft: inout CaptureDraft) {
        for path in tree.paths {
            if LockFile.format(ofFileNamed: path) != nil {
                read(path, tree, in: folder, into: &draft)
            } else if path.isNamed(VcpkgConfiguration.fileName), let content = draft.content(of: path, in: folder) {
                draft.add([ConfigurationItem(.file, path, value: nil, digest: content.digest, evidence: path)])
            } else if unread.contains(path) || path.hasSuffix(".lock") {
                readUnknown(path, in: folder, into: &draft)
            }
        }
    }

    private static func read(
        _ path: String, _ tree: ProjectTree, in folder: ProjectFolder, into draft: inout CaptureDraft
    ) {
        guard let content = draft.content(of: path, in: folder) else { return }
        let file = ConfigurationItem(.file, path, value: nil, digest: content.digest, evidence: path)
        guard let bytes = content.bytes else {
            draft.warn("lock-too-large", "the lock file is too large to be read; only its digest is kept", file: path)
            return draft.add([file])
        }
        // Requirements of Go get their digests from the file beside; its own list would name more than is built.
        if path.isNamed("go.sum"), tree.paths.contains(path.sibling("go.mod")) { return draft.add([file]) }
        let companion = companion(of: path, tree, in: folder)
        let key = companion.map { Digests.sha256(of: [content.sha256, $0.sha256]) } ?? content.sha256
        draft.add(evidence: path, key: key, kinds: [.file, .dependency]) {
            let read = LockFile.read(bytes, path: path)
            let found = companion?.completing(read) ?? read
            return ([file] + found.dependencies.map { item($0, path) }, found.diagnostics)
        }
    }

    /// The file beside one that completes it: `go.sum` tells digests, the configuration of vcpkg a registry.
    private static func companion(of path: String, _ tree: ProjectTree, in folder: ProjectFolder)
        -> (sha256: String, completing: (LockFileContent) -> LockFileContent)?
    {
        let isModule = path.isNamed("go.mod")
        guard isModule || path.isNamed("vcpkg.json") else { return nil }
        let other = path.sibling(isModule ? "go.sum" : VcpkgConfiguration.fileName)
        guard tree.paths.contains(other), let content = try? folder.content(of: other), let bytes = content.bytes
        else { return nil }
        return (
            content.sha256,
            { read in
                isModule
                    ? read.addingDigests(of: LockFile.read(bytes, path: other))
                    : read.pinned(by: VcpkgConfiguration(bytes, path: other))
            }
        )
    }

    private static func item(_ dependency: LockedDependency, _ path: String) -> ConfigurationItem {
        let name = LockedDependency(dependency.ecosystem, dependency.name, version: String?.none)
        return ConfigurationItem(
            .dependency, name.purl, value: dependency.version, digest: digest(dependency.digests),
            isPinned: dependency.isPinned, evidence: path, isDirect: dependency.isDirect,
            isDevelopment: dependency.isDevelopment)
    }

    /// The one digest of a package; of the many that a package with many artifacts has, one over the sorted list.
    private static func digest(_ digests: [String]) -> String? {
        digests.count > 1 ? "sha256-of-list:" + Digests.sha256(of: digests) : digests.first
    }

    private static func readUnknown(_ path: String, in folder: ProjectFolder, into draft: inout CaptureDraft) {
        guard let content = draft.content(of: path, in: folder) else { return }
        draft.add([ConfigurationItem(.file, path, value: nil, digest: content.digest, evidence: path)])
        draft.warn(
            "lock-unknown", "no reader knows this lock file; its digest is captured, the packages in it are not",
            hint: path.isNamed("bun.lockb") ? "bun writes bun.lock, which can be read, with --save-text-lockfile" : nil,
            file: path)
    }
}

extension String {
    /// Whether the last part of a path is this name.
    func isNamed(_ name: String) -> Bool { self == name || hasSuffix("/" + name) }

    /// The path of a file that one names in relation to its own folder, as far as it lies below the root.
    func related(_ path: String) -> String {
        let parts = sibling(path).split(separator: "/").reduce(into: [Substring]()) { parts, part in
            switch part {
            case ".": break
            case ".." where !parts.isEmpty && parts.last != "..": parts.removeLast()
            default: parts.append(part)
            }
        }
        return parts.joined(separator: "/")
    }

    /// The path of another file of the same folder.
    func sibling(_ name: String) -> String {
        lastIndex(of: "/").map { self[...$0] + name } ?? name
    }
}
