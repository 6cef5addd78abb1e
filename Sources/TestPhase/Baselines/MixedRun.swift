// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A run whose parts were made with different configurations, or some with one that nobody captured: whoever compares or writes
/// down the run speaks of one of them.
package struct MixedRun: Sendable, Equatable {
    /// Items that a warning names.
    private static let shown = 5

    /// Its row, printed as RUN-id.
    package let run: Int64
    /// What differs between its parts, sorted by item. Of three parts one item may differ in two ways.
    package let deltas: [BaselineDiff.Delta]
    /// Whether nobody captured what some of its parts were made with.
    package let isPartlyKnown: Bool

    /// nil for a run whose parts are all known and do not differ.
    package init?(run: Int64, deltas: [BaselineDiff.Delta], isPartlyKnown: Bool = false) {
        guard !deltas.isEmpty || isPartlyKnown else { return nil }
        self.run = run
        self.deltas = deltas
        self.isPartlyKnown = isPartlyKnown
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
        let differing =
            "the parts of the run were made with different configurations: \(items.prefix(Self.shown).joined(separator: ", "))\(rest)"
        let said = (deltas.isEmpty ? [] : [differing]) + (isPartlyKnown ? [unknown] : [])
        return Diagnostic(
            .warning, "mixed-configuration", said.joined(separator: "; "), hint: hint, file: name)
    }

    /// That nobody knows some of its parts.
    package var unknown: String { "nobody captured what some parts of the run were made with" }
}
