// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestPhase

/// Files that git keeps elsewhere (Git LFS): in the commit lies a pointer, and its content is fetched with a checkout.
///
/// A checkout without that content tests the pointers, and no commit tells so.
struct LargeFiles {
    /// Files that a finding names.
    private static let shown = 3
    private static let filter = Array("filter=lfs".utf8)
    /// No pointer is longer, in bytes.
    private static let maximumBytes: Int64 = 1024
    private static let pointer = Array("version https://git-lfs.github.com/spec/v1".utf8)

    /// Asks git only where a file of attributes speaks of the filter.
    ///
    /// - Parameters:
    ///   - attributes: Folders and the files of attributes in them.
    ///   - git: Answers what git prints in the folder of the project.
    static func read(
        in folder: ProjectFolder, attributes: [(folder: String, file: String)], git: ([String]) -> String?,
        into draft: inout CaptureDraft
    ) {
        let used = attributes.filter(isUsed)
        guard !used.isEmpty, let text = git(["grep"] + options) else { return }
        var items: [ConfigurationItem] = []
        var pointers: [String] = []
        for line in text.utf8.split(separator: 0x0A) {
            let parts = line.split(separator: 0, maxSplits: 1)
            guard parts.count == 2 else { continue }
            let (path, object) = (String(Substring(parts[0])), String(Substring(parts[1])).dropFirst(4))
            let isPointer = isPointer(path, in: folder)
            if isPointer { pointers.append(path) }
            items.append(
                ConfigurationItem(
                    .data, path, value: isPointer ? "pointer" : nil, digest: String(object), evidence: "git-lfs"))
        }
        draft.add(items)
        guard !pointers.isEmpty else { return }
        let rest = pointers.count > shown ? " and \(pointers.count - shown) more" : ""
        draft.warn(
            "lfs-pointer",
            "the content of \(pointers.prefix(shown).joined(separator: ", "))\(rest) is not here, only its pointer",
            hint: "git lfs pull fetches it; tests that read such a file read the pointer",
            file: speaker(of: pointers[0], used, in: folder))
    }

    /// The objects that the pointers of the index name: read from git, since a file may hold the content already.
    private static let options = [
        "--cached", "-I", "-z", "--no-color", "--no-line-number", "--no-column", "--no-full-name", "-G", "-e",
        "^oid sha256:[0-9a-f]*$", "--", ":(attr:filter=lfs)",
    ]

    /// The file of attributes that speaks of a path: the nearest of those above it, or else what there is.
    private static func speaker(
        of path: String, _ used: [(folder: String, file: String)], in folder: ProjectFolder
    ) -> String {
        let own = used.filter { $0.folder == folder.path && path.hasPrefix($0.file.dropLast(".gitattributes".count)) }
        if let nearest = own.max(by: { $0.file.utf8.count < $1.file.utf8.count }) { return nearest.file }
        guard let other = used.first(where: { $0.folder != folder.path }) else { return used[0].file }
        let parent =
            other.folder.hasPrefix(folder.path + "/")
            ? other.folder.dropFirst(folder.path.utf8.count + 1) : other.folder[...]
        return "\(parent)/\(other.file)"
    }

    private static func isUsed(_ attributes: (folder: String, file: String)) -> Bool {
        guard let folder = ProjectFolder(attributes.folder), folder.contains(attributes.file),
            let bytes = (try? folder.content(of: attributes.file))?.bytes
        else { return false }
        return bytes.split(separator: 0x0A).contains { line in
            line.first != UInt8(ascii: "#")
                && line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
                    .contains { $0.elementsEqual(filter) }
        }
    }

    /// Whether a file is small enough for a pointer and begins as one; no other file is opened.
    private static func isPointer(_ path: String, in folder: ProjectFolder) -> Bool {
        guard let identity = FileIdentity(folder.absolute(path), followsLinks: false), identity.kind == .regular,
            identity.size <= maximumBytes,
            let file = FileHandle(forReadingAtPath: folder.path + "/" + path)
        else { return false }
        defer { try? file.close() }
        return (try? file.read(upToCount: pointer.count))?.elementsEqual(pointer) ?? false
    }
}
