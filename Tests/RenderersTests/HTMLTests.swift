// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Renderers

struct HTMLTests {
    @Test(arguments: NastyTexts.all + ["<script>alert(1)</script>", "\" onload=\"x", "' onload='x", "--><b>", "]]>"])
    func `data can end neither a tag nor an attribute`(text: String) {
        let html: HTML = "\(text)"

        // By bytes: a mark that combines with a quote is still a quote to a browser.
        let bytes = Array(html.text.utf8)
        let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"].map { Array($0.utf8) }
        #expect(!bytes.contains { Array("<>\"'".utf8).contains($0) })
        #expect(Oracle.terminal(html.text).isEmpty)
        for place in bytes.indices where bytes[place] == 0x26 {
            #expect(entities.contains { bytes[place...].starts(with: $0) })
        }
    }

    @Test func `ordinary text stays as it is, and five signs become entities`() {
        let text = "a < b && c > \"d\" 'e' ü 漢字 🙂 \t\n"

        let html: HTML = "\(text)"

        #expect(html.text == "a &lt; b &amp;&amp; c &gt; &quot;d&quot; &#39;e&#39; ü 漢字 🙂 \t\n")
    }

    @Test func `a return is no line of its own`() {
        let html: HTML = "\("a\r\nb\rc")"

        #expect(html.text == "a\nbc")
    }

    @Test func `pieces and numbers pass as they are`() {
        let inner: HTML = "<b>\("x<y")</b>"
        let none: HTML? = nil

        let html: HTML = "\(inner)\([inner, inner])\(none)\(12_345)\(Int64(12_345))\(1.25)\(2.0)"

        #expect(html.text == String(repeating: "<b>x&lt;y</b>", count: 3) + "12,34512345" + "1.32")
    }

    @Test func `a long text is cut with a mark`() {
        let html: HTML = "\("abcdef", limit: 3)\("abc", limit: 3)"

        #expect(html.text == "abc…abc")
    }

    @Test(arguments: [
        ("https://x.invalid/a?b=c", true), ("http://x", true), ("javascript:alert(1)", false),
        ("https://x/\u{202E}", false), ("HTTPS://x", false), ("data:text/html,x", false), ("//x", false),
    ])
    func `only an address of the web is a link`(address: String, isLink: Bool) {
        #expect(Piece.link(address).text.contains("<a ") == isLink)
    }

    @Test(arguments: [
        ("exitgate gate beta, after the tests ran", "exitgate gate beta"),
        ("exitgate issue show ISS-2", "exitgate issue show ISS-2"),
    ])
    func `what follows a comma is not to be typed`(text: String, command: String) {
        #expect(Piece.command(text) == command)
        #expect(Piece.next(text).text.contains("<code>\(command)</code>"))
    }

    @Test(arguments: [(0.0, 1.0), (0.3, 0.5), (1, 1), (3, 5), (7, 10), (12, 20), (430, 500), (1001, 2000)])
    func `an axis ends at a round number that holds all`(value: Double, end: Double) {
        #expect(abs(Chart.ceiling(value) - end) < 1e-9)
    }

    @Test func `the policy of a page that has everything inside names what is inside`() {
        #expect(Stylesheet.text.contains(".verdict"))
        #expect(!Stylesheet.text.contains("url("), "nothing is loaded")
        #expect(!Stylesheet.text.contains("@import"), "nothing is loaded")
        #expect(!ReportScript.text.contains("innerHTML"))
        #expect(!ReportScript.text.contains("</"), "it could not stand in a page")
    }
}
