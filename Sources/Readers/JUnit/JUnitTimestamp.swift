// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Points in time as reporters write them.
package enum JUnitTimestamp {
    package struct Reading: Equatable, Sendable {
        /// UTC milliseconds since 1970.
        package var milliseconds: Int64
        /// Whether the text named a zone; without one it was read as UTC.
        package var hasZone: Bool
    }

    /// Reads ISO 8601 dates (with `T` or a blank, a fraction of any length after `.` or `,`, with or without a zone), seconds
    /// or milliseconds since 1970, and RFC 1123 dates; nil for everything else.
    package static func read(_ text: String) -> Reading? {
        let trimmed = Array(text.utf8.drop(while: Prolog.isBlank).reversed().drop(while: Prolog.isBlank).reversed())
        guard !trimmed.isEmpty else { return nil }
        if trimmed.allSatisfy({ $0 &- 0x30 < 10 }) { return epoch(trimmed) }
        return iso8601(trimmed) ?? rfc1123(trimmed)
    }

    /// Milliseconds of a civil date in the proleptic Gregorian calendar; nil for a day that does not exist.
    package static func milliseconds(
        year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int = 0
    ) -> Int64? {
        guard (1...9999).contains(year), (1...12).contains(month), (0...23).contains(hour), (0...59).contains(minute),
            (0...60).contains(second), day >= 1, day <= daysInMonth(month, year)
        else { return nil }
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        return Int64(((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + Int64(millisecond)
    }

    private static func daysInMonth(_ month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func epoch(_ digits: [UInt8]) -> Reading? {
        guard digits.count == 10 || digits.count == 13 else { return nil }
        let value = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 &- 0x30) }
        return Reading(milliseconds: digits.count == 10 ? value * 1000 : value, hasZone: true)
    }

    private static func iso8601(_ text: [UInt8]) -> Reading? {
        var scan = Scan(text)
        guard let year = scan.number(4), scan.take("-"), let month = scan.number(2), scan.take("-"),
            let day = scan.number(2)
        else { return compact(text) }
        if scan.isAtEnd {
            return milliseconds(year: year, month: month, day: day, hour: 0, minute: 0, second: 0)
                .map { Reading(milliseconds: $0, hasZone: false) }
        }
        guard scan.take("T") || scan.take(" ") else { return nil }
        _ = scan.take(" ")
        guard let hour = scan.number(2), scan.take(":"), let minute = scan.number(2) else { return nil }
        var second = 0
        if scan.take(":") {
            guard let value = scan.number(2) else { return nil }
            second = value
        }
        return finish(&scan, year, month, day, hour, minute, second)
    }

    /// `20240401T100000Z`.
    private static func compact(_ text: [UInt8]) -> Reading? {
        var scan = Scan(text)
        guard let year = scan.number(4), let month = scan.number(2), let day = scan.number(2), scan.take("T"),
            let hour = scan.number(2), let minute = scan.number(2), let second = scan.number(2)
        else { return nil }
        return finish(&scan, year, month, day, hour, minute, second)
    }

    private static func finish(
        _ scan: inout Scan, _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int
    ) -> Reading? {
        let fraction = scan.take(".") || scan.take(",") ? scan.fraction() : 0
        guard let fraction,
            let civil = milliseconds(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second, millisecond: fraction)
        else { return nil }
        _ = scan.take(" ")
        if scan.isAtEnd { return Reading(milliseconds: civil, hasZone: false) }
        guard let offset = scan.zone(), scan.isAtEnd else { return nil }
        return Reading(milliseconds: civil - Int64(offset) * 60_000, hasZone: true)
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Mon, 01 Apr 2024 10:00:00 GMT`, with or without the day of the week.
    private static func rfc1123(_ text: [UInt8]) -> Reading? {
        var fields = String(decoding: text, as: UTF8.self).split(separator: " ").map(String.init)
        if let first = fields.first, first.hasSuffix(",") { fields.removeFirst() }
        guard fields.count == 5, fields[4] == "GMT" || fields[4] == "UTC" || fields[4] == "Z", let day = Int(fields[0]),
            let month = months.firstIndex(of: fields[1]), let year = Int(fields[2])
        else { return nil }
        let clock = fields[3].split(separator: ":").map { Int($0) ?? -1 }
        guard clock.count == 3 else { return nil }
        return milliseconds(
            year: year, month: month + 1, day: day, hour: clock[0], minute: clock[1], second: clock[2]
        ).map { Reading(milliseconds: $0, hasZone: true) }
    }

    private struct Scan {
        private let text: [UInt8]
        private var index = 0

        init(_ text: [UInt8]) { self.text = text }

        var isAtEnd: Bool { index == text.count }

        mutating func take(_ character: Character) -> Bool {
            guard index < text.count, text[index] == character.asciiValue else { return false }
            index += 1
            return true
        }

        mutating func number(_ digits: Int) -> Int? {
            guard index + digits <= text.count else { return nil }
            var value = 0
            for byte in text[index..<index + digits] {
                guard byte &- 0x30 < 10 else { return nil }
                value = value * 10 + Int(byte &- 0x30)
            }
            index += digits
            return value
        }

        /// Milliseconds of a fraction; nil without a digit.
        mutating func fraction() -> Int? {
            let start = index
            while index < text.count, text[index] &- 0x30 < 10 { index += 1 }
            guard index > start else { return nil }
            return (0..<3).reduce(0) { $0 * 10 + (start + $1 < index ? Int(text[start + $1] &- 0x30) : 0) }
        }

        /// Minutes east of Greenwich.
        mutating func zone() -> Int? {
            if take("Z") { return 0 }
            let isWest = take("-")
            guard isWest || take("+"), let hours = number(2), hours <= 18 else { return nil }
            _ = take(":")
            let minutes = isAtEnd ? 0 : number(2) ?? -1
            guard (0..<60).contains(minutes) else { return nil }
            return (isWest ? -1 : 1) * (hours * 60 + minutes)
        }
    }
}
