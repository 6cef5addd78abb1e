// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Patterns for `LIKE … ESCAPE '\'`.
enum SQLPattern {
    /// Matches what holds `text`; its percent signs and underscores stand for themselves.
    static func containing(_ text: String) -> String { "%" + beginning(text) }

    /// Matches what begins with `text`.
    static func beginning(_ text: String) -> String {
        var pattern = ""
        for scalar in text.unicodeScalars {
            if scalar == "%" || scalar == "_" || scalar == "\\" { pattern.append("\\") }
            pattern.unicodeScalars.append(scalar)
        }
        return pattern + "%"
    }
}
