// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A run whose parts were made with different configurations: whoever compares or writes down the run speaks of one of them.
package struct MixedRun: Sendable, Equatable {
    /// Items that a warning names.
    private static let shown = 5

    /// Its row, printed as RUN-id.
    package let run: Int64
    /// What differs between its parts, sorted by item; at least one. Of three parts one item may differ in two ways.
    package let deltas: [BaselineDiff.Delta]

    /// nil for a run whose parts do not differ.
    package init?(run: Int64, deltas: [BaselineDiff.Delta]) {
        guard !deltas.isEmpty else { return nil }
        self.run = run
        self.deltas = deltas
    }

    /// As it is printed.
    package var name: String { "RUN-\(run)" }

    /// The items that differ, each once.
    package var items: [String] {
        deltas.map(\.name).reduce(into: []) { names, name in
            if names.last != name { names.append(name) }
        }
    }

    /// Says so in one line, with the first items.
    package func warning(hint: String) -> Diagnostic {
        let rest = items.count > Self.shown ? ", and \(items.count - Self.shown) more" : ""
        return Diagnostic(
            .warning, "mixed-configuration",
            "the parts of the run were made with different configurations: \(items.prefix(Self.shown).joined(separator: ", "))\(rest)",
            hint: hint, file: name)
    }
}
