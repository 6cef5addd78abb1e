// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Readers

struct PathPatternTests {
    private func names(_ path: String) -> [[UInt8]] { path.utf8.split(separator: 0x2F).map(Array.init) }

    @Test(arguments: [
        ("a/*/c.txt", "a/b/c.txt"), ("**/c.txt", "c.txt"), ("a/**/c.txt", "a/c.txt"), ("a/**", "a/b/c/d"),
        ("**/b/**/d", "a/b/c/d"), ("a/b", "a/b/c/d"), ("./a/?.[ct]xt", "a/b.txt"), ("a//b/", "a/b/c"),
    ])
    func `a pattern matches, and its folders are entered`(pattern: String, path: String) {
        let pattern = PathPattern(pattern)
        let names = names(path)

        #expect(pattern.matches(names))
        #expect((1..<names.count).allSatisfy { pattern.mayMatch(below: Array(names.prefix($0))) })
    }

    @Test(arguments: [
        ("a/*", "a/b/c"), ("*.txt", "a/b.txt"), ("**/*.txt", ".a/b.txt"), ("**", "node_modules/a.js"), ("a", "b"),
        ("*", ".env"), ("../a", "a"), ("", "a"),
    ])
    func `a pattern does not match`(pattern: String, path: String) {
        #expect(!PathPattern(pattern).matches(names(path)))
    }

    @Test(arguments: [
        ("a/*.txt", "b"), ("a/*.txt", "a/b"), ("**/*.js", "node_modules"), ("**/*.js", ".git"), ("a/**", "a/.build/x"),
    ])
    func `a folder without a match is not entered`(pattern: String, folder: String) {
        #expect(!PathPattern(pattern).mayMatch(below: names(folder)))
    }
}
