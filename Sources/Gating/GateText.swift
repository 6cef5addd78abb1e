// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Numbers as rules say them.
enum GateText {
    /// A whole number without a point, else two digits behind it.
    static func number(_ number: Double) -> String {
        if number == number.rounded(), abs(number) < 1e15 { return String(Int(number)) }
        let hundredths = Int((number * 100).rounded())
        let digits = String(abs(hundredths) % 100)
        return "\(hundredths / 100).\(digits.count < 2 ? "0" : "")\(digits)"
    }

    /// A word as a shell takes it; quoted where it holds anything but letters, digits and harmless signs.
    static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                || "-_./:@".unicodeScalars.contains(scalar)
        }
        return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }

    static func percent(_ share: Double) -> String { "\(number(share * 100)) %" }

    static func count(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
        "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
    }

    /// Hours below two days, then days.
    static func age(_ milliseconds: Int64) -> String {
        let hours = milliseconds / 3_600_000
        return hours < 48 ? count(Int(hours), "hour") : count(Int(hours / 24), "day")
    }
}
