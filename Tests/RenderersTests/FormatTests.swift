// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Renderers
import Testing

struct JSONTextTests {
    private let report: JSONText = [
        "format": 1, "name": "a", "flag": true, "time": 1.5, "none": nil, "list": [1, [], [:]],
        "deep": ["b": 2, "a": 1],
    ]

    @Test func `keys keep their order`() {
        #expect(
            report.compact
                == #"{"format":1,"name":"a","flag":true,"time":1.5,"none":null,"list":[1,[],{}],"deep":{"b":2,"a":1}}"#
        )
    }

    @Test func `pretty text is indented by two blanks`() {
        let value: JSONText = ["a": [1, ["b": "c"]], "empty": []]

        #expect(
            value.pretty == """
                {
                  "a": [
                    1,
                    {
                      "b": "c"
                    }
                  ],
                  "empty": []
                }
                """
        )
    }

    @Test(arguments: [
        (JSONText.double(.nan), "null"), (.double(.infinity), "null"), (.double(-0.0), "-0.0"),
        (.double(1e21), "1e+21"),
        (.double(.leastNonzeroMagnitude), "5e-324"), (.int(.min), "-9223372036854775808"),
        (.init(nil as String?), "null"),
    ])
    func `numbers are JSON numbers`(value: JSONText, expected: String) {
        #expect(value.compact == expected)
    }

    @Test(arguments: [
        (#"a"b\c"#, #""a\"b\\c""#), ("\n\r\t\u{8}\u{1F}\u{7F}", #""\n\r\t\u0008\u001f\u007f""#),
        ("\u{2028}\u{2029}\u{202E}\u{9B}", #""\u2028\u2029\u202e\u009b""#), ("\u{E0041}", #""\udb40\udc41""#),
        ("ä😀", #""ä😀""#), ("##[error]", ##""#\u0023[error]""##), ("section_start:1", #""section_start\u003a1""#),
        ("a/b<c", #""a/b<c""#),
    ])
    func `strings are escaped`(text: String, expected: String) {
        #expect(JSONText.string(text).compact == expected)
    }

    @Test func `no string acts on a terminal or a CI runner`() {
        let written = NastyTexts.all.map { JSONText.object([.init($0, .array([.string($0)]))]).pretty }

        #expect(written.filter { !Oracle.log($0).isEmpty } == [])
    }
}

struct TSVTextTests {
    @Test func `rows stand under their header`() {
        var table = TSVText(header: ["test", "outcome"])
        table.add(["a b", "failed"])
        table.add(["c\td\ne\\f\u{1B}"])

        #expect(table.text == "test\toutcome\na b\tfailed\nc\\td\\ne\\\\f\\u{1B}\t\n")
    }

    @Test(arguments: [
        ("=cmd", "\\u{3D}cmd"), ("+1+1", "\\u{2B}1+1"), ("@SUM", "\\u{40}SUM"), ("-5", "-5"), ("+1.5", "+1.5"),
        ("=5", "\\u{3D}5"), ("-", "\\u{2D}"), ("-1.", "\\u{2D}1."), ("\u{FF1D}1", "\\u{FF1D}1"),
        ("##[error]", "#\\u{23}[error]"),
    ])
    func `a spreadsheet calculates nothing`(text: String, expected: String) {
        #expect(TSVText.cell(text) == expected)
    }

    @Test func `no cell breaks its row or acts on a terminal or a CI runner`() {
        let written = NastyTexts.all.map { text in
            var table = TSVText(header: ["a", "b"])
            table.add([text, text])
            return table.text
        }

        #expect(written.filter { !Oracle.log($0).isEmpty } == [])
        #expect(written.filter { $0.unicodeScalars.filter { $0 == "\n" }.count != 2 } == [])
        #expect(written.filter { $0.unicodeScalars.filter { $0 == "\t" }.count != 2 } == [])
    }
}
