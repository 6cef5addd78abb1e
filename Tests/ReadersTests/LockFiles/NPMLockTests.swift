// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct NPMLockTests {
    @Test func `version 1 of package-lock is a tree`() {
        let text = """
            {"name": "shop", "lockfileVersion": 1, "dependencies": {
              "cart": {"version": "1.0.0", "resolved": "https://registry.npmjs.org/cart/-/cart-1.0.0.tgz",
                "integrity": "sha1-old sha512-new", "requires": {"price": "^2.0.0"}, "dependencies": {
                  "price": {"version": "2.0.0", "integrity": "sha512-two", "dev": true}}},
              "price": {"version": "3.0.0", "integrity": "sha512-three", "dev": true},
              "till": {"version": "npm:@shop/till@4.0.0", "integrity": "sha512-four"},
              "tax": {"version": "git+ssh://git@github.com/shop/tax.git#\(LockSample.commit("a"))",
                "from": "tax@shop/tax"},
              "bag": {"version": "file:../bag"}
            }}
            """

        let content = LockSample.read("npm-shrinkwrap.json", text)

        #expect(content.format == "package-lock v1")
        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:npm/%40shop/till@4.0.0 runtime sha512:four",
                "pkg:npm/bag runtime unpinned <../bag>",
                "pkg:npm/cart@1.0.0 runtime sha512:new",
                "pkg:npm/price@2.0.0 development sha512:two",
                "pkg:npm/price@3.0.0 development sha512:three",
                "pkg:npm/tax@\(LockSample.commit("a")) runtime gitCommit:\(LockSample.commit("a"))"
                    + " <ssh://github.com/shop/tax.git>",
            ])
    }

    @Test(arguments: ["2", "3"])
    func `later versions of package-lock list folders`(version: String) {
        let text = """
            {"name": "shop", "lockfileVersion": \(version), "packages": {
              "": {"name": "shop", "workspaces": ["parts/*"], "dependencies": {"cart": "^1.0.0",
                "till": "npm:@shop/till@4"}},
              "parts/tools": {"name": "tools", "version": "0.1.0", "devDependencies": {"price": "2"}},
              "node_modules/tools": {"resolved": "parts/tools", "link": true},
              "node_modules/cart": {"version": "1.0.0", "resolved": "https://registry.npmjs.org/cart/-/cart-1.0.0.tgz",
                "integrity": "sha512-one", "dependencies": {"price": "3"}},
              "node_modules/price": {"version": "3.0.0", "integrity": "sha512-three"},
              "parts/tools/node_modules/price": {"version": "2.0.0", "integrity": "sha512-two", "dev": true},
              "node_modules/till": {"name": "@shop/till", "version": "4.0.0", "integrity": "sha512-four",
                "optional": true},
              "node_modules/cart/node_modules/@shop/bag": {"version": "5.0.0", "inBundle": true},
              "node_modules/tax": {"version": "6.0.0",
                "resolved": "git+https://robot:secret@example.org/shop/tax.git#\(LockSample.commit("b"))"}
            }}
            """

        let content = LockSample.read("web/package-lock.json", text)

        #expect(content.format == "package-lock v\(version)")
        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:npm/%40shop/bag@5.0.0 indirect runtime",
                "pkg:npm/%40shop/till@4.0.0 direct runtime sha512:four",
                "pkg:npm/cart@1.0.0 direct runtime sha512:one",
                "pkg:npm/price@2.0.0 direct development sha512:two",
                "pkg:npm/price@3.0.0 indirect runtime sha512:three",
                "pkg:npm/tax@6.0.0 indirect runtime gitCommit:\(LockSample.commit("b"))"
                    + " <https://example.org/shop/tax.git>",
            ])
        #expect(content.diagnostics.isEmpty)
    }

    @Test func `two copies of one version are one dependency`() {
        let text = """
            {"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "1"}},
              "node_modules/a": {"version": "1.0.0", "integrity": "sha512-a"},
              "node_modules/b/node_modules/a": {"version": "1.0.0", "integrity": "sha512-a", "dev": true}}}
            """

        #expect(LockSample.lines("package-lock.json", text) == ["pkg:npm/a@1.0.0 direct runtime sha512:a"])
    }

    @Test func `a project without dependencies is no fault`() {
        let content = LockSample.read("package-lock.json", #"{"name": "shop", "lockfileVersion": 1}"#)

        #expect(content.dependencies.isEmpty)
        #expect(content.diagnostics.isEmpty)
    }

    @Test func `bun writes lists, commas at the end, and nested keys`() {
        let text = """
            {
              "lockfileVersion": 1, // a comment
              "workspaces": {
                "": { "name": "shop", "dependencies": { "cart": "^1.0.0", }, "devDependencies": { "till": "4", }, },
                "parts/tools": { "name": "@shop/tools", "dependencies": { "price": "2", }, },
              },
              "packages": {
                "@shop/tools": ["@shop/tools@workspace:parts/tools"],
                "@shop/tools/price": ["price@2.0.0", "https://npm.example.org/price-2.0.0.tgz", {}, "sha512-two"],
                "cart": ["cart@1.0.0", "", { "dependencies": { "price": "3" } }, "sha512-one"],
                "price": ["price@3.0.0", "", {}, "sha512-three"],
                "till": ["till@github:shop/till#0a1b2c3", { "dependencies": { "coin": "1" } }, "shop-till-0a1b2c3"],
                "coin": ["coin@1.0.0", "", {}, "sha512-coin"],
              },
            }
            """

        let content = LockSample.read("bun.lock", text)

        #expect(content.format == "bun.lock v1")
        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:npm/cart@1.0.0 direct runtime sha512:one",
                "pkg:npm/coin@1.0.0 indirect development sha512:coin",
                "pkg:npm/price@2.0.0 direct runtime sha512:two <https://npm.example.org/price-2.0.0.tgz>",
                "pkg:npm/price@3.0.0 indirect runtime sha512:three",
                "pkg:npm/till@0a1b2c3 direct development <https://github.com/shop/till>",
            ])
        #expect(content.diagnostics.isEmpty)
    }

    @Test(arguments: [
        (#"{"a": "x // y", "b": [1, 2,], }"#, #"{"a": "x // y", "b": [1, 2 ]  }"#),
        (#"{"a": "\",}" /* c, */ , }"#, #"{"a": "\",}"            }"#),
        ("[1, // two\n]", "[1        \n]"), ("[1 /* open", "[1        "), (#"["open"#, #"["open"#),
        (#"["\"#, #"["\"#), ("[1, /", "[1, /"), ("[/*/, */1]", "[       1]"),
    ])
    func `comments and last commas become blanks`(text: String, expected: String) {
        #expect(JSONComments.removed(from: text) == expected)
        #expect(text.utf8.count == expected.utf8.count)
    }
}
