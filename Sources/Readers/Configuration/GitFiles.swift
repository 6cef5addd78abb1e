// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Where git keeps what it knows of a checkout, found as git finds it, so that it need not be asked.
///
/// Only the plain form is found: a folder `.git` at the top of the checkout. Of a linked worktree, a submodule, a checkout whose
/// settings or variables lead elsewhere, and of contents that have longer names than SHA-1 gives, git is to be asked.
struct GitFiles {
    /// The folder `.git`.
    let repository: ProjectFolder
    /// The way from the top of the checkout to the folder, with a slash at its end; empty at the top.
    let prefix: [UInt8]

    /// Folders between the top of the checkout and the folder.
    var depth: Int { prefix.count { $0 == 0x2F } }

    /// - Parameter environment: Variables of the process, which may tell git to look elsewhere.
    init?(around folder: ProjectFolder, environment: [String: String]) {
        guard Self.variables.allSatisfy({ environment[$0] == nil }) else { return nil }
        let path = Array(folder.path.utf8)
        var top = path == [0x2F] ? [] : path
        while FileIdentity(InputPath(top + Self.name), followsLinks: false) == nil {
            guard let slash = top.lastIndex(of: 0x2F) else { return nil }
            top.removeSubrange(slash...)
        }
        let place = top + Self.name
        guard FileIdentity(InputPath(place), followsLinks: false)?.kind == .folder,
            let repository = ProjectFolder(InputPath(place).display), Self.isPlain(repository)
        else { return nil }
        self.repository = repository
        prefix = top.count < path.count ? Array(path[(top.count + 1)...]) + [0x2F] : []
        // Some systems spell other characters in several ways.
        guard prefix.allSatisfy({ $0 < 0x80 }) else { return nil }
        if prefix == [0x2F] { return nil }
    }

    private static let name = Array("/.git".utf8)
    private static let variables = [
        "GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_CEILING_DIRECTORIES",
        "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    ]

    /// Whether git takes the folder for a repository, and finds the files of the checkout in it and around it.
    private static func isPlain(_ repository: ProjectFolder) -> Bool {
        let folders = ["objects", "refs"]
        guard
            folders.allSatisfy({ FileIdentity(repository.absolute($0), followsLinks: true)?.kind == .folder }),
            !repository.contains("commondir"), let head = repository.bytes(of: "HEAD"),
            let settings = repository.bytes(of: "config")
        else { return false }
        let text = String(decoding: settings, as: UTF8.self).lowercased()
        // Of a head that names neither, git goes on looking in the folders above.
        let target = String(decoding: head.prefix { $0 != 0x0A }, as: UTF8.self)
        return (target.hasPrefix("ref: refs/") || LockDigest.isCommit(target))
            && !["worktree", "objectformat"].contains(where: text.contains)
    }
}
