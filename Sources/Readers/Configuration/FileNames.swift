// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Names by which files are known, each with at most one `*` for any characters of a name.
///
/// A slash in a name asks for the folder too; one at its start, for the root of the project.
struct FileNames: Sendable {
    private struct Pattern {
        let start: [UInt8]
        /// nil for a name without a `*`.
        let end: [UInt8]?
        /// Empty for any folder; a root is written `/`.
        let folder: String
        /// Most names differ from a pattern in these, so that little else is compared; nil where any will do.
        let firstByte: UInt8?
        let lastByte: UInt8?

        init(_ name: String) {
            let slash = name.lastIndex(of: "/")
            let file = slash.map { name[name.index(after: $0)...] } ?? name[...]
            let star = file.firstIndex(of: "*")
            folder = slash.map { $0 == name.startIndex ? "/" : String(name[..<$0]) } ?? ""
            start = Array(file[..<(star ?? file.endIndex)].utf8)
            end = star.map { Array(file[file.index(after: $0)...].utf8) }
            firstByte = start.first
            lastByte = end == nil ? start.last : end?.last
        }

        var isExact: Bool { end == nil && folder.isEmpty }

        func fits(_ name: Substring.UTF8View) -> Bool {
            guard let end else { return name.elementsEqual(start) }
            return name.count >= start.count + end.count && name.starts(with: start)
                && name.suffix(end.count).elementsEqual(end)
        }

        func lies(in actual: Substring) -> Bool {
            if folder.isEmpty { return true }
            if folder.hasPrefix("/") { return actual == folder.dropFirst() }
            return actual == folder || actual.hasSuffix("/" + folder)
        }
    }

    private let exact: Set<Substring>
    private let patterns: [Pattern]

    init(_ names: some Sequence<String>) {
        let all = names.map { ($0, Pattern($0)) }
        exact = Set(all.filter { $1.isExact }.map { $0.0[...] })
        patterns = all.map { $1 }.filter { !$0.isExact }
    }

    /// Whether a file relative to the root has one of the names.
    func contains(_ path: String) -> Bool {
        let slash = path.utf8.lastIndex(of: 0x2F)
        let name = slash.map { path[path.utf8.index(after: $0)...] } ?? path[...]
        if exact.contains(name) { return true }
        let (first, last) = (name.utf8.first, name.utf8.last)
        return patterns.contains { pattern in
            (pattern.firstByte ?? first) == first && (pattern.lastByte ?? last) == last && pattern.fits(name.utf8)
                && pattern.lies(in: slash.map { path[..<$0] } ?? "")
        }
    }
}
