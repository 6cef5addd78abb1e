// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Names of months, days and time zones beside numbers: dates and times become one mask.
enum DateMask {
    static let family = MaskFamily(
        name: "date",
        examples: [
            ("at 2026-11-25T01:02:03.456Z it broke", "at # it broke"),
            ("2026-11-25 01:02:03,456 ERROR x", "# ERROR x"),
            ("on 25 Nov 2026 14:00:00 UTC it broke", "on # it broke"),
            ("Mon Nov 25 10:00:00 2026: down", "#: down"),
            ("12:30 PM was late", "# was late"),
            ("Fri Jun 17 07:07:00 PDT 2005 was warm", "# was warm"),
            ("10:00 CEST is 8:00 UTC", "# is #"),
            ("1-Jan-2026 to 3-Feb-2026", "# to #"),
            ("may fail in the sun", "may fail in the sun"),
            ("v=9 t=4", "v=# t=#"),
        ]
    )

    private static let names: [StaticString] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mon", "tue", "wed", "thu",
        "fri", "sat", "sun", "utc", "gmt", "pst", "est", "cet", "pdt", "edt", "cst", "cdt", "mst", "mdt", "bst",
    ]

    /// Whether the word in `start..<end` belongs to a date or time when a number stands before it.
    static func isName(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        switch end - start {
        case 1: return text[start] | 32 == UInt8(ascii: "t") || text[start] | 32 == UInt8(ascii: "z")
        case 2: return text[start + 1] | 32 == UInt8(ascii: "m") && [97, 112].contains(text[start] | 32)
        case 3:
            return names.contains { name in
                (0..<3).allSatisfy { text[start + $0] | 32 == name.utf8Start[$0] }
            }
        case 4: return text.startsIgnoringCase("cest", at: start)
        default: return false
        }
    }

    /// Whether the word is the middle or the end of a date and time of ISO 8601: `25T01`, `456Z`.
    static func isPart(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        if text[end - 1] == UInt8(ascii: "Z") {
            return end - start > 1 && text.end(of: .digit, from: start, limit: end) == end - 1
        }
        guard end - start >= 5, text[start + 2] == UInt8(ascii: "T"), text.byte(start - 1) == .dash else {
            return false
        }
        let isDay = text[start].isDigit && text[start + 1].isDigit
        let timeEnd = text.end(of: .digit, from: start + 3, limit: end)
        return isDay && (timeEnd == end || timeEnd == end - 1 && text[timeEnd] == UInt8(ascii: "Z"))
    }

    /// Whether the word begins a date when a number follows: only as dates write it, `Nov` and not `nov`.
    static func isLeadingName(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        end - start == 3 && text[start].isUpper && text[start + 1].isLower && isName(text, start, end)
    }
}
