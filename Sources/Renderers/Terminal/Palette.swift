// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Colours by meaning. Whatever is painted also says its meaning in words or signs: colour never carries it alone.
package struct Palette: Sendable, Hashable {
    /// What a piece of text means.
    package enum Role: Sendable, Hashable, CaseIterable {
        /// Holds, passed, GO.
        case good
        /// Does not hold, failed, NO_GO, an error.
        case bad
        /// Worth a look: a warning, flaky, undecided.
        case warning
        /// Less important than its surroundings.
        case muted
        /// A heading or the one number that matters.
        case strong
    }

    /// Whether ``paint(_:_:)`` adds anything.
    package let isOn: Bool

    /// Whether the terminal makes links of what ``link(_:to:)`` writes.
    package let hasLinks: Bool

    /// No colours: files, pipes, tests.
    package static let plain = Palette(isOn: false)

    /// Fixed on or off.
    package init(isOn: Bool, hasLinks: Bool = false) {
        self.isOn = isOn
        self.hasLinks = hasLinks
    }

    /// Colours if the output is a terminal and nobody asked for none (`--no-color`, `NO_COLOR`, `TERM=dumb`).
    ///
    /// - Parameters:
    ///   - environment: The variables of the process; `NO_COLOR` counts when it is not empty (no-color.org).
    ///   - isTerminal: Whether the stream that will be written to is a terminal.
    ///   - isRefused: Whether `--no-color` was given.
    package init(environment: [String: String], isTerminal: Bool, isRefused: Bool = false) {
        let isSilenced = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        let isOn = isTerminal && !isRefused && !isSilenced && environment["TERM"] != "dumb"
        self.init(isOn: isOn, hasLinks: isOn && Self.makesLinks(environment))
    }

    /// Terminals that are known to make links of OSC 8, by the variables that they set.
    private static func makesLinks(_ environment: [String: String]) -> Bool {
        // A multiplexer may pass them on or not, and does not say.
        if environment["TMUX"] != nil || environment["STY"] != nil { return false }
        let programs: Set = ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby"]
        if let program = environment["TERM_PROGRAM"], programs.contains(program) { return true }
        if let version = environment["VTE_VERSION"].flatMap({ Int($0) }), version >= 5_000 { return true }
        let marks = ["WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "ALACRITTY_WINDOW_ID", "DOMTERM"]
        return marks.contains { environment[$0] != nil }
    }

    /// The text as a link where the terminal makes links; the text alone otherwise.
    ///
    /// - Parameters:
    ///   - text: Must already be safe.
    ///   - address: `https`, `http` or `file`; another one, and one that is not plain ASCII, is no link.
    package func link(_ text: String, to address: String) -> String {
        let isKnown = ["https://", "http://", "file://"].contains(where: address.hasPrefix)
        guard hasLinks, isKnown, address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return text }
        return "\u{1B}]8;;\(address)\u{1B}\\\(text)\u{1B}]8;;\u{1B}\\"
    }

    /// The text in the colour of its role; unchanged when colours are off or it is empty.
    ///
    /// - Parameter text: Must already be safe: ``SafeText`` would spell out the colour codes.
    package func paint(_ text: String, _ role: Role) -> String {
        isOn && !text.isEmpty ? "\u{1B}[" + Self.code(role) + "m" + text + "\u{1B}[0m" : text
    }

    private static func code(_ role: Role) -> String {
        switch role {
        case .good: "32"
        case .bad: "31"
        case .warning: "33"
        case .muted: "2"
        case .strong: "1"
        }
    }
}
