// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Renderers

struct SafeTextTests {
    @Test func `no line acts on a terminal or a CI runner`() {
        let live = NastyTexts.all.map { SafeText.line($0) }.filter { !Oracle.log($0).isEmpty || $0.contains("\n") }

        #expect(live == [])
    }

    @Test func `no block acts on a terminal or a CI runner`() {
        let live = NastyTexts.all.map { SafeText.block($0) }.filter { block in
            !Oracle.log(block).isEmpty || !block.split(separator: "\n").allSatisfy { $0.hasPrefix("  |") }
        }

        #expect(live == [])
    }

    @Test func `two values printed side by side do not become a command`() {
        let seconds = ["[error]x", "::error::x", ":error::x", "vso[a]", "##[error]"].map { SafeText.line($0) }
        let pairs = NastyTexts.all.flatMap { first in seconds.map { SafeText.line(first) + $0 + ":" } }

        #expect(pairs.filter { !Oracle.log($0).isEmpty } == [])
    }

    @Test func `a cut text is as safe as the whole`() {
        for limit in [1, 2, 3, 5, 8] {
            let cut = NastyTexts.all.map { SafeText.line($0, limit: limit) }

            #expect(cut.filter { $0.count > limit || !Oracle.log($0).isEmpty } == [])
        }
    }

    @Test(arguments: [
        ("com.example.CartTests.adds", "com.example.CartTests.adds"),
        ("C:\\work\\a.xml", "C:\\work\\a.xml"),
        ("a\u{1B}[2Jb", "a\\u{1B}[2Jb"),
        ("one\r\ntwo\nthree\rfour\tfive", "one\\ntwo\\nthree\\rfour\\tfive"),
        ("##[error]x", "#\\#[error]x"),
        ("## Gate", "## Gate"),
        ("  ::error::x", "  \\::error::x"),
        ("std::vector", "std::vector"),
        ("section_start:1", "section_start\\:1"),
        ("größer 日本 😀 ☀️", "größer 日本 😀 ☀️"),
        ("pay\u{200B}pal \u{202E}exe", "pay\\u{200B}pal \\u{202E}exe"),
    ])
    func `a line stays readable`(text: String, expected: String) {
        #expect(SafeText.line(text) == expected)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, "…"),
        ("ab\u{1B}cd", 6, "ab…"),
        ("👨‍👩‍👧", 3, "👨…"), ("", 1, ""),
    ])
    func `a cut ends at a whole character or escape`(text: String, limit: Int, expected: String) {
        #expect(SafeText.line(text, limit: limit) == expected)
    }

    @Test func `a block keeps its lines behind the gutter`() {
        let block = SafeText.block("expected 1\r\n\tat Foo::bar\n\ngot \u{1B}[31m2\n")

        #expect(block == "  | expected 1\n  |     at Foo::bar\n  |\n  | got \\u{1B}[31m2")
    }

    @Test func `quoted text cannot end its quotes`() {
        #expect(SafeText.quoted(#"a "b" c"#) == #""a \"b\" c""#)
        #expect(SafeText.quoted("::x") == "\"::x\"")
    }

    @Test func `a pile of combining marks is spelled out`() {
        let safe = SafeText.line("z" + String(repeating: "\u{300}", count: 20))

        #expect(safe.hasSuffix("\\u{300}"))
        #expect(safe.unicodeScalars.filter { $0 == "\u{300}" }.count == 6)
    }
}
