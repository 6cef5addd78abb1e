// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The files of a project that tell of its configuration by their names.
struct ProjectTree {
    /// Most files of that sort.
    static let maximumFiles = 2000

    /// Relative to the root, sorted.
    let paths: [String]

    /// Asks git for the names, which is quick and leaves out what is generated; the root itself is looked at as well,
    /// because projects may keep a lock file out of git. Without git the folders are searched.
    ///
    /// - Complexity: O(files of the tree).
    init(_ folder: ProjectFolder, checkout: GitCheckout?, into draft: inout CaptureDraft) {
        var found: Set<String> = []
        var isCut = false
        if let checkout, checkout.hasFiles {
            found = Set(checkout.files.filter { Self.tells(Array($0.utf8)[...]) })
            for (name, kind) in FolderWalk.entries(InputPath(folder.path)) where kind != .folder {
                let name = String(decoding: name, as: UTF8.self)
                if Self.names.contains(name) { found.insert(name) }
            }
        } else {
            (found, isCut) = Self.search(folder)
        }
        let sorted = found.filter { !ForeignFolders.hold($0) }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        paths = Array(sorted.prefix(Self.maximumFiles))
        if isCut || sorted.count > Self.maximumFiles {
            draft.warn(
                "capture-limit", "the tree is too large to be searched; what lies behind the limit is left out",
                hint: "let it be a checkout of git, or capture a folder of it", file: folder.path)
        }
    }

    /// The files that have one of these names.
    func files(named names: FileNames) -> [String] { paths.filter(names.contains) }

    /// Whether a file of git is looked at, for what it says itself or for how git keeps others.
    static func isWanted(_ path: ArraySlice<UInt8>) -> Bool {
        tells(path) || path.last == attributes.last && path.suffix(attributes.count).elementsEqual(attributes)
    }

    private static let attributes = Array(".gitattributes".utf8)
    private static let lock = Array(".lock".utf8)

    private static func tells(_ path: ArraySlice<UInt8>) -> Bool {
        path.last == lock.last && path.suffix(lock.count).elementsEqual(lock) || names.contains(path)
    }

    private static let names = FileNames(
        CapturedLocks.names + CapturedLocks.unreadNames + ToolchainFile.all.flatMap(\.names) + PipelineFiles.names
            + ContainerFile.names + ToolCommand.all.flatMap(\.markers))

    /// Hidden folders in which configuration lies.
    private static let hiddenFolders: Set<String> = [
        ".buildkite", ".ci", ".circleci", ".config", ".devcontainer", ".github", ".mvn", ".woodpecker",
    ]

    private static func search(_ folder: ProjectFolder) -> (found: Set<String>, isCut: Bool) {
        var walk = FolderWalk()
        walk.maximumDepth = 12
        var found: Set<String> = []
        walk.run(folder) { parts in
            guard let name = parts.last, !ForeignFolders.contains(name) else { return false }
            return name.first != 0x2E || hiddenFolders.contains(String(decoding: name, as: UTF8.self))
        } visit: { parts in
            let path = FolderWalk.path(parts)
            if names.contains(path) { found.insert(path) }
            return true
        }
        return (found, walk.isCut || walk.isTooDeep)
    }
}
