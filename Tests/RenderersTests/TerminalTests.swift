// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Renderers
import Testing

struct PluralTests {
    @Test(arguments: [
        (0, "0 results"), (1, "1 result"), (3, "3 results"), (-1, "-1 result"), (999, "999 results"),
        (4213, "4,213 results"), (1_000_000, "1,000,000 results"),
    ])
    func `a count agrees with its noun`(count: Int, expected: String) {
        #expect(Plural.count(count, "result") == expected)
    }

    @Test func `an irregular plural is given`() {
        #expect(Plural.count(2, "class", "classes") == "2 classes")
        #expect(Plural.count(1, "class", "classes") == "1 class")
    }

    @Test func `the smallest number does not trap`() {
        #expect(Plural.number(.min) == "-9,223,372,036,854,775,808")
    }
}

struct PaletteTests {
    @Test(arguments: [
        ([:], true, false, true), (["NO_COLOR": ""], true, false, true), (["NO_COLOR": "1"], true, false, false),
        (["TERM": "dumb"], true, false, false), ([:], false, false, false), ([:], true, true, false),
    ])
    func `colours need a terminal and nobody against them`(
        environment: [String: String],
        isTerminal: Bool,
        isRefused: Bool,
        expected: Bool
    ) {
        let palette = Palette(environment: environment, isTerminal: isTerminal, isRefused: isRefused)

        #expect(palette.isOn == expected)
    }

    @Test(arguments: Palette.Role.allCases)
    func `without colours the text is unchanged`(role: Palette.Role) {
        #expect(Palette.plain.paint("GO", role) == "GO")
        #expect(Palette(isOn: true).paint("GO", role).hasSuffix("mGO\u{1B}[0m"))
        #expect(Palette(isOn: true).paint("", role) == "")
    }

    @Test(arguments: [
        (["TERM_PROGRAM": "WezTerm"], true), (["VTE_VERSION": "7201"], true), (["VTE_VERSION": "4205"], false),
        (["WT_SESSION": "1", "TMUX": "/tmp/x"], false), (["KITTY_WINDOW_ID": "1", "NO_COLOR": "1"], false),
        ([:], false),
    ])
    func `names are links where the terminal is known to make them`(environment: [String: String], expected: Bool) {
        #expect(Palette(environment: environment, isTerminal: true).hasLinks == expected)
        #expect(!Palette(environment: environment, isTerminal: false).hasLinks)
    }

    @Test func `a link holds an address of the web or a file, and nothing else`() {
        let palette = Palette(isOn: true, hasLinks: true)

        #expect(
            palette.link("build", to: "https://ci.example/7")
                == "\u{1B}]8;;https://ci.example/7\u{1B}\\build\u{1B}]8;;\u{1B}\\")
        for address in ["", "javascript:x", "https://x\u{7}y", "https://x y", "https://\u{202E}", "ssh://x"] {
            #expect(palette.link("build", to: address) == "build")
        }
        #expect(Palette.plain.link("build", to: "https://ci.example/7") == "build")
    }
}

struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("größe", 5), ("e\u{301}", 1), ("日本", 4), ("ｱ", 1), ("Ａ", 2), ("한글", 4),
        ("\u{1112}\u{1161}\u{11AB}", 2), ("😀", 2), ("☀️", 2), ("☀", 1), ("🇩🇪", 2), ("👍🏽", 2), ("…", 1), ("\u{301}", 0),
    ])
    func `width counts columns of the terminal`(text: String, expected: Int) {
        #expect(DisplayWidth.of(text) == expected)
    }
}

struct TextTableTests {
    @Test func `columns are aligned and no line ends with a blank`() {
        var table = TextTable([.init("id"), .init("runs", alignment: .right), .init("note")])
        table.add(["INC-7", "3", "new"])
        table.add(["INC-1042", "1,204", ""])
        table.add(["日本", "", ""])

        #expect(
            table.text() == """
                id         runs  note
                INC-7         3  new
                INC-1042  1,204
                日本
                """
        )
    }

    @Test func `wide characters take two columns`() {
        var table = TextTable([.init(""), .init("")])
        table.add(["日本", "a"])
        table.add(["abcd", "b"])
        table.add(["e\u{301}", "c"])

        #expect(table.text() == "日本  a\nabcd  b\ne\u{301}     c")
    }

    @Test func `the flexible column gives up what is too much`() {
        var table = TextTable([.init("test", fit: .keepingEnd), .init("message", fit: .keepingStart), .init("n")])
        table.add(["com.example.shop.CartTests.adds", "expected 1 but got 2", "3"])

        let text = table.text(width: 44)

        #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= 44 })
        #expect(text.hasSuffix("…hop.CartTests.adds  expected 1 but got 2  3"))
    }

    @Test func `two flexible columns are levelled, widest first`() {
        var table = TextTable([.init("", fit: .keepingStart), .init("", fit: .keepingStart)])
        table.add([.init(String(repeating: "a", count: 40)), .init(String(repeating: "b", count: 30))])

        let text = table.text(width: 42)

        #expect(text == String(repeating: "a", count: 19) + "…  " + String(repeating: "b", count: 19) + "…")
    }

    @Test(arguments: [1, 5, 13, 20, 80])
    func `cells are made safe at every width`(width: Int) {
        var table = TextTable([.init("a", fit: .keepingStart), .init("b", fit: .keepingEnd)])
        for text in NastyTexts.all.prefix(200) { table.add([.init(text), .init(text)]) }

        let text = table.text(width: width)

        #expect(Oracle.terminal(text) == [])
        #expect(Oracle.ci(text) == [])
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count == 201)
    }

    @Test func `too many cells are dropped and missing ones are empty`() {
        var table = TextTable([.init("a"), .init("b")])
        table.add(["1", "2", "3"])
        table.add([])

        #expect(table.text() == "a  b\n1  2\n")
    }

    @Test func `colour surrounds the text and not the padding`() {
        var table = TextTable([.init(""), .init("")])
        table.add([.init("GO", .good), "x"])
        table.add(["NO_GO", "y"])

        #expect(table.text(palette: Palette(isOn: true)) == "\u{1B}[32mGO\u{1B}[0m     x\nNO_GO  y")
    }
}
