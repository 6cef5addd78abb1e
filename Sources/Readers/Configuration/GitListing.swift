// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// What git tracks in the folder of a project, from its index or from its answer.
struct GitListing {
    /// Whether there is any file.
    private(set) var hasFiles = false
    /// Those that are wanted, relative to the folder.
    private(set) var files: [String] = []
    private(set) var submodules: [(path: String, commit: String)] = []
    /// As ``GitIndex/tree``.
    private(set) var tree: String?

    /// nil where git has to be asked.
    init?(_ place: GitFiles, wanted: (ArraySlice<UInt8>) -> Bool) {
        guard let bytes = place.repository.bytes(of: "index") else { return nil }
        let prefix = place.prefix
        let index = GitIndex(bytes) { entry in
            guard prefix.isEmpty || entry.path.starts(with: prefix) else { return }
            let path = entry.path.dropFirst(prefix.count)
            if entry.isSubmodule {
                submodules.append((String(decoding: path, as: UTF8.self), Hexadecimal.text(entry.id)))
            } else {
                add(path, wanted)
            }
        }
        guard let index else { return nil }
        tree = index.tree
    }

    /// - Parameter text: What `git ls-files -z --stage` prints.
    init(_ text: String, wanted: (ArraySlice<UInt8>) -> Bool) {
        for line in Array(text.utf8).split(separator: 0) {
            guard let tab = line.firstIndex(of: 0x09) else { continue }
            let path = line[(tab + 1)...]
            if line.starts(with: Self.submodule) {
                let commit = line[..<tab].split(separator: 0x20).dropFirst().first ?? []
                submodules.append((String(decoding: path, as: UTF8.self), String(decoding: commit, as: UTF8.self)))
            } else {
                add(path, wanted)
            }
        }
    }

    private static let submodule = Array("160000 ".utf8)

    private mutating func add(_ path: ArraySlice<UInt8>, _ wanted: (ArraySlice<UInt8>) -> Bool) {
        hasFiles = true
        if wanted(path) { files.append(String(decoding: path, as: UTF8.self)) }
    }
}
