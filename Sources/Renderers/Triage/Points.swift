// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Scores in thousandths as people read them, without losing a digit.
enum Points {
    /// `2.310`, `-0.250`.
    static func number(_ thousandths: Int) -> String {
        let digits = String(thousandths.magnitude % 1_000)
        let rest = String(repeating: "0", count: 3 - digits.count) + digits
        return "\(thousandths < 0 ? "-" : "")\(thousandths.magnitude / 1_000).\(rest)"
    }

    /// `+2.310`, `-0.250`.
    static func signed(_ thousandths: Int) -> String { (thousandths < 0 ? "" : "+") + number(thousandths) }
}
