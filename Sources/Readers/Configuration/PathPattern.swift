// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A glob relative to the root of a project: `*`, `?` and `[a-z]` within a name, `**` for any number of folders.
///
/// A pattern without such a character in its last name also takes all that lies below a folder of this name. Hidden names
/// match only a part that begins with a dot, and `**` enters neither hidden folders nor ``ForeignFolders``.
package struct PathPattern: Sendable {
    private let alternatives: [[[UInt8]]]

    package init(_ pattern: String) {
        let parts = pattern.utf8.split(separator: 0x2F).map(Array.init).filter { $0 != [0x2E] }
        let isName = parts.last.map { !$0.contains(where: Self.special.contains) } ?? false
        alternatives = isName ? [parts, parts + [Self.anyFolders]] : [parts]
    }

    private static let anyFolders = Array("**".utf8)
    private static let special = Array("*?[".utf8)

    /// Whether it matches the file of a path from the root on.
    package func matches(path: String) -> Bool {
        matches(path.utf8.split(separator: 0x2F).map(Array.init).filter { $0 != [0x2E] })
    }

    /// Whether it matches the file of these names, from the root on.
    func matches(_ names: [[UInt8]]) -> Bool {
        alternatives.contains { Self.matches($0[...], names[...]) }
    }

    /// Whether some file may match it as well as another one.
    package func mayMeet(_ other: PathPattern) -> Bool {
        alternatives.contains { one in other.alternatives.contains { GlobMeeting.meets(one, $0) } }
    }

    /// Whether it may match a file below the folder of these names.
    func mayMatch(below names: [[UInt8]]) -> Bool {
        alternatives.contains { Self.mayMatch($0[...], below: names[...]) }
    }

    private static func matches(_ parts: ArraySlice<[UInt8]>, _ names: ArraySlice<[UInt8]>) -> Bool {
        guard let part = parts.first else { return names.isEmpty }
        if part == anyFolders {
            if matches(parts.dropFirst(), names) { return true }
            guard let name = names.first, isOpen(name) else { return false }
            return matches(parts, names.dropFirst())
        }
        guard let name = names.first, fits(part, name) else { return false }
        return matches(parts.dropFirst(), names.dropFirst())
    }

    private static func mayMatch(_ parts: ArraySlice<[UInt8]>, below names: ArraySlice<[UInt8]>) -> Bool {
        guard let part = parts.first else { return false }
        guard let name = names.first else { return true }
        if part == anyFolders {
            return isOpen(name) && mayMatch(parts, below: names.dropFirst())
                || mayMatch(parts.dropFirst(), below: names)
        }
        return fits(part, name) && mayMatch(parts.dropFirst(), below: names.dropFirst())
    }

    private static func isOpen(_ name: [UInt8]) -> Bool { name.first != 0x2E && !ForeignFolders.contains(name) }

    private static func fits(_ part: [UInt8], _ name: [UInt8]) -> Bool {
        (name.first != 0x2E || part.first == 0x2E) && Glob.matches(part[...], name[...])
    }
}
