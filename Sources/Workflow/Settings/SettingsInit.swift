// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What `exitgate init` writes: a short, commented `exitgate.yml` fitted to the files found in the project.
package struct SettingsInit: Sendable, Equatable {
    /// Build tools that were recognised, in a fixed order: `Swift`, `Maven`, …
    package let tools: [String]
    /// The whole file.
    package let text: String

    /// Fits the settings to a project.
    ///
    /// For example: `SettingsInit(project: "shop", files: ["Package.swift", "web/package.json"]).tools` is
    /// `["Swift", "JavaScript"]`.
    ///
    /// - Parameters:
    ///   - project: Name of the project; the caller takes that of the folder. Cut to 200 characters.
    ///   - files: Names or paths of files and folders of the project, in any order; only their last parts count.
    package init(project: String, files: [String]) {
        let names = files.map { path in
            path.split { $0 == "/" || $0 == "\\" }.last.map { String($0) } ?? path
        }
        let kinds = ProjectKind.all.filter { kind in names.contains { kind.matches($0) } }
        tools = kinds.map(\.name)
        text = Self.file(project: Self.printable(project), kinds: kinds)
    }

    private static func file(project: String, kinds: [ProjectKind]) -> String {
        #"""
        # Settings of Exitgate. What is not here has its default;
        # `exitgate settings default` prints all keys with their explanation.
        format: 1

        # Reports show this name.
        project: \#(quoted(project))

        # Phase and release of a run when the command does not say. CI jobs set
        # EXITGATE_PHASE and EXITGATE_RELEASE, or give --phase and --release.
        # phase: integration
        # release: "1.0"

        ingest:
          # Where `exitgate ingest` looks when no path is given.
        \#(paths(of: kinds))
        """# + "\n" + footer
    }

    private static let footer = #"""

        configuration:
          # Keys of `--set KEY=VALUE` that make failures different incidents, such as
          # [os, browser]. "*" stands for all keys.
          keys: ["*"]

        # A path counted from this file, or postgresql://USER@HOST/DATABASE.
        # Do not commit the folder .exitgate.
        store: .exitgate/exitgate.sqlite

        """#

    private static func paths(of kinds: [ProjectKind]) -> String {
        guard !kinds.isEmpty else {
            let known = Settings.Ingest().paths.map { "    - " + quoted($0) }
            return (["  # No build tool was recognised here; these are usual places.", "  paths:"] + known)
                .joined(separator: "\n")
        }
        var lines: [String] = []
        var seen: Set<String> = []
        for kind in kinds {
            let fresh = kind.paths.filter { seen.insert($0).inserted }
            lines.append("    # \(kind.name)" + (kind.advice.map { ": \($0)" } ?? ""))
            lines += fresh.map { "    - " + quoted($0) }
        }
        return (["  paths:"] + lines).joined(separator: "\n")
    }

    private static func printable(_ name: String) -> String {
        let kept = String(
            name.filter { $0.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } }.prefix(200)
        )
        return kept.contains { !$0.isWhitespace } ? kept : Settings().project
    }

    /// A double-quoted scalar of YAML.
    private static func quoted(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            // A name behind an ampersand would look like an anchor, even in quotes.
            case "&": output.append(contentsOf: "\\x26".unicodeScalars)
            case "\"", "\\":
                output.append("\\")
                output.append(scalar)
            case _
            where !scalar.isASCII
                && [.control, .format, .lineSeparator, .paragraphSeparator]
                    .contains(scalar.properties.generalCategory):
                let digits = String(scalar.value, radix: 16, uppercase: true)
                output.append(
                    contentsOf: ("\\U" + String(repeating: "0", count: 8 - digits.count) + digits).unicodeScalars
                )
            default: output.append(scalar)
            }
        }
        return "\"" + String(output) + "\""
    }
}
