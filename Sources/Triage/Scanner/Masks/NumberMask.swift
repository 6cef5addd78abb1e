// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Numbers with and without unit, sign, fraction and percent sign.
enum NumberMask {
    static let family = MaskFamily(
        name: "number",
        examples: [
            ("expected 3 but was 42", "expected # but was #"),
            ("took 31ms of 5.25s", "took # of #"),
            ("offset -7 and +12 and 50%", "offset # and # and #"),
            ("version 1.2.3-4", "version #"),
            ("range 10-20", "range #"),
            ("heap 512MB or 3x", "heap # or #"),
            ("sent 2.86 KB and 7 B in 3 secs", "sent # and # in #"),
            ("B is no unit here", "B is no unit here"),
            ("pool-31-thread-29", "pool-#-thread-#"),
            ("12 gib or 7 b", "# or # b"),
            ("utf8 and sha256sum", "utf# and sha#sum"),
            ("no digits at all", "no digits at all"),
        ]
    )

    private static let units: [StaticString] = [
        "ms", "us", "ns", "s", "m", "h", "sec", "secs", "min", "kb", "mb", "gb", "KB", "MB", "GB", "TB", "KiB", "MiB",
        "GiB",
        "b", "B", "k", "M", "x", "px", "K", "G",
    ]

    private static let separateUnits: [StaticString] = [
        "kb", "mb", "gb", "tb", "kib", "mib", "gib", "sec", "secs",
    ]

    /// Whether the word in `start..<end` is a unit of size or time that may stand apart from its number: `2.86 KB`.
    static func isSeparateUnit(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        if end - start == 1 { return text[start] == UInt8(ascii: "B") }
        return separateUnits.contains { $0.utf8CodeUnitCount == end - start && text.startsIgnoringCase($0, at: start) }
    }

    /// Whether the word in `start..<end` is digits, followed by nothing or by a unit.
    static func isNumber(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        var place = start
        while place < end, text[place].isDigit { place += 1 }
        if place == start { return false }
        if place == end { return true }
        guard end - place <= 4 else { return false }
        let unit = text.part(place, end)
        return units.contains(where: unit.isEqual)
    }

    /// Writes the word with each run of digits as one `#`.
    static func writeRuns(_ text: Bytes, _ start: Int, _ end: Int, into writer: inout ByteWriter) {
        var place = start
        while place < end {
            if text[place].isDigit {
                while place < end, text[place].isDigit { place += 1 }
                writer.put(UInt8(ascii: "#"))
            } else {
                writer.put(text[place])
                place += 1
            }
        }
    }
}
