// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Renderers
import Testing

struct MarkdownTextTests {
    @Test func `nothing in data acts on a reader, a terminal or a CI runner`() {
        let documents = NastyTexts.all.map { text in
            """
            \(MarkdownText.inline(text))
            text \(MarkdownText.inline(text)) and \(MarkdownText.code(text)) more

            | a | b |
            |---|---|
            | \(MarkdownText.cell(text)) | \(MarkdownText.code(text, isInTable: true)) |

            \(MarkdownText.fence(text))
            """
        }

        #expect(documents.filter { !Oracle.markdown($0).isEmpty || !Oracle.log($0).isEmpty } == [])
    }

    @Test func `a row keeps its number of cells`() {
        let rows = NastyTexts.all.map { "| \(MarkdownText.cell($0)) | \(MarkdownText.code($0, isInTable: true)) |" }

        #expect(rows.filter { Self.bars($0) != 3 || $0.unicodeScalars.contains("\n") } == [])
    }

    @Test(arguments: [
        ("adds an item", "adds an item"), ("com.example.CartTests", "com.example.CartTests"),
        ("snake_case_name", "snake_case_name"),
        ("_private_", "\\_private\\_"), ("a|b", "a\\|b"), ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
        ("@team", "\\@&#8203;team"), ("#12", "\\#&#8203;12"), ("GH-7", "GH-&#8203;7"), ("a-b", "a-b"),
        ("- item", "\\- item"), ("1. item", "1\\. item"), ("version 1.2", "version 1.2"),
        ("[a](b)", "\\[a\\]\\(b\\)"), ("http://x", "http\\://x"), ("www.x.org", "www\\.x.org"),
        ("why: because", "why: because"), ("one\ntwo", "one\\\\ntwo"),
    ])
    func `inline data reads as it is`(text: String, expected: String) {
        #expect(MarkdownText.inline(text) == expected)
    }

    @Test(arguments: [
        ("a", "`a`"), ("a`b", "``a`b``"), ("`a", "`` `a ``"), ("a``b`c", "```a``b`c```"), ("a|b", "`a|b`"),
        ("", "(empty)"),
        (" a ", "`  a  `"),
    ])
    func `a code span has enough backticks`(text: String, expected: String) {
        #expect(MarkdownText.code(text) == expected)
    }

    @Test func `pipes in code need a backslash only in a table`() {
        #expect(MarkdownText.code("a|b", isInTable: true) == "`a\\|b`")
        #expect(MarkdownText.code("a\\|b", isInTable: true) == "a\\\\\\|b")
    }

    @Test func `a fence is longer than any run inside`() {
        let fence = MarkdownText.fence("```\n````x\n", language: "ja va`\n")

        #expect(fence == "`````java\n```\n````x\n`````")
    }

    @Test func `a cut cell ends with an ellipsis`() {
        #expect(MarkdownText.cell("abcdef", limit: 4) == "abc…")
        #expect(MarkdownText.cell("") == " ")
    }

    private static func bars(_ row: String) -> Int {
        var bars = 0
        var isEscaped = false
        for scalar in row.unicodeScalars {
            if scalar == "|", !isEscaped { bars += 1 }
            isEscaped = scalar == "\\" && !isEscaped
        }
        return bars
    }
}
