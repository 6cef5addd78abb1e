// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Testing

struct JUnitNumberTests {
    @Test(arguments: [
        ("0", 0), ("12", 12), ("0.1", 0.1), ("0.", 0), (".5", 0.5), ("5.", 5), ("+3", 3),
        ("1.4e-05", 1.4e-5), ("6.2E-05", 6.2e-5), ("1e3", 1000), ("1E+2", 100), ("2e0", 2),
        ("1,234.56", 1234.56), ("12,345,678.9", 12_345_678.9), ("8,926.953", 8926.953), ("1,234", 1234),
        ("12,345,678", 12_345_678), ("123,456", 123_456),
        ("0,160", 0.16), ("1,5", 1.5), ("12,34", 12.34), ("1234,567", 1234.567), ("1.234,56", 1234.56),
        ("1.234.567,8", 1_234_567.8),
        (" 7 ", 7), ("\t7\n", 7), ("1 s", 1), ("1s", 1), ("500ms", 0.5), ("250 us", 0.000_25), ("250µs", 0.000_25),
        ("5ns", 5e-9), ("2m", 120), ("2min", 120), ("1h", 3600),
        ("3199999999", 3_199_999_999), ("1e-400", 0), ("0.000000000000000000000000001", 1e-27),
        ("123456789.123456789123456789", 123_456_789.123_456_789),
    ])
    func `a duration is read as its producer meant it`(text: String, seconds: Double) throws {
        let reading = read(text)

        let found = try #require(value(reading))
        #expect(abs(found - seconds) <= seconds * 1e-14)
    }

    @Test(arguments: ["", " ", "\t\n\r "])
    func `an empty duration is absent`(text: String) {
        #expect(read(text) == .absent)
    }

    @Test(arguments: [
        "NaN", "nan", "inf", "-inf", "Infinity", "-1", "-0.001", "1e308", "1e400", "1e999999999999999999999",
        "0x10", "12:34:56", "01:02:03", "PT1.5S", "1.5.2", "1,2,3", "1,2.3,4", ".", ",", "-", "+", "e5", "1e", "1e+",
        "1 2", "1 parsec", "80.803 furlongs", "brrrr", "x.x.x.x", "n/a", "TIME_REDACTED", "<<computed>", "١٢",
        "9999999999999999999999999999999999999999", "3200000000", "--1", "1-", "1_000", "1'000", "$5", "5%",
    ])
    func `what is no duration is bad`(text: String) {
        #expect(read(text) == .bad)
    }

    @Test func `a negative zero is zero`() throws {
        let found = try #require(value(read("-0.0")))

        #expect(found.sign == .plus)
    }

    @Test func `a million digits cost one pass`() {
        let digits = String(repeating: "0", count: 1_000_000) + "1"

        #expect(read(digits) == .seconds(1))
    }

    private func read(_ text: String) -> JUnitNumber.Reading {
        Array(text.utf8).withUnsafeBufferPointer { JUnitNumber.seconds($0) }
    }

    private func value(_ reading: JUnitNumber.Reading) -> Double? {
        if case .seconds(let seconds) = reading { seconds } else { nil }
    }
}
