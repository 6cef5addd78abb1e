// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Counts in words: the one place where `1 result` differs from `3 results`.
package enum Plural {
    /// The number with its noun: `3 results`, `1 result`, `0 results`, `4,213 results`.
    ///
    /// For example: `Plural.count(2, "class", "classes")` is `2 classes`.
    ///
    /// - Parameter plural: The form for all counts but 1 and -1; nil appends `s` to the singular.
    package static func count(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
        number(count) + " " + noun(count, singular, plural)
    }

    /// The noun alone, for a sentence that has the number elsewhere.
    package static func noun(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
        count.magnitude == 1 ? singular : plural ?? singular + "s"
    }

    /// The number with a comma between thousands: `4,213`, `-1,000`.
    package static func number(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "-" : ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
