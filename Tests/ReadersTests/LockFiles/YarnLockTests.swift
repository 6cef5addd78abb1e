// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct YarnLockTests {
    @Test func `Yarn 1 writes descriptors on a line and values below them`() {
        let text = """
            # yarn lockfile v1


            "@shop/cart@^1.0.0", "@shop/cart@^1.1.0":
              version "1.1.0"
              resolved "https://registry.yarnpkg.com/@shop/cart/-/cart-1.1.0.tgz#0a1b"
              integrity sha512-one
              dependencies:
                price "^2.0.0"

            "bag@file:../bag":
              version "0.1.0"

            "price@>= 2, < 3", price@^2.0.0:
              version "2.0.0"
              resolved "https://user:secret@npm.example.org/price-2.0.0.tgz#0c0d"

            tax@shop/tax:
              version "3.0.0"
              resolved "git+ssh://git@github.com/shop/tax.git#\(LockSample.commit("a"))"

            "till@npm:@shop/till@^4.0.0":
              version "4.0.0"
              resolved "https://registry.npmjs.org/@shop/till/-/till-4.0.0.tgz#0e0f"
            """

        let content = LockSample.read("yarn.lock", text)

        #expect(content.format == "yarn.lock v1")
        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:npm/%40shop/cart@1.1.0 sha512:one",
                "pkg:npm/%40shop/till@4.0.0 sha1:0e0f",
                "pkg:npm/bag@0.1.0 unpinned",
                "pkg:npm/price@2.0.0 sha1:0c0d <https://npm.example.org/price-2.0.0.tgz>",
                "pkg:npm/tax@3.0.0 gitCommit:\(LockSample.commit("a")) <ssh://github.com/shop/tax.git>",
            ])
    }

    @Test func `an entry of Yarn 1 without a version is left out and told`() {
        let content = LockSample.read("yarn.lock", "a@1:\n  resolved \"x\"\n\nb@1:\n  version \"1.0.0\"\nnonsense\n")

        #expect(content.dependencies.map(\.name) == ["b"])
        #expect(content.diagnostics.map(\.code) == ["lock-malformed", "lock-entry"])
        #expect(content.diagnostics.map(\.line) == [6, 1])
    }

    @Test(arguments: [("6", ""), ("8", "npm:")])
    func `workspaces of Yarn berry tell what is direct`(version: String, prefix: String) {
        let text = """
            __metadata:
              version: \(version)
              cacheKey: 10c0

            "@shop/cart@npm:^1.0.0, @shop/cart@npm:^1.1.0":
              version: 1.1.0
              resolution: "@shop/cart@npm:1.1.0"
              dependencies:
                price: "npm:^2.0.0"
              checksum: 10c0/0a1b
              languageName: node
              linkType: hard

            "price@npm:^2.0.0":
              version: 2.0.0
              resolution: "price@npm:2.0.0"
              checksum: 0c0d
              languageName: node
              linkType: hard

            "price@patch:price@npm%3A^2.0.0#./price.patch::locator=shop%40x":
              version: 2.0.0
              resolution: "price@patch:price@npm%3A2.0.0#./price.patch::version=2.0.0&hash=0e&locator=shop%40x"
              checksum: 10c0/0e0f
              languageName: node
              linkType: hard

            "shop@workspace:.":
              version: 0.0.0-use.local
              resolution: "shop@workspace:."
              dependencies:
                "@shop/cart": "\(prefix)^1.1.0"
                tax: "shop/tax"
                price: "patch:price@npm%3A^2.0.0#./price.patch"
              languageName: unknown
              linkType: soft

            "tax@shop/tax":
              version: 3.0.0
              resolution: "tax@https://github.com/shop/tax.git#commit=\(LockSample.commit("b"))"
              checksum: 10c0/1a1b
              languageName: node
              linkType: hard

            "bag@link:../bag::locator=shop%40x":
              version: 0.0.0-use.local
              resolution: "bag@link:../bag::locator=shop%40x"
              languageName: node
              linkType: soft
            """

        let content = LockSample.read("yarn.lock", text)

        #expect(content.format == "yarn.lock berry v\(version)")
        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:npm/%40shop/cart@1.1.0 direct sha512:0a1b",
                "pkg:npm/bag@0.0.0-use.local indirect unpinned <link:../bag>",
                "pkg:npm/price@2.0.0 indirect sha512:0c0d",
                "pkg:npm/price@2.0.0 direct sha512:0e0f <patch:./price.patch>",
                "pkg:npm/tax@3.0.0 direct gitCommit:\(LockSample.commit("b")) sha512:1a1b"
                    + " <https://github.com/shop/tax.git>",
            ])
        #expect(content.diagnostics.isEmpty)
    }

    @Test func `an archive of a private registry is a source`() {
        let text = """
            __metadata:
              version: 8

            "price@npm:1":
              version: 1.0.0
              resolution: "price@npm:1.0.0::__archiveUrl=https%3A%2F%2Fnpm.example.org%2Fprice-1.0.0.tgz%3Ftoken%3Dx"
            """

        #expect(
            LockSample.lines("yarn.lock", text)
                == ["pkg:npm/price@1.0.0 indirect <https://npm.example.org/price-1.0.0.tgz>"])
    }
}
