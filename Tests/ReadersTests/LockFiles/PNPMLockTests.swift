// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct PNPMLockTests {
    @Test func `version 5 parts name, version and peers by slashes and underscores`() {
        let text = """
            lockfileVersion: 5.4
            specifiers:
              '@shop/cart': ^1.0.0
            dependencies:
              '@shop/cart': 1.0.0_price@2.0.0
              till: /@shop/till/4.0.0
            devDependencies:
              price: 2.0.0
            packages:
              /@shop/cart/1.0.0_price@2.0.0:
                resolution: {integrity: sha512-one}
                dev: false
              /@shop/till/4.0.0:
                resolution: {integrity: sha512-four}
                dev: false
              /price/2.0.0:
                resolution: {integrity: sha512-two}
                dev: true
              /tax/3.0.0/price@2.0.0:
                resolution: {integrity: sha512-three}
                dev: true
              github.com/shop/bag/\(LockSample.commit("a")):
                resolution: {tarball: https://codeload.github.com/shop/bag/tar.gz/\(LockSample.commit("a"))}
                name: bag
                version: 5.0.0
                dev: true
            """

        let content = LockSample.read("pnpm-lock.yaml", text)

        #expect(content.format == "pnpm-lock v5.4")
        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:npm/%40shop/cart@1.0.0 direct runtime sha512:one",
                "pkg:npm/%40shop/till@4.0.0 direct runtime sha512:four",
                "pkg:npm/bag@5.0.0 indirect development"
                    + " <https://codeload.github.com/shop/bag/tar.gz/\(LockSample.commit("a"))>",
                "pkg:npm/price@2.0.0 direct development sha512:two",
                "pkg:npm/tax@3.0.0 indirect development sha512:three",
            ])
    }

    @Test func `version 6 writes an at sign and peers in brackets`() {
        let text = """
            lockfileVersion: '6.0'
            importers:
              .:
                dependencies:
                  '@shop/cart':
                    specifier: ^1.0.0
                    version: 1.0.0(price@2.0.0)
                  tools:
                    specifier: workspace:*
                    version: link:parts/tools
              parts/tools:
                devDependencies:
                  price:
                    specifier: '2'
                    version: 2.0.0
            packages:
              /@shop/cart@1.0.0(price@2.0.0):
                resolution: {integrity: sha512-one}
                dev: false
              /price@2.0.0:
                resolution: {integrity: sha512-two, tarball: https://npm.example.org/price-2.0.0.tgz}
                dev: true
            """

        #expect(
            LockSample.lines("pnpm-lock.yaml", text) == [
                "pkg:npm/%40shop/cart@1.0.0 direct runtime sha512:one",
                "pkg:npm/price@2.0.0 direct development sha512:two <https://npm.example.org/price-2.0.0.tgz>",
            ])
    }

    @Test func `version 9 tells by its edges what development needs`() {
        let text = """
            lockfileVersion: '9.0'
            importers:
              .:
                dependencies:
                  cart: {specifier: ^1.0.0, version: 1.0.0(price@2.0.0)}
                  till: {specifier: 'npm:@shop/till@4', version: '@shop/till@4.0.0'}
                devDependencies:
                  lint: {specifier: ^5.0.0, version: 5.0.0}
                  tax: {specifier: github:shop/tax, version: 'https://codeload.example.org/shop/tax/tar.gz/0a'}
            packages:
              cart@1.0.0:
                resolution: {integrity: sha512-one}
                peerDependencies: {price: '*'}
              price@2.0.0:
                resolution: {integrity: sha512-two}
              '@shop/till@4.0.0':
                resolution: {integrity: sha512-four}
              lint@5.0.0:
                resolution: {integrity: sha512-five}
              rule@6.0.0:
                resolution: {integrity: sha512-six}
              tax@https://codeload.example.org/shop/tax/tar.gz/0a:
                resolution: {tarball: 'https://codeload.example.org/shop/tax/tar.gz/0a'}
                version: 3.0.0
              orphan@1.0.0:
                resolution: {integrity: sha512-seven}
            snapshots:
              cart@1.0.0(price@2.0.0):
                dependencies: {price: 2.0.0}
              price@2.0.0: {}
              lint@5.0.0:
                dependencies: {rule: 6.0.0, price: 2.0.0}
              rule@6.0.0: {}
            """

        let content = LockSample.read("pnpm-lock.yaml", text)

        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:npm/%40shop/till@4.0.0 direct runtime sha512:four",
                "pkg:npm/cart@1.0.0 direct runtime sha512:one",
                "pkg:npm/lint@5.0.0 direct development sha512:five",
                "pkg:npm/orphan@1.0.0 indirect sha512:seven",
                "pkg:npm/price@2.0.0 indirect runtime sha512:two",
                "pkg:npm/rule@6.0.0 indirect development sha512:six",
                "pkg:npm/tax@3.0.0 direct development <https://codeload.example.org/shop/tax/tar.gz/0a>",
            ])
        #expect(content.diagnostics.isEmpty)
    }

    @Test func `two documents are read, and a folder is not pinned`() {
        let text = """
            lockfileVersion: '9.0'
            packages:
              pnpm@11.0.0:
                resolution: {integrity: sha512-own}
            ---
            lockfileVersion: '9.0'
            packages:
              tools@file:../tools: {}
            """

        #expect(
            LockSample.lines("pnpm-lock.yaml", text)
                == ["pkg:npm/pnpm@11.0.0 indirect sha512:own", "pkg:npm/tools indirect unpinned"])
    }

    @Test(arguments: [
        ("/a/1.0.0", "a@1.0.0"), ("/@s/a/1.0.0", "@s/a@1.0.0"), ("/a/1.0.0_b@2.0.0", "a@1.0.0"),
        ("registry.npmjs.org/a/1.0.0", "a@1.0.0"), ("/a@1.0.0(b@2.0.0)", "a@1.0.0"),
        ("@s/a@1.0.0-rc.1", "@s/a@1.0.0-rc.1"),
        ("/a/1.0.0/b@2.0.0", "a@1.0.0"), ("a@https://example.org/a/-/a.tgz", "a@https://example.org/a/-/a.tgz"),
    ])
    func `a key names a package in every spelling`(key: String, identity: String) {
        #expect(PNPMKey(key)?.identity == identity)
    }

    @Test(arguments: ["", "/", "a", "/a", "file:../bag", "@s/a", "github.com/shop/bag/abc"])
    func `other keys name no version`(key: String) {
        #expect(PNPMKey(key)?.identity == nil)
    }
}
