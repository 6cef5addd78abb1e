// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase
import Testing

/// What a good line may look like, by example.
struct FailureLinesTests {
    @Test func `every key is handed out`() {
        let found = readLines(
            #"{"id": "a-1", "suite": "s", "classname": "c", "name": "n", "type": "t", "message": "m", "text": "x", "run": 7}"#
        )

        let expected = LinesRecording.Failure(
            id: "a-1", suite: "s", className: "c", name: "n", type: "t", message: "m", text: "x", run: "7", line: 1)
        #expect(found.failures == [expected])
        #expect(found.diagnostics.isEmpty)
        #expect(found.isComplete)
    }

    @Test func `a key that is missing is empty, and the id is then the number of the line`() {
        let found = readLines("\n{}\n \t\n{\"name\": \"n\"}\n")

        #expect(found.failures == [.init(id: "2", line: 2), .init(id: "4", name: "n", line: 4)])
        #expect(found.diagnostics.isEmpty)
    }

    @Test(arguments: ["id", "suite", "classname", "name", "type", "message", "text", "run"])
    func `null is as good as nothing`(key: String) {
        let found = readLines("{\"\(key)\":null}")

        #expect(found.failures == [.init(id: "1")])
        #expect(found.diagnostics.isEmpty)
    }

    @Test(arguments: ["0", "7", "-1", "-0", "123456789012345678901234567890"])
    func `an integer is handed out by its digits`(digits: String) {
        let found = readLines("{\"id\": \(digits), \"run\":\(digits)}")

        #expect(found.failures == [.init(id: digits, run: digits)])
    }

    @Test(arguments: [
        "1", "-0.5e+10", "1E9", "0", "true", "false", "null", "\"\"", "\"\\\"}\"", "[]", "{}", "[ ]", "{ }", "[[],{}]",
        "{\"id\": \"inner\", \"b\": [1, {\"c\": null}, \"]\"]}", "[1, 2 , 3]", " { \"a\" : [ true ] } ",
    ])
    func `a key that nobody knows is skipped with its value`(value: String) {
        let found = readLines("{\"label\":\(value),\"id\":\"a\",\"Name\":\(value), \"texts\" : \(value)}")

        #expect(found.failures == [.init(id: "a")])
        #expect(found.diagnostics.isEmpty)
    }

    @Test(arguments: [
        (#"\" \\ \/ \n \r \t"#, "\" \\ / \n \r \t"), (#"\u0041\u00e9\u20AC"#, "Aé€"), (#"\ud83d\ude00!"#, "😀!"),
        (#"\uD800\uDC00\uDBFF\uDFFD"#, "\u{10000}\u{10FFFD}"), (#"\\u0041"#, #"\u0041"#),
        ("\u{FEFF}\u{7F}é世😀", "\u{FEFF}\u{7F}é世😀"),
        (#"a\nb"#, "a\nb"), (#"\n"#, "\n"), ("", ""),
    ])
    func `a string is what its escapes say`(raw: String, text: String) {
        let found = readLines("{\"id\":\"\(raw)\",\"text\":\"\(raw)\",\"run\":\"\(raw)\"}")

        #expect(found.failures == [.init(id: text.isEmpty ? "1" : text, text: text, run: text)])
        #expect(found.diagnostics.isEmpty)
    }

    @Test func `a key may be escaped`() {
        let found = readLines(#"{"\u0069d":"a","\u006e\u0061me":"n","n\u0061mes":"x"}"#)

        #expect(found.failures == [.init(id: "a", name: "n")])
    }

    @Test(arguments: ["\n", "\r\n", "\n\n", " \r\n\t \r\n", "\n\u{FEFF}"])
    func `lines end as systems end them, the last one need not`(ending: String) {
        let lines = ["{\"id\":\"a\"}", " {\"id\" : \"b\" } ", "{\"id\":\"c\"}"]

        let open = readLines(lines.joined(separator: ending))
        let closed = readLines(lines.map { $0 + ending }.joined())

        #expect(open.ids == ["a", "b", "c"])
        #expect(closed.failures == open.failures)
        #expect(open.diagnostics.isEmpty && closed.diagnostics.isEmpty)
        #expect(open.isComplete && closed.isComplete)
    }

    @Test func `a byte order mark is no part of the first line`() {
        let found = readLines("\u{FEFF}{\"id\":\"a\"}\n")

        #expect(found.ids == ["a"])
        #expect(found.diagnostics.isEmpty)
    }

    @Test(arguments: [true, false])
    func `UTF-16 with a byte order mark is read`(isLittleEndian: Bool) {
        let units = "\u{FEFF}{\"id\":\"é😀\"}\r\n{\"id\":\"b\"}".utf16
        let bytes = units.flatMap { unit in
            let pair = [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
            return isLittleEndian ? pair : pair.reversed()
        }

        #expect(readLines(bytes).ids == ["é😀", "b"])
    }

    @Test(arguments: ["", "\n", "\r\n \n", "\u{FEFF}"])
    func `a file without lines holds no failures`(text: String) {
        let found = readLines(text)

        #expect(found.failures.isEmpty)
        #expect(found.diagnostics.isEmpty)
        #expect(found.isComplete)
    }

    @Test(arguments: [
        ("{", true), (" \r\n\t{\"a\"", true), ("\u{FEFF}{", true), ("\u{FEFF}\n {", true), ("", false), ("  ", false),
        ("<testsuite/>", false), ("[{", false), ("\u{FEFF}<", false), ("a{", false), ("\u{FEFF}", false),
    ])
    func `failures are known by their first byte`(head: String, isFailures: Bool) {
        Array(head.utf8).withUnsafeBufferPointer {
            #expect(FailureLinesReader.looksLikeFailures(firstBytes: $0) == isFailures)
        }
    }
}
