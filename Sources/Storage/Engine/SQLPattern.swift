// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Patterns for `LIKE … ESCAPE '\'`.
enum SQLPattern {
    /// Matches what holds `text`; its percent signs and underscores stand for themselves.
    static func containing(_ text: String) -> String { "%" + beginning(text) }

    /// The same for what is written small: engines fold only what is ASCII, and so does this.
    static func containing(folded text: String) -> String { containing(folded(text)) }

    static func folded(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            folded.append(("A"..."Z").contains(scalar) ? Unicode.Scalar(scalar.value + 32) ?? scalar : scalar)
        }
        return String(folded)
    }

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
