// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Who owns which files, as a CODEOWNERS file says: the last line that matches a path wins.
///
/// Patterns are those of GitHub and GitLab: `/docs/` begins at the root, `*.swift` and `tests/` match at any depth, `*` stays
/// within a name, `**` crosses folders. A line without owners takes the owners of earlier lines away; a `[section]` of
/// GitLab is skipped with its default owners.
package struct CodeOwners: Sendable {
    private struct Line: Sendable {
        let parts: [[UInt8]]
        /// Whether everything below what matches belongs to it as well.
        let isFolder: Bool
        let owners: [String]
    }

    private let lines: [Line]
    private let folder: [[UInt8]]

    /// Reads the text of a CODEOWNERS file; a line that cannot be read is skipped.
    ///
    /// - Parameter folder: Where the paths that will be asked for begin, relative to the root of the patterns.
    package init(_ text: String, folder: String = "") {
        self.folder = folder.utf8.split(separator: 0x2F).map(Array.init)
        lines = text.split(whereSeparator: \.isNewline).compactMap { Self.line(String($0)) }
    }

    /// Everybody who may own something, alone and with all of a line, as far as lines name them; each once, in their order.
    package var names: [String] {
        lines.reduce(into: [String]()) { names, line in
            for name in line.owners + [line.owners.joined(separator: " ")] where !name.isEmpty && !names.contains(name)
            {
                names.append(name)
            }
        }
    }

    /// The owners of a path relative to the folder, in the order of their line; none for an unknown one.
    ///
    /// - Complexity: O(lines).
    package func owners(of path: String) -> [String] {
        let names = names(of: path)
        guard !names.isEmpty else { return [] }
        return lines.last { Self.matches($0.parts[...], names[...], isFolder: $0.isFolder) }?.owners ?? []
    }

    /// All that may own a file that a glob relative to the folder matches, the owners of one line together.
    ///
    /// - Complexity: O(lines).
    package func groups(meeting glob: String) -> [[String]] {
        let names = names(of: glob)
        let anyFolders = Array("**".utf8)
        let head = names.prefix { !$0.contains(where: Array("*?[".utf8).contains) }
        let isPath = head.count == names.count
        // A name with a point is taken for a file.
        if isPath, names.last?.contains(0x2E) == true { return [owners(of: glob)].filter { !$0.isEmpty } }
        let taken = isPath ? names + [anyFolders] : names
        var found: [[String]] = []
        for line in lines.reversed() {
            guard GlobMeeting.meets(line.isFolder ? line.parts + [anyFolders] : line.parts, taken) else { continue }
            if !line.owners.isEmpty, !found.contains(line.owners) { found.append(line.owners) }
            // Where a line takes all of it, earlier ones say nothing.
            let isAll = line.parts.first == anyFolders && line.parts.allSatisfy { $0.allSatisfy { $0 == 0x2A } }
            let isWhole = (line.isFolder || isPath) && Self.matches(line.parts[...], head, isFolder: line.isFolder)
            if isAll || isWhole { break }
        }
        return found
    }

    /// Names of a path from the root of the patterns on.
    private func names(of path: String) -> [[UInt8]] {
        var names = folder
        for name in path.utf8.split(separator: 0x2F).map(Array.init) where name != [0x2E] {
            if name == [0x2E, 0x2E] { _ = names.popLast() } else { names.append(name) }
        }
        return names
    }

    private static func line(_ text: String) -> Line? {
        let words = Self.words(text)
        guard let pattern = words.first, !pattern.hasPrefix("["), !pattern.hasPrefix("^["), !pattern.hasPrefix("!")
        else {
            return nil
        }
        var parts = pattern.utf8.split(separator: 0x2F).map(Array.init)
        guard !parts.isEmpty else { return nil }
        // A pattern with a slash before its end begins at the root.
        let isRooted = pattern.dropLast().contains("/")
        if !isRooted { parts.insert(Array("**".utf8), at: 0) }
        let isName = parts.last.map { !$0.contains(0x2A) } ?? false
        return Line(parts: parts, isFolder: pattern.hasSuffix("/") || isName, owners: Array(words.dropFirst()))
    }

    /// Words of a line up to a comment; a backslash keeps a blank or a number sign.
    private static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isEscaped = false
        for character in line {
            if isEscaped {
                word.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "#" {
                break
            } else if character.isWhitespace {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        return word.isEmpty ? words : words + [word]
    }

    private static func matches(_ parts: ArraySlice<[UInt8]>, _ names: ArraySlice<[UInt8]>, isFolder: Bool) -> Bool {
        guard let part = parts.first else { return names.isEmpty || isFolder }
        if part == Array("**".utf8) {
            if parts.count == 1 { return !names.isEmpty }
            return names.indices.contains { matches(parts.dropFirst(), names[$0...], isFolder: isFolder) }
        }
        guard let name = names.first, Glob.matches(part[...], name[...]) else { return false }
        return matches(parts.dropFirst(), names.dropFirst(), isFolder: isFolder)
    }
}
