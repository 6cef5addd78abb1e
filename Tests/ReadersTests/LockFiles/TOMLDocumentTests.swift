// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Readers

struct TOMLDocumentTests {
    /// A tree as text with sorted keys.
    private static func shape(_ tree: LockTree) -> String {
        switch tree {
        case .none: "-"
        case .text(let text): "'\(text)'"
        case .list(let list): "[" + list.map(shape).joined(separator: " ") + "]"
        case .table(let table):
            "{" + table.sorted { $0.key < $1.key }.map { $0.key + "=" + shape($0.value) }.joined(separator: " ") + "}"
        }
    }

    @Test(arguments: [
        ("", "{}"), ("a = 1\n", "{a='1'}"), ("a.b . 'c d' = true", "{a={b={c d='true'}}}"), ("\"\" = ''", "{=''}"),
        ("[a]\nb = 1\n[a.c]\nd = 2", "{a={b='1' c={d='2'}}}"), ("[a.b]\n[a]\nc = 1", "{a={b={} c='1'}}"),
        ("[[a]]\nb = 1\n[a.c]\nd = 2\n[[a]]\n", "{a=[{b='1' c={d='2'}} {}]}"),
        ("[[a]]\n[[a.b]]\n[[a.b]]", "{a=[{b=[{} {}]}]}"),
        ("a = [1, [2], {b = 3}, ]", "{a=['1' ['2'] {b='3'}]}"), ("a = [ # one\n 1\n , # two\n 2\n]", "{a=['1' '2']}"),
        ("a = {b.c = 1, b.d = 2}", "{a={b={c='1' d='2'}}}"), ("a = {\n  b = 1,\n}", "{a={b='1'}}"),
        ("a = 1_000\r\nb = -0x1F # c\r\n", "{a='1_000' b='-0x1F'}"), ("a = +inf\nb = nan", "{a='+inf' b='nan'}"),
        ("a = 1979-05-27 07:32:00Z\nb = 07:32:00", "{a='1979-05-27 07:32:00Z' b='07:32:00'}"),
        (#"a = "\t\"\\\u00e9\U0001F600\x41""#, "{a='\t\"\\é😀A'}"), (#"a = '\n'"#, #"{a='\n'}"#),
        ("a = \"\"\"\nb\nc\"\"\"", "{a='b\nc'}"), ("a = '''b''c'''''", "{a='b''c'''}"),
        ("a = \"\"\"b\"\"\"\"\"", "{a='b\"\"'}"),
        ("a = \"\"\"b \\\n\n   c\"\"\"", "{a='b c'}"), ("a = \"# no comment\" # comment", "{a='# no comment'}"),
    ])
    func `a document is read`(text: String, expected: String) {
        let (tree, fault) = TOMLDocument.read(text)

        #expect(Self.shape(tree) == expected)
        #expect(fault == nil)
    }

    @Test(arguments: [
        ("a", 1), ("a =", 3), ("= 1", 0), ("a = 1 b = 2", 6), ("a = 1\na = 2", 6), ("a = b", 4), ("[a", 2), ("[[a]", 4),
        ("[=", 1), ("[[[", 2), ("[]", 1), ("a = [1", 6), ("a = [1 2]", 7), ("a = [,]", 5), ("a = [}", 5), ("a = {b", 6),
        ("a = {b = 1 c = 2}", 11), ("a = \"b", 4), ("a = \"b\nc\"", 6), ("a = \"\\q\"", 5), ("a = \"\\u12\"", 5),
        ("a = \"\\ud800\"", 5), ("a = \"\u{1}\"", 5), ("# \u{7F}", 2), ("a = '''b''", 4), ("[a]\n[a]", 4),
        ("[[a]]\n[a]", 6),
        ("a = 1\n[a.b]", 6), ("a = {}\n[a.b]", 7), ("[a.b]\n[a]\nb.c = 1", 10), ("a.b = 1\na = 2", 8),
        ("a.b = 1\n[a]", 8),
        ("\u{2028}a = 1", 0), ("a = [\u{85}1]", 5), ("a = 1\rb = 2", 5), ("a. = 1", 3), ("a = \"\"\"\\ b\"\"\"", 7),
    ])
    func `a fault is told with its place`(text: String, offset: Int) {
        #expect(TOMLDocument.read(text).fault?.offset == offset)
    }

    @Test func `what was complete before a fault is kept`() {
        let text = "[[package]]\nname = 'a'\n[package.source]\nb = 1\n[[package]]\nname = 'c'\nversion = \n"

        let (tree, fault) = TOMLDocument.read(text)

        #expect(Self.shape(tree) == "{package=[{name='a' source={b='1'}}]}")
        #expect(fault?.message == "a value is missing")
    }

    @Test func `keys and values end at a depth`() {
        let deep = Array(repeating: "a", count: 100).joined(separator: ".")
        let deeper = Array(repeating: "a", count: 200).joined(separator: ".")

        #expect(TOMLDocument.read("\(deep) = 1").fault == nil)
        #expect(TOMLDocument.read("\(deeper) = 1").fault?.message == "a key has too many parts")
        #expect(TOMLDocument.read("[\(deep)]\n\(deep) = 1").fault?.message == "values are nested too deeply")
        #expect(
            TOMLDocument.read("a = " + String(repeating: "[", count: 200)).fault?.message
                == "values are nested too deeply")
    }
}
