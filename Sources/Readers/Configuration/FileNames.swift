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
        let folder: [UInt8]

        init(_ name: String) {
            let bytes = Array(name.utf8)
            let slash = bytes.lastIndex(of: 0x2F)
            let file = bytes[(slash.map { $0 + 1 } ?? 0)...]
            let star = file.firstIndex(of: 0x2A)
            folder = slash.map { $0 == 0 ? [0x2F] : Array(bytes[..<$0]) } ?? []
            start = Array(file[..<(star ?? file.endIndex)])
            end = star.map { Array(file[($0 + 1)...]) }
        }

        var isExact: Bool { end == nil && folder.isEmpty }

        func fits(_ name: ArraySlice<UInt8>) -> Bool {
            guard let end else { return name.elementsEqual(start) }
            return name.count >= start.count + end.count && name.starts(with: start)
                && name.suffix(end.count).elementsEqual(end)
        }

        func lies(in actual: ArraySlice<UInt8>) -> Bool {
            if folder.isEmpty { return true }
            if folder.first == 0x2F { return actual.elementsEqual(folder.dropFirst()) }
            guard actual.suffix(folder.count).elementsEqual(folder) else { return false }
            return actual.count == folder.count || actual.dropLast(folder.count).last == 0x2F
        }
    }

    /// The first and the last byte of a name, in which most differ; nil where any will do.
    private struct Ends {
        let first: UInt8?
        let last: UInt8?
    }

    /// Names without a `*` and a folder, by length and ends, so that most files are told apart without a comparison.
    private let exact: [UInt32: [[UInt8]]]
    private let patterns: [Pattern]
    private let ends: [Ends]

    init(_ names: some Sequence<String>) {
        let all = names.map(Pattern.init)
        exact = Dictionary(grouping: all.filter(\.isExact).map(\.start)) { Self.shape($0[...]) }
        patterns = all.filter { !$0.isExact }
        ends = patterns.map { Ends(first: $0.start.first, last: $0.end == nil ? $0.start.last : $0.end?.last) }
    }

    /// Whether a file relative to the root has one of the names.
    func contains(_ path: String) -> Bool { contains(Array(path.utf8)[...]) }

    /// As above, of the bytes of a path.
    func contains(_ path: ArraySlice<UInt8>) -> Bool {
        let slash = path.lastIndex(of: 0x2F)
        let name = slash.map { path[($0 + 1)...] } ?? path
        guard let first = name.first, let last = name.last else { return false }
        if let candidates = exact[Self.shape(name)], candidates.contains(where: name.elementsEqual) { return true }
        for (index, end) in ends.enumerated() where (end.first ?? first) == first && (end.last ?? last) == last {
            let pattern = patterns[index]
            if pattern.fits(name), pattern.lies(in: slash.map { path[..<$0] } ?? []) { return true }
        }
        return false
    }

    private static func shape(_ name: ArraySlice<UInt8>) -> UInt32 {
        UInt32(name.first ?? 0) | UInt32(name.last ?? 0) << 8 | UInt32(truncatingIfNeeded: name.count) << 16
    }
}
