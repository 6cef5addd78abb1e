// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What a command says of itself: the dump of its help by the argument parser, as far as a manual needs it.
package struct CommandHelp: Decodable, Sendable {
    package struct Name: Decodable, Sendable {
        /// `long`, `short` or `longWithSingleDash`.
        package let kind: String
        package let name: String

        var text: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }

    package struct Argument: Decodable, Sendable {
        /// `positional`, `option` or `flag`.
        package let kind: String
        package let names: [Name]?
        package let valueName: String?
        package let abstract: String?
        package let defaultValue: String?
        package let isOptional: Bool
        package let isRepeating: Bool
        package let shouldDisplay: Bool

        /// As it is typed: `--phase <name>`, `-q, --quiet` or `<paths> ...`.
        var typed: (names: String, value: String?) {
            let value = valueName.map { "<\($0)>\(isRepeating ? " ..." : "")" }
            guard kind != "positional" else { return ("", value) }
            let all = (names ?? []).sorted { $0.kind > $1.kind }.map(\.text).joined(separator: ", ")
            return (all, kind == "flag" ? nil : value)
        }
    }

    package let commandName: String
    package let abstract: String?
    package let discussion: String?
    package let shouldDisplay: Bool
    package let arguments: [Argument]?
    package let subcommands: [CommandHelp]?

    /// What the argument parser dumps.
    package struct Dump: Decodable, Sendable {
        package let command: CommandHelp
    }

    /// Arguments that are shown, without those of ``ArgumentParser`` itself.
    var shownArguments: [Argument] {
        (arguments ?? []).filter { argument in
            argument.shouldDisplay && !(argument.names ?? []).contains { ["help", "version"].contains($0.name) }
        }
    }

    var shownSubcommands: [CommandHelp] {
        (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
    }
}
