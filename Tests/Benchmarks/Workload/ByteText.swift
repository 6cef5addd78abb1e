// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Text as bytes: what a generator of 100 MB can afford.
typealias ByteText = [UInt8]

/// Where a text stands in XML, which decides what must be escaped.
enum XMLPlace {
    case attribute
    case element
    case characterData
}

extension ByteText {
    /// Appends as it is.
    mutating func write(_ text: String) {
        append(contentsOf: text.utf8)
    }

    /// Appends what a reader will see as `text`.
    mutating func write(_ text: String, in place: XMLPlace) {
        guard place != .characterData else { return write(text) }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): write("&amp;")
            case UInt8(ascii: "<"): write("&lt;")
            case UInt8(ascii: ">"): write("&gt;")
            case UInt8(ascii: "\"") where place == .attribute: write("&quot;")
            case 0x09 where place == .attribute: write("&#9;")
            case 0x0a where place == .attribute: write("&#10;")
            default: append(byte)
            }
        }
    }

    /// Appends a number that is not negative, with zeros in front up to
    /// `digits`.
    mutating func write(decimal number: Int, digits: Int = 1) {
        var divisor = 1
        var width = 1
        while width < digits || number / divisor >= 10 {
            divisor *= 10
            width += 1
        }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    /// Appends the lowest `digits` hexadecimal digits, 1 to 16.
    mutating func write(hexadecimal number: UInt64, digits: Int) {
        var shift = digits * 4
        while shift > 0 {
            shift -= 4
            let digit = UInt8((number >> UInt64(shift)) & 15)
            append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }

    /// Appends milliseconds as seconds with three decimals.
    mutating func write(secondsOf milliseconds: Int) {
        write(decimal: milliseconds / 1000)
        write(".")
        write(decimal: milliseconds % 1000, digits: 3)
    }

    /// Appends UTC seconds since 1970 as `2026-01-05T08:00:00`, without a zone.
    mutating func write(instant seconds: Int) {
        let (year, month, day) = Self.date(ofDay: seconds / 86_400)
        let rest = seconds % 86_400
        write(decimal: year, digits: 4)
        write("-")
        write(decimal: month, digits: 2)
        write("-")
        write(decimal: day, digits: 2)
        write("T")
        write(decimal: rest / 3600, digits: 2)
        write(":")
        write(decimal: rest / 60 % 60, digits: 2)
        write(":")
        write(decimal: rest % 60, digits: 2)
    }

    /// The Gregorian date of a day since 1970, after Howard Hinnant's
    /// `civil_from_days`.
    private static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let slot = (5 * dayOfYear + 2) / 153
        let month = slot < 10 ? slot + 3 : slot - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * slot + 2) / 5 + 1)
    }
}
