// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A rule as it holds in a phase, for people.
package struct PolicyRule: Sendable, Equatable {
    package struct Threshold: Sendable, Equatable {
        package let name: String
        package let value: Double
        /// The value as people write it, and that of the default.
        package let text: String
        package let standard: String
        package let meaning: String

        package init(name: String, value: Double, text: String, standard: String, meaning: String) {
            self.name = name
            self.value = value
            self.text = text
            self.standard = standard
            self.meaning = meaning
        }

        package var isDefault: Bool { text == standard }
    }

    package let id: String
    package let name: String
    package let summary: String
    /// blocking, informing or off.
    package let level: String
    package let thresholds: [Threshold]

    package init(id: String, name: String, summary: String, level: String, thresholds: [Threshold]) {
        self.id = id
        self.name = name
        self.summary = summary
        self.level = level
        self.thresholds = thresholds
    }

    /// Whether people call it so: `G05`, `g05` or `open-issues`.
    package func isCalled(_ text: String) -> Bool { [id.lowercased(), name].contains(text.lowercased()) }
}
