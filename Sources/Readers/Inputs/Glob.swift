// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A path pattern: `*` and `?` within a name, `[a-z]`, and `**` for any number of folders.
package struct Glob {
    private let isAbsolute: Bool
    private let parts: [[UInt8]]

    package init(_ pattern: String) {
        isAbsolute = pattern.hasPrefix("/")
        parts = pattern.utf8.split(separator: 0x2F).map(Array.init)
    }

    /// Whether a text has any character of a pattern.
    package static func isPattern(_ text: String) -> Bool { text.contains { "*?[".contains($0) } }

    /// The existing paths that match, sorted.
    package func matches(followsLinks: Bool) -> [InputPath] {
        var result: Set<InputPath> = []
        descend(InputPath(isAbsolute ? "/" : "."), 0, followsLinks, [], &result)
        return result.sorted()
    }

    /// - Parameter above: the folders that the `**` at `index` went through; a link back to one of them ends it.
    private func descend(
        _ folder: InputPath, _ index: Int, _ followsLinks: Bool, _ above: [FileIdentity], _ result: inout Set<InputPath>
    ) {
        guard index < parts.count else {
            result.insert(folder)
            return
        }
        let part = parts[index]
        if part == Array("**".utf8) {
            guard let here = FileIdentity(folder, followsLinks: true), !above.contains(here) else { return }
            descend(folder, index + 1, followsLinks, [], &result)
            for name in entries(folder) {
                let path = folder.appending(name)
                guard FileIdentity(path, followsLinks: followsLinks)?.kind == .folder else { continue }
                descend(path, index, followsLinks, above + [here], &result)
            }
            return
        }
        if !part.contains(where: { $0 == 0x2A || $0 == 0x3F || $0 == 0x5B }) {
            let path = folder.appending(part)
            if FileIdentity(path, followsLinks: false) != nil { descend(path, index + 1, followsLinks, [], &result) }
            return
        }
        for name in entries(folder) where Self.matches(part[...], name[...]) {
            descend(folder.appending(name), index + 1, followsLinks, [], &result)
        }
    }

    private func entries(_ folder: InputPath) -> [[UInt8]] {
        guard let stream = folder.withSystemPath({ opendir($0) }) else { return [] }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name.first != 0x2E { names.append(name) }
        }
        return names
    }

    /// Matches one name; linear in practice, because only the last `*` is tried again.
    static func matches(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
        var (p, n) = (pattern.startIndex, name.startIndex)
        var retry: (pattern: Int, name: Int)?
        while n < name.endIndex {
            if p < pattern.endIndex, pattern[p] == 0x2A {
                retry = (p + 1, n)
                p += 1
            } else if p < pattern.endIndex, let next = matchOne(pattern, p, name[n]) {
                p = next
                n += 1
            } else if let (starPattern, starName) = retry {
                retry = (starPattern, starName + 1)
                (p, n) = (starPattern, starName + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == 0x2A }
    }

    /// Where the pattern goes on when its element at `index` matches `byte`.
    private static func matchOne(_ pattern: ArraySlice<UInt8>, _ index: Int, _ byte: UInt8) -> Int? {
        if pattern[index] == 0x3F { return index + 1 }
        guard pattern[index] == 0x5B, let end = pattern[(index + 1)...].firstIndex(of: 0x5D) else {
            return pattern[index] == byte ? index + 1 : nil
        }
        var set = pattern[(index + 1)..<end]
        let isNegated = set.first == UInt8(ascii: "!") || set.first == UInt8(ascii: "^")
        if isNegated { set = set.dropFirst() }
        var isMember = false
        var position = set.startIndex
        while position < set.endIndex {
            if position + 2 < set.endIndex, set[position + 1] == UInt8(ascii: "-") {
                isMember = isMember || set[position] <= byte && byte <= set[position + 2]
                position += 3
            } else {
                isMember = isMember || set[position] == byte
                position += 1
            }
        }
        return isMember != isNegated ? end + 1 : nil
    }
}
