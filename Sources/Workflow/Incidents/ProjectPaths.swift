// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Tells which file of the project a path means that a trace or a report wrote down on some machine.
struct ProjectPaths {
    private static let longest = 512

    /// Files by their last name; empty where the project is not known.
    private let files: [Substring: [String]]

    /// - Parameter files: Relative to the project; nil outside a checkout.
    init(_ files: [String]?) {
        self.files = Dictionary(grouping: files ?? []) { $0.split(separator: "/").last ?? "" }
    }

    /// The file relative to the project, and whether it is known to be there; nil where that would be a guess.
    ///
    /// An absolute path, an address, one that climbs up, and one of which only the end is known mean a file only if the
    /// project, or a test, has one with that end. A relative path is taken at its word.
    ///
    /// - Parameters:
    ///   - isPartial: Whether it says only how the path of the file ends.
    ///   - tests: Files of the affected tests.
    func file(_ written: String, isPartial: Bool = false, tests: [String] = []) -> (file: String, isKnown: Bool)? {
        guard written.utf8.count <= Self.longest, var path = Path(written) else { return nil }
        path.isPartial = path.isPartial || isPartial
        let last = path.parts[path.parts.count - 1]
        if let file = path.among(files[last] ?? []) { return (file, true) }
        let own = tests.filter { $0 != written && $0.split(separator: "/").last == last && Path($0)?.isPlain == true }
        if let file = path.among(own) { return (file, false) }
        return path.isPlain ? (path.parts.joined(separator: "/"), false) : nil
    }
}

/// A path in parts.
private struct Path {
    let parts: [Substring]
    /// Whether it begins at the root of a machine.
    let isAbsolute: Bool
    var isPartial = false

    /// nil for what names no file, such as `<string>`, or leads somewhere else.
    init?(_ text: String) {
        var rest = text.replacing("\\", with: "/")[...]
        var isAbsolute = false
        if let scheme = rest.firstRange(of: "://") {
            // Behind the scheme stands the host.
            rest = rest[scheme.upperBound...].drop { $0 != "/" }
            isAbsolute = true
        } else if let colon = rest.firstIndex(of: ":"), !rest[..<colon].contains("/") {
            // `C:/src`; any other name with a colon is an address.
            guard rest.distance(from: rest.startIndex, to: colon) == 1 else { return nil }
            rest = rest[rest.index(after: colon)...]
            isAbsolute = true
        }
        self.isAbsolute = isAbsolute || rest.hasPrefix("/") || rest.hasPrefix("~")
        var parts = rest.split(separator: "/").filter { $0 != "." }[...]
        while parts.first == ".." {
            parts = parts.dropFirst()
            isPartial = true
        }
        guard let last = parts.last, !last.hasPrefix("<"), !rest.hasSuffix("/"), !parts.contains(".."),
            !rest.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return nil }
        self.parts = Array(parts)
    }

    /// Whether it may stand as it is.
    var isPlain: Bool { !isAbsolute && !isPartial }

    /// The one file that it means.
    func among(_ files: [String]) -> String? {
        let files = Set(files).sorted()
        let whole = parts.joined(separator: "/")
        if !isAbsolute, files.contains(whole) { return whole }
        if isAbsolute {
            // The folder of the project on that machine stands in front.
            return files.filter { ("/" + whole).hasSuffix("/" + $0) }.max { $0.utf8.count < $1.utf8.count }
        }
        let ending = files.filter { $0.hasSuffix("/" + whole) }
        if !ending.isEmpty { return ending.count == 1 ? ending[0] : nil }
        return isPartial && files.count == 1 ? files[0] : nil
    }
}
