// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Readers

/// The components of a project, and who owns them.
package struct ComponentMap: Sendable {
    private struct Line {
        let name: String
        let glob: String
        let pattern: PathPattern
    }

    private let lines: [Line]
    private let owners: CodeOwners?

    /// - Parameter lines: Each as `NAME GLOB`; one without a glob is left out.
    package init(_ lines: [String] = [], owners: CodeOwners? = nil) {
        self.owners = owners
        self.lines = lines.compactMap { line in
            let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return nil }
            let glob = String(parts[1].trimmingPrefix { $0 == " " })
            return Line(name: parts[0], glob: glob, pattern: PathPattern(glob))
        }
    }

    /// Names, each once, in the order of the settings.
    package var names: [String] { lines.reduce(into: []) { if !$0.contains($1.name) { $0.append($1.name) } } }

    func globs(of component: String) -> [String] { lines.filter { $0.name == component }.map(\.glob) }

    /// Components that a glob may reach: those that the settings name, else who owns what lies there.
    func components(ofGlob glob: String) -> [String] {
        if !lines.isEmpty { return named(ofGlob: glob) }
        let found = owners?.owners(of: Self.sample(glob)) ?? []
        return found.isEmpty ? [] : [found.joined(separator: " ")]
    }

    /// Components of the settings that hold something that a glob may match.
    func named(ofGlob glob: String) -> [String] {
        let pattern = PathPattern(glob)
        return lines.filter { $0.pattern.mayMeet(pattern) }.map(\.name)
    }

    /// The components of a file.
    func components(ofPath path: String) -> [String] {
        if lines.isEmpty {
            let found = owners?.owners(of: path) ?? []
            return found.isEmpty ? [] : [found.joined(separator: " ")]
        }
        return named(ofPath: path)
    }

    /// Components of the settings that hold a file.
    func named(ofPath path: String) -> [String] {
        lines.filter { $0.pattern.matches(path: path) }.reduce(into: []) { names, line in
            if !names.contains(line.name) { names.append(line.name) }
        }
    }

    /// Who owns a file by the last line that matches it; none where nobody does.
    func owners(ofPath path: String) -> [String] { owners?.owners(of: path) ?? [] }

    /// All that may own a file that a glob matches, the owners of one line together.
    func owners(ofGlob glob: String) -> [[String]] { owners?.groups(meeting: glob) ?? [] }

    /// Who owns a component: the owners of what lies in it.
    func owners(of component: String) -> [String] {
        let globs = globs(of: component)
        if globs.isEmpty { return component.hasPrefix("@") ? component.split(separator: " ").map(String.init) : [] }
        return Set(globs.flatMap { owners?.owners(of: Self.sample($0)) ?? [] }).sorted()
    }

    /// A file that a glob matches.
    private static func sample(_ glob: String) -> String {
        glob.split(separator: "/").map { part in
            String(part).replacing("**", with: "x").replacing("*", with: "x")
        }.joined(separator: "/")
    }
}
