// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The tags that name a commit, as far as the files of git tell them without asking it.
struct GitTags {
    /// Sorted by their bytes.
    private(set) var names: [String] = []
    /// Whether git must be asked: a tag is an object of its own that may name the commit, or the files are of another form.
    private(set) var mustAsk = false

    /// - Parameters:
    ///   - repository: The folder that all worktrees share, most often `.git`.
    /// - Complexity: O(bytes of the packed references and loose tags).
    init(of commit: String, in repository: ProjectFolder) {
        guard !repository.contains("reftable") else {
            mustAsk = true
            return
        }
        var found: Set<String> = []
        let loose = Self.loose(in: repository)
        for (name, id) in loose {
            if id == commit { found.insert(name) } else { mustAsk = true }
        }
        let known = Set(loose.map(\.name))
        let packed = (try? repository.content(of: "packed-refs"))?.bytes ?? []
        var lines = packed.split(separator: 0x0A)[...]
        let isPeeled = lines.first.map { Self.text($0).contains(" peeled") } ?? true
        while let line = lines.popFirst() {
            let parts = line.split(separator: 0x20, maxSplits: 1)
            guard parts.count == 2, parts[1].starts(with: Self.prefix) else { continue }
            let name = Self.text(parts[1].dropFirst(Self.prefix.count))
            var id = parts[0]
            // Of a tag that is an object of its own the next line tells the commit.
            if let next = lines.first, next.first == UInt8(ascii: "^") { id = next.dropFirst() }
            guard !known.contains(name) else { continue }
            if id.elementsEqual(commit.utf8) { found.insert(name) } else if !isPeeled { mustAsk = true }
        }
        names = Self.sorted(found)
    }

    static func sorted(_ names: some Sequence<String>) -> [String] {
        names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static let prefix = Array("refs/tags/".utf8)

    private static func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }

    /// Tags in files of their own, with what each names.
    private static func loose(in repository: ProjectFolder) -> [(name: String, id: String)] {
        var found: [(name: String, id: String)] = []
        var walk = FolderWalk()
        walk.run(repository) { names in
            names == [Array("refs".utf8)] || names.prefix(2).elementsEqual([Array("refs".utf8), Array("tags".utf8)])
        } visit: { names in
            guard names.count > 2 else { return true }
            let content = try? repository.content(of: FolderWalk.path(names))
            let id = text((content?.bytes ?? []).prefix { $0 != 0x0A })
            found.append((FolderWalk.path(Array(names.dropFirst(2))), id))
            return true
        }
        return found
    }
}
