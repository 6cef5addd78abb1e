// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `yarn.lock` of Yarn 1, which has a syntax of its own: descriptors on a line, what they resolve to below it.
enum YarnLock {
    /// The descriptors of an entry and its values so far.
    private struct Entry {
        var line = 0
        var name = ""
        var version: String?
        var resolved: String?
        var integrity: String?
    }

    static func read(_ text: LockText, into draft: inout LockDraft) {
        draft.setFormat("yarn.lock v1")
        var entry: Entry?
        for (number, line) in text.lines {
            let content = line.trimmed
            guard !content.isEmpty, !content.hasPrefix("#") else { continue }
            switch line.indentation {
            case 0:
                finish(entry, in: &draft)
                entry = begin(content, line: number)
                if entry == nil { draft.markMalformed("a line is no list of packages", line: number) }
            case 2: set(content, of: &entry)
            default: continue
            }
        }
        finish(entry, in: &draft)
    }

    private static func begin(_ line: Substring, line number: Int) -> Entry? {
        guard line.hasSuffix(":") else { return nil }
        // A range within quotes may hold a comma.
        let isQuoted = line.hasPrefix("\"")
        let first = line.dropLast().dropFirst(isQuoted ? 1 : 0).prefix { $0 != (isQuoted ? "\"" : ",") }
        guard let descriptor = NPMSource.split(first) else { return nil }
        let range = descriptor.range
        let alias = range.hasPrefix("npm:") ? NPMSource.split(range.dropFirst(4))?.name ?? range.dropFirst(4) : nil
        return Entry(line: number, name: String(alias ?? descriptor.name))
    }

    private static func set(_ line: Substring, of entry: inout Entry?) {
        let words = line.split(separator: " ", maxSplits: 1)
        guard words.count == 2 else { return }
        let value = String(unquoted(words[1].trimmed))
        switch unquoted(words[0]) {
        case "version": entry?.version = value
        case "resolved": entry?.resolved = value
        case "integrity": entry?.integrity = value
        default: return
        }
    }

    private static func finish(_ entry: Entry?, in draft: inout LockDraft) {
        guard let entry else { return }
        guard let version = entry.version else {
            draft.skipEntry(entry.name, line: entry.line)
            return
        }
        let address = entry.resolved.map { SourceAddress($0) }
        var digests = LockDigest.integrity(entry.integrity)
        if digests.isEmpty, let address, let fragment = address.fragment {
            digests =
                address.isRepository ? [address.commitDigest].compactMap(\.self) : LockDigest.known("sha1", fragment)
        }
        draft.add(
            LockedDependency(
                .npm, entry.name, version: version, digests: digests,
                isPinned: address.map { !$0.isLocal || !digests.isEmpty } ?? false,
                source: address.flatMap(NPMSource.custom)),
            line: entry.line)
    }

    private static func unquoted(_ text: Substring) -> Substring {
        text.hasPrefix("\"") && text.hasSuffix("\"") && text.utf8.count > 1 ? text.dropFirst().dropLast() : text
    }
}
