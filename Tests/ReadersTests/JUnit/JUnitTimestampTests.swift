// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Readers

struct JUnitTimestampTests {
    /// 2024-04-01T10:00:00Z.
    private static let instant: Int64 = 1_711_965_600_000

    @Test(arguments: [
        ("2024-04-01T10:00:00Z", 0), ("2024-04-01T10:00:00+00:00", 0), ("2024-04-01T10:00:00-00:00", 0),
        ("2024-04-01T10:00:00+05:30", -19_800_000), ("2024-04-01T10:00:00-0800", 28_800_000),
        ("2024-04-01T10:00:00+02", -7_200_000), ("2024-04-01T10:00:00.5Z", 500), ("2024-04-01T10:00:00.123Z", 123),
        ("2024-04-01T10:00:00.123456Z", 123), ("2024-04-01T10:00:00.1239999Z", 123),
        ("2024-04-01T10:00:00.123456789+00:00", 123), ("2024-04-01 10:00:00 Z", 0), ("20240401T100000Z", 0),
        ("Mon, 01 Apr 2024 10:00:00 GMT", 0), ("01 Apr 2024 10:00:00 GMT", 0), ("1 Apr 2024 10:00:00 UTC", 0),
        ("1711965600", 0), ("1711965600123", 123), (" 2024-04-01T10:00:00Z\n", 0),
    ])
    func `a time stamp with a zone is an instant`(text: String, offset: Int64) {
        let reading = JUnitTimestamp.read(text)

        #expect(reading == JUnitTimestamp.Reading(milliseconds: Self.instant + offset, hasZone: true))
    }

    @Test(arguments: [
        ("2024-04-01T10:00:00", 0), ("2024-04-01 10:00:00", 0), ("2024-04-01T 10:00:00", 0),
        ("2024-04-01T10:00:00,123", 123), ("2024-04-01T10:00", 0), ("2024-04-01", -36_000_000), ("20240401T100000", 0),
    ])
    func `a time stamp without a zone says so`(text: String, offset: Int64) {
        let reading = JUnitTimestamp.read(text)

        #expect(reading == JUnitTimestamp.Reading(milliseconds: Self.instant + offset, hasZone: false))
    }

    @Test(arguments: [
        "", " ", "now", "0", "0.002", "1", "171196560", "17119656001", "YYYY-MM-DDTHH:MM:SS", "01/04/2024",
        "2024-W14-1",
        "-2024-01-01", "0000-00-00T00:00:00", "0000-01-01T00:00:00Z", "2024-13-01", "2024-00-01", "2024-04-31",
        "2024-04-00",
        "2023-02-29", "1900-02-29", "2100-02-29", "2024-02-30T25:61:61", "2024-04-01T24:00:00", "2024-04-01T10:60:00",
        "2024-04-01T10:00:61", "2024-04-01T10", "2024-04-01T10:00:00.", "2024-04-01T10:00:00.Z", "2024-04-01T10:00:00+",
        "2024-04-01T10:00:00+19:00", "2024-04-01T10:00:00+05:60", "2024-04-01T10:00:00Zulu", "2024-04-01T10:00:00 IST",
        "2024-04-01X10:00:00", "Mon Apr 01 10:00:00 2024", "Mon, 01 Foo 2024 10:00:00 GMT",
        "Mon, 01 Apr 2024 10:00 GMT",
        "Mon, 01 Apr 2024 10:00:00 IST", "Mon, 31 Apr 2024 10:00:00 GMT", "١٧١١٩٦٥٦٠٠",
    ])
    func `what is no time stamp is none`(text: String) {
        #expect(JUnitTimestamp.read(text) == nil)
    }

    @Test(
        arguments: [
            ("2024-02-29T00:00:00Z", 1_709_164_800_000), ("2000-02-29T00:00:00Z", 951_782_400_000),
            ("2024-12-31T23:59:60Z", 1_735_689_600_000), ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1000),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000), ("9999-12-31T23:59:59Z", 253_402_300_799_000),
        ] as [(String, Int64)]
    )
    func `the edges of the calendar are exact`(text: String, milliseconds: Int64) {
        #expect(JUnitTimestamp.read(text)?.milliseconds == milliseconds)
    }

    @Test func `every day of 400 years agrees with Foundation`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        let start = try #require(calendar.date(from: DateComponents(year: 1800, month: 3, day: 1)))

        for day in stride(from: 0, to: 146_097, by: 7) {
            let date = start.addingTimeInterval(Double(day) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let found = JUnitTimestamp.milliseconds(
                year: parts.year ?? 0,
                month: parts.month ?? 0,
                day: parts.day ?? 0,
                hour: 0,
                minute: 0,
                second: 0
            )
            guard found != Int64(date.timeIntervalSince1970) * 1000 else { continue }
            #expect(found == Int64(date.timeIntervalSince1970) * 1000)
        }
    }
}
