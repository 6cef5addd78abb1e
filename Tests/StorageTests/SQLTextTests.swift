// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Storage

/// Values are bound, never pasted; packed columns are JSON.
struct SQLTextTests {
    @Test func `interpolated values become places`() {
        let (key, shards, flag) = ("it's", Int?.none, true)

        let statement: SQLText =
            "SELECT id FROM run WHERE key = \(key) AND n IS \(shards) AND f = \(flag) AND at > \(Int64(7))"

        #expect(statement.text == "SELECT id FROM run WHERE key = $1 AND n IS $2 AND f = $3 AND at > $4")
        #expect(statement.values == [.text("it's"), .null, .integer(1), .integer(7)])
    }

    @Test func `trusted fragments are spliced and take no place`() {
        let statement: SQLText = "SELECT \(raw: "max(id)") FROM run WHERE digest = \([1, 2] as [UInt8])"

        #expect(statement.text == "SELECT max(id) FROM run WHERE digest = $1")
        #expect(statement.values == [.blob([1, 2])])
    }

    @Test(arguments: [0, 9, 10, 99, 100, 4095, 9_999_999_999_999_999_999, 10_000_000_000_000_000_000, UInt64.max])
    func `numbers are written in full`(number: UInt64) {
        let text = [UInt8](unsafeUninitializedCapacity: JSONBytes.digits) { bytes, count in
            count = JSONBytes.write(number, at: bytes.baseAddress!)
        }

        #expect(String(decoding: text, as: UTF8.self) == "\(number)")
    }

    static let strings: [(text: String, json: String)] = [
        ("", "\"\""), ("plain", "\"plain\""), ("\"", "\"\\\"\""), ("\\", "\"\\\\\""), ("a\"b\\c", "\"a\\\"b\\\\c\""),
        ("\n\t\u{0}\u{1F}", "\"\\u000a\\u0009\\u0000\\u001f\""), ("ä🚢\u{7F}\u{2028}", "\"ä🚢\u{7F}\u{2028}\""),
        ("sixteen bytes here", "\"sixteen bytes here\""), ("a quote \" within these", "\"a quote \\\" within these\""),
        ("only behind sixteen\\", "\"only behind sixteen\\\\\""),
    ]

    @Test(arguments: strings)
    func `strings are quoted and escaped`(text: String, json: String) {
        var text = text

        let written = text.withUTF8 { string in
            [UInt8](unsafeUninitializedCapacity: JSONBytes.room(forString: string.count)) { bytes, count in
                count = JSONBytes.write(string, at: bytes.baseAddress!)
            }
        }

        #expect(String(decoding: written, as: UTF8.self) == json)
    }

    static let arrays: [(text: String, numbers: [Int64])] = [
        ("[]", []), ("[7]", [7]), ("[1,20,300]", [1, 20, 300]), ("[ 1 , 2 ]", [1, 2]), ("", []),
    ]

    @Test(arguments: arrays)
    func `arrays of numbers are read back`(text: String, numbers: [Int64]) {
        var text = text

        #expect(text.withUTF8(JSONBytes.numbers) == numbers)
    }

    @Test func `a statement within another brings its values, numbered anew`() {
        let inner: SQLText = "SELECT id FROM run WHERE key = \("a") AND branch = \("b") AND key <> \("c")"

        let statement: SQLText = "DELETE FROM upload WHERE shard = \(7) AND run_id IN (\(inner)) AND attempt = \(2)"

        #expect(
            statement.text
                == "DELETE FROM upload WHERE shard = $1 AND run_id IN (SELECT id FROM run WHERE key = $2 AND branch = $3 AND key <> $4) AND attempt = $5"
        )
        #expect(statement.values == [.integer(7), .text("a"), .text("b"), .text("c"), .integer(2)])
    }
}
