// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The manual page of the whole command, as `man` reads it (the macros of man(7)).
package enum ManualText {
    /// Options that so many commands share are told once.
    private static let sharedFrom = 8

    /// - Parameter codes: What the process may end with, and what that means.
    package static func page(_ command: CommandHelp, version: String, codes: [(code: Int, meaning: String)]) -> String {
        let name = command.commandName
        let leaves = leaves(of: command, path: name)
        let shared = shared(leaves.map(\.command))
        var lines = [
            ".TH \(escaped(name.uppercased())) 1 \"\" \"\(escaped("\(name) \(version)"))\" \"User Commands\"",
            ".SH NAME", escaped("\(name) - \(lower(command.abstract ?? ""))"),
            ".SH SYNOPSIS", ".B \(escaped(name))", escaped("<command> [<options>]"),
            ".SH DESCRIPTION",
        ]
        lines += paragraphs(command.discussion)
        lines += [".SH OPTIONS OF MOST COMMANDS"]
        lines += shared.flatMap(Self.lines(of:))
        lines += [".SH COMMANDS"]
        let told = Set(shared.map(key))
        for (path, leaf) in leaves {
            lines += [".SS \(escaped(path))"]
            lines += leaf.abstract.map { [escaped($0)] } ?? []
            lines += paragraphs(leaf.discussion).isEmpty ? [] : [".PP"] + paragraphs(leaf.discussion)
            lines += leaf.shownArguments.filter { !told.contains(key($0)) }.flatMap(Self.lines(of:))
        }
        lines += [".SH EXIT STATUS"]
        lines += codes.flatMap { [".TP", ".B \($0.code)", escaped($0.meaning)] }
        lines += [
            ".SH ENVIRONMENT",
            escaped(
                "EXITGATE_* sets what exitgate.yml sets, such as EXITGATE_STORE and EXITGATE_PHASE; EXITGATE_ACTOR says who decides. NO_COLOR turns colours off."
            ),
            ".SH FILES", ".TP", ".I exitgate.yml",
            escaped("Settings; exitgate settings default prints them with comments."),
            ".TP", ".I .exitgate/exitgate.sqlite", escaped("The store, beside the settings."),
        ]
        return lines.joined(separator: "\n")
    }

    /// Commands without subcommands, each with the words that call it.
    private static func leaves(of command: CommandHelp, path: String) -> [(path: String, command: CommandHelp)] {
        command.shownSubcommands.flatMap { child -> [(path: String, command: CommandHelp)] in
            let path = "\(path) \(child.commandName)"
            return child.shownSubcommands.isEmpty ? [(path, child)] : leaves(of: child, path: path)
        }
    }

    private static func shared(_ commands: [CommandHelp]) -> [CommandHelp.Argument] {
        let all = commands.flatMap(\.shownArguments).filter { $0.kind != "positional" }
        let groups = Dictionary(grouping: all, by: key)
        return groups.values.filter { $0.count >= sharedFrom }.compactMap(\.first).sorted {
            $0.typed.names < $1.typed.names
        }
    }

    /// Options that are called and told alike.
    private static func key(_ argument: CommandHelp.Argument) -> String {
        "\(argument.kind) \(argument.typed.names) \(argument.abstract ?? "")"
    }

    private static func lines(of argument: CommandHelp.Argument) -> [String] {
        let (names, value) = argument.typed
        let typed = [names.isEmpty ? nil : "\\fB\(escaped(names))\\fR", value.map { "\\fI\(escaped($0))\\fR" }]
        let standard = argument.defaultValue.map { " (default: \($0))" } ?? ""
        return [".TP", typed.compactMap(\.self).joined(separator: " "), escaped((argument.abstract ?? "") + standard)]
    }

    /// Blank lines part paragraphs; indented lines are shown as they are.
    private static func paragraphs(_ text: String?) -> [String] {
        var lines: [String] = []
        var isExample = false
        for line in (text ?? "").split(separator: "\n", omittingEmptySubsequences: false) {
            let isIndented = line.hasPrefix("  ")
            if isIndented != isExample {
                lines.append(isIndented ? ".nf" : ".fi")
                isExample = isIndented
            }
            lines.append(line.isEmpty ? ".PP" : escaped(String(line)))
        }
        if isExample { lines.append(".fi") }
        return lines
    }

    private static func escaped(_ text: String) -> String {
        let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
        return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&\(plain)" : plain
    }

    private static func lower(_ text: String) -> String {
        var text = text.prefix(1).lowercased() + text.dropFirst()
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }
}
