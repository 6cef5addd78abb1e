// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// What git says of the folder of a project: the commit, whether files differ from it, and which files there are.
///
/// Nothing but ids, names and digests is kept: no address of a remote repository is ever asked for.
struct GitCheckout {
    /// Whether git tracks any file in the folder.
    private(set) var hasFiles = false
    /// Those of them that are wanted, relative to the folder.
    private(set) var files: [String] = []

    /// nil outside of a checkout; a checkout that git refuses to read is told.
    ///
    /// - Parameters:
    ///   - environment: Variables of the process, which may tell git to look elsewhere.
    ///   - wanted: Whether the name of a file is worth keeping.
    init?(
        _ folder: ProjectFolder, environment: [String: String],
        run: @escaping (_ command: [String], _ folder: String) -> String?, wanted: (ArraySlice<UInt8>) -> Bool,
        into draft: inout CaptureDraft
    ) {
        let git = { (arguments: [String]) in run(Self.command + arguments, folder.path) }
        guard let text = git(Self.statusWords) else {
            if Self.isCheckout(folder) {
                draft.warn(
                    "git-refused", "git does not answer in this checkout; commit and changes are not captured",
                    hint: "run `git status` here; git reads a folder of another user only as a safe.directory",
                    file: folder.path)
            }
            return nil
        }
        let status = Status(text)
        let place = GitFiles(around: folder, environment: environment)
        let listed =
            place.flatMap { GitListing($0, wanted: wanted) } ?? GitListing(git(Self.filesWords) ?? "", wanted: wanted)
        (hasFiles, files) = (listed.hasFiles, listed.files)
        // Where nothing differs from the commit, the tree of the index is that of the commit.
        let (tree, repository, above) = Self.places(
            of: status.commit, tree: status.isDirty ? nil : listed.tree, place, in: folder, git)
        draft.add(
            [
                Self.item("commit", status.commit), Self.item("tree", tree),
                Self.item("branch", status.branch, isPinned: false),
            ].compactMap(\.self))
        let difference = status.isDirty ? git(["diff", "HEAD"] + Self.differenceOptions) : nil
        draft.add([
            ConfigurationItem(
                .source, "dirty", value: status.isDirty ? "yes" : "no",
                digest: difference.map { "sha256:" + Digests.sha256($0.utf8) }, isPinned: !status.isDirty,
                evidence: "git")
        ])
        draft.add(
            listed.submodules.compactMap { path, commit in
                Self.item("submodule " + path, commit, isPinned: !status.isMoved(submodule: path))
            })
        if let commit = status.commit { draft.add(Self.tags(of: commit, in: repository, git)) }
        LargeFiles.read(
            in: folder, attributes: attributes(in: folder, above: above) + [(repository, "info/attributes")], git: git,
            into: &draft)
    }

    /// The tree of the commit, the folder that all worktrees share, and how many folders lie above; what the files of git do
    /// not tell, one process does.
    private static func places(
        of commit: String?, tree: String?, _ place: GitFiles?, in folder: ProjectFolder, _ git: ([String]) -> String?
    ) -> (tree: String?, repository: String, above: Int) {
        if let place, commit == nil || tree != nil { return (tree, place.repository.path, place.depth) }
        let question = ["rev-parse", "--git-common-dir", "--show-cdup"] + (commit.map { ["\($0)^{tree}"] } ?? [])
        let lines = git(question).map { $0.split(separator: "\n", omittingEmptySubsequences: false) } ?? []
        let repository = lines.first.map { $0.hasPrefix("/") ? String($0) : "\(folder.path)/\($0)" } ?? ""
        return (
            commit == nil || lines.count < 3 ? nil : String(lines[2]), repository,
            lines.count > 1 ? lines[1].split(separator: "/").count : 0
        )
    }

    /// Tags that name the commit; git is asked only where its files do not tell.
    private static func tags(
        of commit: String, in repository: String, _ git: ([String]) -> String?
    ) -> [ConfigurationItem] {
        let files = ProjectFolder(repository).map { GitTags(of: commit, in: $0) }
        var names = files?.names ?? []
        if files?.mustAsk ?? true,
            let text = git(["for-each-ref", "--points-at=\(commit)", "--format=%(refname:strip=2)", "refs/tags"])
        {
            names = GitTags.sorted(text.split(separator: "\n").map(String.init))
        }
        return names.compactMap { item("tag", $0, isPinned: false) }
    }

    /// Files of attributes in the folder of the project, and in the folders above it up to the top of the checkout.
    private func attributes(in folder: ProjectFolder, above: Int) -> [(folder: String, file: String)] {
        let own = files.filter { $0 == ".gitattributes" || $0.hasSuffix("/.gitattributes") }
        let parents = (0..<above).map { String(repeating: "/..", count: $0 + 1) }
        return own.map { (folder.path, $0) } + parents.map { (folder.path + $0, ".gitattributes") }
    }

    /// Commands that a checkout is asked, whatever the others answer.
    static func firstCommands(in folder: ProjectFolder, environment: [String: String]) -> [[String]] {
        let isFound = GitFiles(around: folder, environment: environment) != nil
        return [command + statusWords] + (isFound ? [] : [command + filesWords])
    }

    private static let command = ["git", "--no-optional-locks"]
    private static let filesWords = ["ls-files", "-z", "--stage"]

    /// Files that nobody added to git do not make a checkout dirty, because tests leave their reports in it.
    private static let statusWords = [
        "status", "--porcelain=v2", "--branch", "-z", "--untracked-files=no", "--ignore-submodules=untracked",
    ]

    /// One form of output whatever the user set. Whole ids of the contents make the lines around a change needless.
    private static let differenceOptions = [
        "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--full-index", "--unified=0",
        "--src-prefix=a/", "--dst-prefix=b/", "--diff-algorithm=myers", "--submodule=short",
        "--ignore-submodules=untracked", "-O/dev/null",
    ]

    private static func item(_ key: String, _ value: (some StringProtocol)?, isPinned: Bool = true)
        -> ConfigurationItem?
    {
        value.map { CapturedText($0).item(.source, key, isPinned: isPinned, evidence: "git") }
    }

    private static func isCheckout(_ folder: ProjectFolder) -> Bool {
        var path = InputPath(folder.path)
        while true {
            if FileIdentity(path.appending(Array(".git".utf8)), followsLinks: false) != nil { return true }
            guard let slash = path.bytes.lastIndex(of: 0x2F), path.bytes != [0x2F] else { return false }
            path = InputPath(slash == 0 ? [0x2F] : Array(path.bytes[..<slash]))
        }
    }
}

extension GitCheckout {
    /// `git status --porcelain=v2 --branch -z`.
    private struct Status {
        private(set) var commit: String?
        /// nil where no branch is checked out.
        private(set) var branch: String?
        private(set) var isDirty = false
        /// Submodules with another commit than the project asks for, relative to the top of the repository.
        private var movedSubmodules: [String] = []

        init(_ text: String) {
            for field in text.utf8.split(separator: 0).map({ Substring($0) }) {
                if field.hasPrefix("# branch.oid ") {
                    let id = String(field.dropFirst(13))
                    commit = LockDigest.isCommit(id) ? id : nil
                } else if field.hasPrefix("# branch.head ") {
                    let name = String(field.dropFirst(14))
                    branch = name == "(detached)" ? nil : name
                } else if field.hasPrefix("1 ") || field.hasPrefix("2 ") || field.hasPrefix("u ") {
                    isDirty = true
                    let parts = field.split(separator: " ", maxSplits: 8)
                    if parts.count == 9, parts[2].hasPrefix("SC") { movedSubmodules.append(String(parts[8])) }
                }
            }
        }

        /// - Parameter path: Relative to the folder of the project, which may lie below the top.
        func isMoved(submodule path: String) -> Bool {
            movedSubmodules.contains { $0 == path || $0.hasSuffix("/" + path) }
        }
    }
}
