// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct DenoLockTests {
    @Test func `version 1 maps addresses to digests`() {
        let content = LockSample.read("deno.lock", #"{"https://example.org/x/mod.ts?v=1": "0a1b"}"#)

        #expect(content.format == "deno.lock v1")
        #expect(
            content.dependencies.map(LockSample.line)
                == ["pkg:generic/mod.ts?download_url=https:%2F%2Fexample.org%2Fx%2Fmod.ts sha256:0a1b"])
    }

    @Test func `version 3 nests packages`() {
        let text = """
            {"version": "3", "packages": {
              "specifiers": {"npm:cart@1": "npm:cart@1.0.0", "jsr:@shop/till@4": "jsr:@shop/till@4.0.0"},
              "jsr": {"@shop/till@4.0.0": {"integrity": "0a1b"}},
              "npm": {"cart@1.0.0": {"integrity": "sha512-one", "dependencies": {"price": "price@2.0.0"}},
                      "price@2.0.0": {"integrity": "sha512-two", "dependencies": {}}}},
             "remote": {"https://example.org/mod.ts": "0c0d"},
             "workspace": {"dependencies": ["npm:cart@1", "jsr:@shop/till@4"]}}
            """

        #expect(
            LockSample.lines("deno.lock", text) == [
                "pkg:generic/mod.ts?download_url=https:%2F%2Fexample.org%2Fmod.ts sha256:0c0d",
                "pkg:generic/%40shop/till@4.0.0 direct sha256:0a1b",
                "pkg:npm/cart@1.0.0 direct sha512:one",
                "pkg:npm/price@2.0.0 indirect sha512:two",
            ])
    }

    @Test(arguments: ["4", "5"])
    func `later versions have packages at the top and peers behind an underscore`(version: String) {
        let text = """
            {"version": "\(version)", "specifiers": {"npm:cart@1": "1.0.0_price@2.0.0"},
             "npm": {"cart@1.0.0_price@2.0.0": {"integrity": "sha512-one", "dependencies": ["price"]},
                     "price@2.0.0": {"integrity": "sha512-two"}},
             "workspace": {"packageJson": {"dependencies": ["npm:cart@1"]}}}
            """

        let content = LockSample.read("deno.lock", text)

        #expect(content.format == "deno.lock v\(version)")
        #expect(
            content.dependencies.map(LockSample.line)
                == ["pkg:npm/cart@1.0.0 direct sha512:one", "pkg:npm/price@2.0.0 indirect sha512:two"])
    }

    @Test func `version 2 keeps npm packages below their own section`() {
        let text = """
            {"version": "2", "remote": {}, "npm": {"specifiers": {"cart@1": "cart@1.0.0"},
              "packages": {"cart@1.0.0": {"integrity": "sha512-one", "dependencies": {}}}}}
            """

        #expect(LockSample.lines("deno.lock", text) == ["pkg:npm/cart@1.0.0 sha512:one"])
    }
}
