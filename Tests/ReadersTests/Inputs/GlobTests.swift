// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Readers

struct GlobTests {
    @Test(arguments: [
        ("*", "a.xml"), ("*", ""), ("*.xml", "a.xml"), ("*.xml", ".xml"), ("a*", "a"), ("a*c", "abbc"),
        ("a*b*c", "a-b-b-c"),
        ("?", "x"), ("a?c", "abc"), ("[abc]", "b"), ("[a-z]", "q"), ("[a-cx-z]", "y"), ("[!a-c]", "d"), ("[^a]", "b"),
        ("[-a]", "-"), ("TEST-*.xml", "TEST-shop.Cart.xml"), ("a[", "a["), ("**", "any"), ("*[0-9].xml", "run-7.xml"),
        ("é*", "été"),
    ])
    func `a pattern matches a name`(pattern: String, name: String) {
        #expect(matches(pattern, name))
    }

    @Test(arguments: [
        ("*.xml", "a.xml.gz"), ("*.xml", "a.XML"), ("a", "ab"), ("ab", "a"), ("?", ""), ("?", "ab"), ("[abc]", "d"),
        ("[!a-c]", "b"), ("[a-z]", "Q"), ("[a-z]", ""), ("a*c", "ab"), ("", "a"), ("[a", "a"),
    ])
    func `a pattern does not match another name`(pattern: String, name: String) {
        #expect(!matches(pattern, name))
    }

    @Test func `many stars cost no backtracking`() {
        let pattern = String(repeating: "*a", count: 200) + "b"

        #expect(!matches(pattern, String(repeating: "a", count: 20_000)))
    }

    @Test(arguments: [("a.xml", false), ("a*", true), ("a?", true), ("[a]", true), ("", false), ("a/b", false)])
    func `a pattern is told from a path`(text: String, isPattern: Bool) {
        #expect(Glob.isPattern(text) == isPattern)
    }

    @Test func `a glob finds files in folders, sorted, and leaves hidden ones`() throws {
        let folder = try TemporaryFolder()
        for name in ["b.xml", "a.xml", "c.txt", ".hidden.xml", "sub/d.xml", "sub/deep/e.xml", ".git/f.xml"] {
            try folder.write(name)
        }

        #expect(found("*.xml", in: folder) == ["a.xml", "b.xml"])
        #expect(found("*/*.xml", in: folder) == ["sub/d.xml"])
        #expect(found("**/*.xml", in: folder) == ["a.xml", "b.xml", "sub/d.xml", "sub/deep/e.xml"])
        #expect(found("sub/**/*.xml", in: folder) == ["sub/d.xml", "sub/deep/e.xml"])
        #expect(found("**/deep/**/e.xml", in: folder) == ["sub/deep/e.xml"])
        #expect(found("none/*.xml", in: folder) == [])
    }

    @Test func `a literal part is taken literally`() throws {
        let folder = try TemporaryFolder()
        try folder.write(".ci/a.xml")

        #expect(found(".ci/*.xml", in: folder) == [".ci/a.xml"])
    }

    @Test func `links back to a folder above end the search`() throws {
        let folder = try TemporaryFolder()
        try folder.write("a/b/c.xml")
        for name in ["a/loop", "a/b/loop", "a/b/again"] { try folder.link(name, to: folder.url.path) }

        let names = found("**/c.xml", in: folder, followsLinks: true)

        #expect(names == ["a/b/c.xml"])
    }

    private func matches(_ pattern: String, _ name: String) -> Bool {
        Glob.matches(Array(pattern.utf8)[...], Array(name.utf8)[...])
    }

    private func found(_ pattern: String, in folder: TemporaryFolder, followsLinks: Bool = false) -> [String] {
        Glob(folder.path(pattern)).matches(followsLinks: followsLinks).map {
            $0.display.replacing(folder.path(""), with: "")
        }
    }
}
