// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase
import Testing

/// What is odd and read all the same.
struct FailureLinesOddityTests {
    @Test func `bytes that are no UTF-8 show as a mark`() {
        let bytes =
            Array("{\"id\":\"a".utf8) + [0xFF, 0x62, 0xC3] + Array("\",\"name\":\"".utf8) + [0xE2, 0x82]
            + Array("\"}".utf8)

        let found = readLines(bytes)

        #expect(found.failures == [.init(id: "a\u{FFFD}b\u{FFFD}", name: "\u{FFFD}")])
        #expect(found.places == ["invalid-utf8x3"])
    }

    @Test func `a tab and a carriage return inside a string are kept`() {
        let found = readLines("{}\n{\"é\":\"\t\",\"text\":\"a\tb\rc\"}\n{\"id\":\"\t\"}")

        #expect(found.failures[1].text == "a\tb\rc")
        #expect(found.places == ["json-control-char@2:7x4"])
        #expect(found.diagnostics.map(\.severity) == [.warning])
    }

    @Test(arguments: [0x00, 0x01, 0x08, 0x0C, 0x1B, 0x1F])
    func `characters that XML forbids show as a mark, as in a report`(value: UInt8) {
        let raw = readLines(Array("{\"id\":\"a".utf8) + [value] + Array("b\"}".utf8))
        let escaped = readLines("{\"id\":\"a\\u00\(value < 16 ? "0" : "")\(String(value, radix: 16))b\"}")

        #expect(raw.ids == ["a\u{FFFD}b"])
        #expect(escaped.ids == ["a\u{FFFD}b"])
        #expect(raw.places == ["invalid-char"])
        #expect(escaped.places == ["invalid-char"])
    }

    @Test(arguments: [#"\b"#, #"\f"#, #"\ufffe"#, #"\uFFFF"#, "\u{FFFE}"])
    func `other characters that XML forbids show as a mark`(raw: String) {
        let found = readLines("{\"id\":\"a\(raw)b\"}")

        #expect(found.ids == ["a\u{FFFD}b"])
        #expect(found.places == ["invalid-char"])
    }

    @Test(arguments: [
        (#"\ud83d"#, "\u{FFFD}", 1), (#"\ude00"#, "\u{FFFD}", 1), (#"\ud83dx\ude00"#, "\u{FFFD}x\u{FFFD}", 2),
        (#"\ud83d\ud83d\ude00"#, "\u{FFFD}😀", 1), (#"\ud83d\n"#, "\u{FFFD}\n", 1), (#"\ud83d\u0041"#, "\u{FFFD}A", 1),
        (#"\ude00\ud83d"#, "\u{FFFD}\u{FFFD}", 2),
    ])
    func `half a surrogate pair shows as a mark`(raw: String, text: String, count: Int) {
        let found = readLines("{\"id\":\"\(raw)\"}")

        #expect(found.ids == [text])
        #expect(found.places == ["json-lone-surrogate@1:8" + (count == 1 ? "" : "x\(count)")])
    }

    @Test func `the last of equal keys counts`() {
        let found = readLines(#"{"id":"a","x":1,"x":2,"id":"b","id":"c"}"# + "\n" + #"{"name":"n","n\u0061me":null}"#)

        #expect(found.failures == [.init(id: "c"), .init(id: "2", line: 2)])
        #expect(found.places == ["json-duplicate-key@1:23x3"])
    }

    @Test func `a warning is counted over the whole file`() {
        let found = readLines(String(repeating: "{\"id\":\"\\ud800\",\"id\":\"\t\"}\n", count: 1000))

        #expect(
            found.places
                == ["json-control-char@1:22x1000", "json-lone-surrogate@1:8x1000", "json-duplicate-key@1:16x1000"])
    }

    @Test func `a packed file is refused by its bytes`() {
        let found = readLines([0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0])

        #expect(found.codes == ["compressed"])
        #expect(found.diagnostics.first?.message == "is gzip data, not JSON Lines")
        #expect(!found.isComplete)
    }
}
