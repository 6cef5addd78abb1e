// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase
import Testing

/// The filter, seen from the outside: what it lets through reaches the recorder.
struct MarkupFilterTests {
    @Test func `a comment inside a value swallows no test`() {
        let found = recordSuite(
            "<testcase name=\"<!--\"/><testcase name=\"hidden\"><failure/></testcase><testcase name=\"-->\"/>"
        )

        #expect(found.names == ["<!--", "hidden", "-->"])
        #expect(found.outcomes == ["passed", "failed", "passed"])
        #expect(found.codes == ["malformed"])
    }

    @Test(arguments: ["<![CDATA[", "<?", "<?xml ", "<!DOCTYPE", "<!"])
    func `an opening inside a value swallows no test`(opening: String) {
        let found = recordSuite("<testcase name=\"\(opening)\"/><testcase name=\"hidden\"><failure/></testcase>")

        #expect(found.names == [opening, "hidden"])
        #expect(found.tally.failed == 1)
    }

    @Test(arguments: ["-->", "]]>", "?>", ">", "--", "'", "<!--".replacing("<", with: "&lt;")])
    func `a closing inside a value is text`(closing: String) {
        let found = recordSuite("<testcase name=\"a\(closing)b\"/><testcase name=\"c\"/>")

        #expect(found.names == ["a\(closing.replacing("&lt;", with: "<"))b", "c"])
        #expect(found.condition == .complete)
    }

    @Test func `comments and instructions are dropped, wherever they stand`() {
        let found = recordSuite(
            "<!-- <testcase name='x'/> --><testcase name=\"a\"><failure>1<!-- 2 -->3"
                + "<?pi <testcase name='y'/> ?>4</failure></testcase>"
        )

        #expect(found.names == ["a"])
        #expect(found.cases.first?.attempts?.first?.text == "134")
    }

    @Test func `a section keeps what looks like markup`() {
        let found = recordSuite(
            "<testcase name=\"a\"><failure><![CDATA[<!-- </failure> ]] ]>&#27;]]></failure></testcase>"
        )

        #expect(found.cases.first?.attempts?.first?.text == "<!-- </failure> ]] ]>&#27;")
        #expect(found.diagnostics.isEmpty)
    }

    @Test func `a huge comment costs nothing and moves no line`() {
        let comment = "<!--" + String(repeating: "line\n", count: 300_000) + "-->"

        let found = recordSuite("\(comment)<testcase name=\"a\"/>\n<testcase name=\"b\" line=\"x\"/>")

        #expect(found.names == ["a", "b"])
        #expect(found.diagnostic("bad-number")?.line == 300_002)
    }

    @Test(arguments: [256, 257])
    func `a tag may have 256 attributes`(count: Int) {
        let attributes = (1..<count).map { "a\($0)=\"\"" }.joined(separator: " ")

        let found = recordSuite("<testcase name=\"n\" \(attributes)/>")

        #expect(found.codes == (count == 256 ? [] : ["too-many-attributes"]))
        #expect(found.names == (count == 256 ? ["n"] : []))
    }

    @Test(arguments: [1024, 1025])
    func `a name may have 1024 bytes`(count: Int) {
        let name = String(repeating: "n", count: count)

        let element = recordSuite("<testcase name=\"a\"/><\(name)/>")
        let attribute = recordSuite("<testcase name=\"a\" \(name)=\"\"/>")

        #expect(element.codes == (count == 1024 ? [] : ["name-too-long"]))
        #expect(attribute.codes == (count == 1024 ? [] : ["name-too-long"]))
    }

    @Test func `lower limits hold for short tags as well`() {
        var limits = ReaderLimits()
        limits.attributes = 2
        limits.nameBytes = 12
        limits.rawValueBytes = 8

        #expect(recordSuite("<testcase name=\"a\" b=\"\"/>", limits: limits).codes == [])
        #expect(recordSuite("<testcase name=\"a\" b=\"\" c=\"\"/>", limits: limits).codes == ["too-many-attributes"])
        #expect(recordSuite("<testcase name=\"a\"/><thirteen-long/>", limits: limits).codes == ["name-too-long"])
        #expect(recordSuite("<testcase name=\"12345678\"/>", limits: limits).names == ["12345678"])
        #expect(recordSuite("<testcase name=\"123456789\"/>", limits: limits).names == ["12345678"])
    }

    @Test(arguments: [
        ("", "x", 0), ("x", "x", 0), ("é", "", 1), ("é", "x", 1), ("€", "x", 2), ("😀", "x", 3), ("&amp;", "x", 1),
        ("&amp;", "x", 4), ("&#x1F600;", "x", 5), ("&#27;", "x", 2),
    ])
    func `a value is cut at 1 MiB, not inside a character or a reference`(last: String, rest: String, inside: Int) {
        let filler = String(repeating: "y", count: (1 << 20) - inside)
        var limits = ReaderLimits()
        limits.messageBytes = 2 << 20

        let found = recordSuite(
            "<testcase name=\"a\"><failure message=\"\(filler)\(last)\(rest)\"/></testcase><testcase name=\"b\"/>",
            limits: limits
        )

        let message = found.cases.first?.attempts?.first?.message
        let replaced = last == "&#27;" ? "\u{FFFD}" : ""
        #expect(found.names == ["a", "b"])
        #expect(message == filler || message == filler + replaced)
        #expect(found.condition == .complete)
        #expect(found.codes.contains("value-truncated") == (!last.isEmpty || !rest.isEmpty))
    }

    @Test func `a value of exactly 1 MiB is whole`() {
        let value = String(repeating: "é", count: 1 << 19)
        var limits = ReaderLimits()
        limits.messageBytes = 2 << 20

        let found = recordSuite("<testcase name=\"a\"><failure message=\"\(value)\"/></testcase>", limits: limits)

        #expect(found.cases.first?.attempts?.first?.message == value)
        #expect(found.diagnostics.isEmpty)
    }

    @Test(arguments: [0, 1])
    func `a section is cut at 1 MiB, and the lines behind it are right`(excess: Int) {
        let text = String(repeating: "line of 16 chars\n", count: (1 << 20) / 17)
        let filler = text + String(repeating: "z", count: (1 << 20) - text.utf8.count)
        var limits = ReaderLimits()
        limits.detailsBytes = 2 << 20

        let lineFeeds = String(repeating: "\n", count: excess)

        let found = recordSuite(
            "<testcase name=\"a\"><failure><![CDATA[\(filler)\(lineFeeds)]]></failure></testcase>\n"
                + "<testcase name=\"b\" line=\"x\"/>",
            limits: limits
        )

        #expect(found.cases.first?.attempts?.first?.text == filler)
        #expect(found.codes == (excess == 0 ? ["bad-number"] : ["bad-number", "value-truncated"]))
        #expect(found.diagnostic("bad-number")?.line == (1 << 20) / 17 + 2 + excess)
    }

    @Test func `forbidden references do not carry a value beyond the limit`() {
        let value = String(repeating: "&#27;y", count: 2 << 20)

        let found = recordSuite("<testcase name=\"a\"><failure message=\"\(value)\"/></testcase><testcase name=\"b\"/>")

        #expect(found.names == ["a", "b"])
        #expect(found.condition == .complete)
        #expect(found.diagnostic("invalid-char")?.count ?? 0 < 200_000)
    }

    @Test func `an unclosed value hides no test in the part that is cut`() {
        let value = String(repeating: "v", count: (1 << 20) + 10)

        let found = recordSuite(
            "<testcase name=\"\(value)/>\n<testcase name=\"b\"><failure/></testcase>\n<testcase name=\"c\"/>"
        )

        #expect(found.condition == .salvaged)
        #expect(found.codes.first == "malformed")
    }

    @Test func `a forbidden reference is found in every chunk`() {
        let report =
            "<testsuite name=\"&#27;\"><testcase name=\"a&#x1B;b\"><failure>&#0;c&#8;</failure></testcase></testsuite>"

        for chunk in 1...40 {
            let found = record(padded(report.utf8), chunk: chunk)
            guard found.diagnostic("invalid-char")?.count != 4 || found.names != ["a\u{FFFD}b"] else { continue }
            #expect(found.diagnostic("invalid-char")?.count == 4, "in chunks of \(chunk)")
        }
    }
}
