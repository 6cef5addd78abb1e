// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase
import Testing

/// The repair of malformed documents, seen from the outside.
struct MarkupRepairTests {
    /// Malformed by itself, so that everything around it goes through the repair.
    private let fault = "<testcase name=\"x & y\"/>"

    @Test(arguments: [
        ("<testcase name=\"a<b>c\"/>", "a<b>c"), ("<testcase name='a\"b'/>", "a\"b"), ("<testcase name=bare/>", "bare"),
        ("<testcase name = \"a\" />", "a"), ("<testcase disabled name=\"a\"/>", "a"),
        ("<testcase name=\"1\" name=\"2\"/>", "1"),
        ("<testcase name=\"&amp;&lt;&#65;&nbsp;&\"/>", "&<A&nbsp;&"), ("<testcase name=\"&#27;\"/>", "\u{FFFD}"),
        ("<testcase name=\"a\n b\"/>", "a  b"), ("<testcase\nname=\"a\"\n/>", "a"),
        ("<testcase name=\"a\"></testcase >", "a"),
        ("<testcase name=\"a\"></testcasse></testcase>", "a"), ("<testcase name=\"\"/>", ""),
    ])
    func `a broken tag keeps its name`(tag: String, name: String) {
        let found = recordSuite(fault + tag + "<testcase name=\"last\"/>")

        #expect(found.names == ["x & y", name, "last"])
        #expect(found.condition == .salvaged)
    }

    @Test(arguments: [
        ("a && b", "a && b"), ("a < b", "a < b"), ("a <= b", "a <= b"), ("<3", "<3"),
        ("a &lt; &amp;amp; b", "a < &amp; b"),
        ("&nbsp;", "&nbsp;"), ("&#x41;", "A"), ("]]>", "]]>"), ("<![CDATA[<&]]>", "<&"), ("1<!-- 2 -->3", "13"),
        ("1<?pi 2?>3", "13"),
    ])
    func `broken text reads as written`(text: String, expected: String) {
        let found = recordSuite(
            fault + "<testcase name=\"a\"><failure>\(text)</failure></testcase><testcase name=\"last\"/>"
        )

        #expect(found.names == ["x & y", "a", "last"])
        #expect(found.cases[1].attempts?.first?.text == expected)
    }

    @Test func `a forgotten quote ends before the next tag of the format`() {
        let found = recordSuite(
            "<testcase name=\"a>\n<testcase name=\"b\"><failure message=\"no\"/></testcase>\n<testcase name=\"c\"/>"
        )

        #expect(found.tally.failed == 1)
        #expect(found.names.contains("b"))
        #expect(found.names.contains("c"))
    }

    @Test func `a forgotten end tag is added`() {
        let found = recordSuite("<testcase name=\"a\"><failure>no</testcase><testcase name=\"b\"/>")

        #expect(found.names == ["a", "b"])
        #expect(found.outcomes == ["failed", "passed"])
    }

    @Test(arguments: [1, 2, 3, 5, 17, 64])
    func `a reference at the seam of two chunks stays whole`(chunk: Int) {
        let text = String(repeating: "&lt;&#65;&amp;", count: 40)
        let report =
            "<testsuite name=\"s\">\(fault)<testcase name=\"a\"><failure>\(text)</failure></testcase></testsuite>"

        let found = record(padded(report.utf8), chunk: chunk)

        #expect(found.cases.last?.attempts?.first?.text == String(repeating: "<A&", count: 40))
    }

    @Test(arguments: 0..<4)
    func `a long value is cut at 1 MiB, not inside a character`(shift: Int) {
        let value = String(repeating: "y", count: shift) + String(repeating: "€", count: 400_000)
        var limits = ReaderLimits()
        limits.messageBytes = 2 << 20

        let found = recordSuite(
            fault
                + "<testcase name=\"a\"><failure message=\"\(value)\"><![CDATA[\(value)]]></failure></testcase>"
                + "<testcase name=\"b\"/>",
            limits: limits
        )

        #expect(found.names == ["x & y", "a", "b"])
        #expect(found.cases[1].attempts?.first?.message?.hasSuffix("€") == true)
        #expect(found.diagnostic("value-truncated")?.count ?? 0 >= 2)
        #expect(found.codes.filter { $0 == "truncated" }.isEmpty)
    }

    @Test func `too many attributes are refused in a malformed document as well`() {
        let attributes = (0..<300).map { "a\($0)=\"\"" }.joined(separator: " ")

        let found = recordSuite(fault + "<testcase name=\"a\" \(attributes)/>")

        #expect(found.condition == .rejected)
        #expect(found.codes.contains("too-many-attributes"))
    }

    @Test(arguments: [
        "<!-- 1\n2\n3 -->\n", "<?pi\n?>", "<!x\ny>", "<testcase\nname=\"a\"\n\n time=\"1\"\n/>",
        "<testcase name=\"a\nb\"/>",
        "<testcase name=\"a\"></testcase\n>", "</stray\n>", "<failure><![CDATA[\n\n]]>\n</failure>", "a\n&\n",
        "<testcase name=\"1\" name=\"\n2\"/>",
    ])
    func `the lines behind a repair are those of the file`(text: String) {
        let report = "<testsuite>\n\(fault)\n\(text)\n<testcase name=\"z\" line=\"x\"/></testsuite>\n<testsuite>\n"

        let found = record(report)

        let lines = text.count { $0 == "\n" }
        #expect(found.diagnostic("malformed")?.line == 2)
        #expect(found.diagnostic("bad-number")?.line == 4 + lines)
        #expect(found.diagnostic("multiple-roots")?.line == 5 + lines)
        #expect(found.diagnostic("truncated")?.line == 5 + lines)
    }

    @Test func `a breach in a malformed document has its line`() {
        let attributes = (0..<300).map { "a\($0)=\"\"" }.joined(separator: " ")
        let report = "<testsuite>\n\(fault)\n<!--\n-->\n<testcase \(attributes)/></testsuite>"

        for chunk in [3, 64, 100_000] {
            let found = record(padded(report.utf8), chunk: chunk)
            #expect(found.diagnostic("too-many-attributes")?.line == 5, "in chunks of \(chunk)")
        }
    }

    @Test func `a malformed document is read twice, and told once`() {
        let found = recordSuite("<testcase name=\"before\" line=\"x\"/>" + fault)

        #expect(found.names == ["before", "x & y"])
        #expect(found.restarts == 1)
        #expect(found.diagnostic("bad-number")?.count == 1)
    }

    @Test func `a document behind a malformed one is read as well`() {
        let found = record(
            "<testsuite name=\"s\">\(fault)</testsuite>\n<testsuite name=\"t\"><testcase name=\"b\"/></testsuite>"
        )

        #expect(found.names == ["x & y", "b"])
        #expect(found.codes == ["malformed", "multiple-roots"])
    }
}
