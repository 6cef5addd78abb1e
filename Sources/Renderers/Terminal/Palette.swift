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

    /// No colours: files, pipes, tests.
    package static let plain = Palette(isOn: false)

    /// Fixed on or off.
    package init(isOn: Bool) {
        self.isOn = isOn
    }

    /// Colours if the output is a terminal and nobody asked for none (`--no-color`, `NO_COLOR`, `TERM=dumb`).
    ///
    /// - Parameters:
    ///   - environment: The variables of the process; `NO_COLOR` counts when it is not empty (no-color.org).
    ///   - isTerminal: Whether the stream that will be written to is a terminal.
    ///   - isRefused: Whether `--no-color` was given.
    package init(environment: [String: String], isTerminal: Bool, isRefused: Bool = false) {
        let isSilenced = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        self.init(isOn: isTerminal && !isRefused && !isSilenced && environment["TERM"] != "dumb")
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
