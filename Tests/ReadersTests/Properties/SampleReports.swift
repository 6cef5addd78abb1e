// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A good report of about 2 KB in pieces, so that it is known where each case ends.
struct SampleReport {
    struct Case {
        var name: String
        var outcome: String
        var xml: String
    }

    static let cases = [
        Case(name: "plain", outcome: "passed", xml: "<testcase classname=\"shop.Cart\" name=\"plain\" time=\"0.25\"/>"),
        Case(
            name: "fails",
            outcome: "failed",
            xml:
                "<testcase classname=\"shop.Cart\" name=\"fails\">"
                + "<failure message=\"1 &lt; 2 &amp; &#10; caf\u{E9}\" type='E'>"
                + "at a.c:1\n  <![CDATA[if (a < b && c) ]] ]]>\n</failure><system-out>log</system-out></testcase>"
        ),
        Case(
            name: "sp\u{E4}t",
            outcome: "passed",
            xml: "<testcase name=\"sp\u{E4}t\">\n<system-out>\u{1F600} ok</system-out>\n</testcase>"
        ),
        Case(
            name: "skips",
            outcome: "skipped",
            xml: "<testcase name=\"skips\"><skipped message=\"later\"/></testcase>"
        ),
        Case(
            name: "flaky",
            outcome: "flaky",
            xml:
                "<testcase name=\"flaky\"><!-- once --><flakyFailure message=\"m\"><stackTrace>x</stackTrace>"
                + "</flakyFailure></testcase>"
        ),
        Case(
            name: "broken",
            outcome: "error",
            xml: "<testcase name=\"broken\"><error>e</error><rerunError/><properties><property name=\"k\" value=\"v\"/>"
                + "</properties></testcase>"
        ),
        Case(name: "last", outcome: "passed", xml: "<testcase name=\"last\"></testcase>"),
    ]

    static let head =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- sample -->\n<testsuites>\n<testsuite name=\"a\" "
        + "timestamp=\"2024-04-01T10:00:00\" hostname=\"h\">\n"
        + "<properties><property name=\"os\" value=\"linux\"/></properties>\n"
    static let middle = "</testsuite>\n<testsuite name=\"b\"><testsuite name=\"c\">\n"
    static let tail = "</testsuite></testsuite>\n</testsuites>\n<!-- two\nlines -->\n<?end?>\n"

    static let text: String = {
        let first = cases.prefix(4).map { $0.xml + "\n" }.joined()
        let second = cases.dropFirst(4).map { $0.xml + "\n" }.joined()
        return head + first + middle + second + tail
    }()

    /// For every case the offset behind its last byte.
    static let ends: [Int] = {
        var position = head.utf8.count
        var result: [Int] = []
        for (index, testCase) in cases.enumerated() {
            if index == 4 { position += middle.utf8.count }
            position += testCase.xml.utf8.count
            result.append(position)
            position += 1
        }
        return result
    }()
}

/// Reports of several kinds: good, odd and broken.
let assortedReports: [String] = [
    SampleReport.text,
    "log line\n" + SampleReport.text + "Done.\n" + SampleReport.text + "\n<!-- end\n -->\n",
    SampleReport.text.replacing("caf", with: "R&D <b>"),
    SampleReport.text.replacing("</failure>", with: ""),
    SampleReport.text.replacing("name=\"last\"", with: "name=\"&#27;[0m&#x1b;\" name=\"twice\" bare"),
    String(SampleReport.text.dropLast(200)),
    SampleReport.text.replacing("<testsuites>", with: "<!DOCTYPE testsuites [ <!ENTITY a \"b\"> ]>\n<testsuites>"),
    SampleReport.text.replacing("testsuites", with: "report"),
    SampleReport.text.replacing("<testsuite name=\"b\">", with: "<testsuite name=\"b & c\">"),
    minimalReport + "<!-- a\nb\n c --><?pi\n?>" + minimalReport + "tail",
    "<testsuites a=\"1\" a=\"2\">" + minimalReport + "</testsuites>",
]
