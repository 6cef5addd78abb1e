// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Points in time as text, always in UTC.
package enum Moment {
    /// For people: `2026-11-25 09:30`.
    package static func text(_ milliseconds: Int64) -> String {
        let parts = parts(milliseconds)
        return "\(parts.date) \(two(parts.hour)):\(two(parts.minute))"
    }

    /// ISO 8601 with seconds: `2026-11-25T09:30:00Z`.
    package static func iso8601(_ milliseconds: Int64) -> String {
        let parts = parts(milliseconds)
        return "\(parts.date)T\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))Z"
    }

    private static func parts(_ milliseconds: Int64) -> (date: String, hour: Int64, minute: Int64, second: Int64) {
        let seconds = floorDivide(milliseconds, 1000)
        let days = floorDivide(seconds, 86_400)
        let rest = seconds - days * 86_400
        // Civil date of a day number, by eras of 400 years that start on 1 March.
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let civilMonth = month < 10 ? month + 3 : month - 9
        let year = yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0)
        return ("\(year)-\(two(civilMonth))-\(two(day))", rest / 3600, rest / 60 % 60, rest % 60)
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
    }

    private static func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
