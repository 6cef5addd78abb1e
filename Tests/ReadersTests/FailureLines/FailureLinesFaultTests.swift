// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase
import Testing

/// Every fault and every oddity, with its place.
struct FailureLinesFaultTests {
    /// A line that is wrong, and the column of what is wrong.
    struct Fault: CustomTestStringConvertible, Sendable {
        var line: String
        var column: Int
        var code = "json-syntax"

        init(_ line: String, _ column: Int, _ code: String = "json-syntax") {
            (self.line, self.column, self.code) = (line, column, code)
        }

        var testDescription: String { line.count > 60 ? "\(line.prefix(60))…" : line }
    }

    private static let structure = [
        Fault("{", 2), Fault("}", 1), Fault("{]", 2), Fault("{\"id\"}", 6), Fault("{\"id\":}", 7),
        Fault("{\"id\" 1}", 7),
        Fault("{\"id\":1,}", 9), Fault("{,}", 2), Fault("{\"id\":1 \"name\":2}", 9), Fault("{\"id\":1]", 8),
        Fault("{id:1}", 2), Fault("{'id':1}", 2), Fault("{\"id\":1}}", 9), Fault("{\"id\":1} {}", 10),
        Fault("{\"id\":1},", 9), Fault("{\"id\":1} # no", 10), Fault("{\"é😀\":1;}", 8), Fault("  {\"id\":1", 10),
        Fault("java.lang.Error", 1), Fault("# comment", 1), Fault("{\"x\":[1,]}", 9), Fault("{\"x\":[1 2]}", 9),
        Fault("{\"x\":[,]}", 7), Fault("{\"x\":{\"y\":1,}}", 13), Fault("{\"x\":{\"y\"}}", 10), Fault("{\"x\":[}}", 7),
        Fault("{\"x\":{1:2}}", 7), Fault("{\"x\":[[1}]}", 9), Fault("[1,]", 4), Fault("{\u{A0}}", 2),
        Fault("{\u{B}}", 2),
    ]
    private static let scalars = [
        Fault("{\"x\":01}", 7), Fault("{\"x\":-}", 7), Fault("{\"x\":+1}", 6), Fault("{\"x\":.5}", 6),
        Fault("{\"x\":1.}", 8),
        Fault("{\"x\":1e}", 8), Fault("{\"x\":1e+}", 9), Fault("{\"x\":0x10}", 7), Fault("{\"x\":-a}", 7),
        Fault("{\"x\":NaN}", 6), Fault("{\"x\":Infinity}", 6), Fault("{\"x\":-Infinity}", 7), Fault("{\"x\":True}", 6),
        Fault("{\"x\":tru}", 6), Fault("{\"x\":nul}", 6), Fault("{\"x\":truee}", 10), Fault("{\"x\":undefined}", 6),
        Fault("{\"id\":nothing}", 7), Fault("{\"id\":01}", 8), Fault("{\"id\":'a'}", 7),
        Fault("{\"message\":nulL}", 12),
    ]
    private static let strings = [
        Fault("{\"id\":\"a", 9), Fault("{\"id\":\"a\\", 10), Fault("{\"id\":\"a\\\"}", 12), Fault("{\"x", 4),
        Fault(#"{"id":"é\x"}"#, 9), Fault(#"{"id":"\'"}"#, 8), Fault(#"{"id":"\u12g4"}"#, 8),
        Fault(#"{"id":"\u12"}"#, 8),
        Fault(#"{"id":"\U0041"}"#, 8), Fault(#"{"id":"\u00"#, 12), Fault(#"{"id":"ab\0"}"#, 10),
        Fault(#"{"x":"\a"}"#, 7),
        Fault(#"{"\q":1}"#, 3),
    ]
    private static let kinds = [
        Fault("[]", 1, "json-not-object"), Fault("  [{\"id\":1}]", 3, "json-not-object"),
        Fault("\"a\"", 1, "json-not-object"),
        Fault("12", 1, "json-not-object"), Fault("null", 1, "json-not-object"), Fault("true ", 1, "json-not-object"),
        Fault("{\"name\":5}", 9, "json-type"), Fault("{\"suite\":true}", 10, "json-type"),
        Fault("{\"text\": []}", 10, "json-type"),
        Fault("{\"type\":{\"a\":1}}", 9, "json-type"), Fault("{\"é\":1,\"message\":-1}", 18, "json-type"),
        Fault("{\"classname\":false}", 14, "json-type"), Fault("{\"id\":1.0}", 7, "json-type"),
        Fault("{\"id\":1e3}", 7, "json-type"),
        Fault("{\"run\":[1]}", 8, "json-type"), Fault("{\"run\":true}", 8, "json-type"),
        Fault("{\"id\":{}}", 7, "json-type"),
    ]

    @Test(arguments: structure + scalars + strings + kinds)
    func `a bad line is told with its place and skipped`(fault: Fault) {
        let found = readLines("{\"id\":\"a\"}\r\n\r\n\(fault.line)\r\n{\"id\":\"b\"}\r\n")

        #expect(
            found.errors.map { "\($0.code)@\($0.line ?? 0):\($0.column ?? 0)" } == ["\(fault.code)@3:\(fault.column)"])
        #expect(found.ids == ["a", "b"])
        #expect(found.badLines == 1)
        #expect(found.isComplete)
    }

    @Test func `bad lines of a kind are one finding with a count`() {
        let found = readLines("{\n[1]\n{\"id\":1}\n[\n{\"id\":[]}\n{}\n7\nx\n")

        #expect(found.places == ["json-syntax@1:2x3", "json-not-object@2:1x2", "json-type@5:7"])
        #expect(found.ids == ["1", "6"])
        #expect(found.badLines == 6)
    }

    @Test(arguments: [64, 65])
    func `a value that is skipped may have 64 levels`(depth: Int) {
        let kinds = (0..<depth).map { $0.isMultiple(of: 3) }
        let value =
            kinds.map { $0 ? "{\"a\":" : "[" }.joined() + "1" + kinds.reversed().map { $0 ? "}" : "]" }.joined()

        let found = readLines("{\"x\":\(value),\"id\":\"a\"}")

        #expect(found.codes == (depth == 64 ? [] : ["json-too-deep"]))
        #expect(found.ids == (depth == 64 ? ["a"] : []))
        #expect(found.diagnostics.first?.column == (depth == 64 ? nil : 6 + 22 * 5 + 42))
    }

    @Test func `a million open brackets are one fault`() {
        let found = readLines("{\"x\":\(String(repeating: "[", count: 1_000_000))\n{}")

        #expect(found.places == ["json-too-deep@1:70"])
        #expect(found.ids == ["2"])
    }

    @Test(arguments: [
        ("{\"id\":\"a", "truncated@2:9"), ("{\"id\":1", "truncated@2:8"), ("{", "truncated@2:2"),
        ("{\"id\":nu", "truncated@2:9"),
        ("{\"x\":[", "truncated@2:7"), ("{\"id\":\"\\u00", "truncated@2:12"), ("{\"id\":-", "truncated@2:8"),
        ("{\"id\":1,", "truncated@2:9"), ("{\"id\":1}]", "json-syntax@2:9"), ("broken", "json-syntax@2:1"),
    ])
    func `a last line that was cut is told as such`(line: String, place: String) {
        let found = readLines("{\"id\":\"a\"}\n\(line)")

        #expect(found.places == [place])
        #expect(found.ids == ["a"])
        #expect(found.isComplete == place.hasPrefix("json"))
    }
}
