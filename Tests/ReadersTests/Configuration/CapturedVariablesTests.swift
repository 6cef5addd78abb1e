// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct CapturedVariablesTests {
    private func items(_ names: [String], _ environment: [String: String], key: [UInt8] = [7, 7]) -> [ConfigurationItem]
    {
        CapturedVariables(environment: environment, key: key).items(names).sorted()
    }

    @Test func `only variables that are named are captured, and only where they are set`() {
        let items = items(["FEATURE_X", "UNSET", "EMPTY"], ["FEATURE_X": "on", "TOKEN": "hunter2", "EMPTY": ""])

        #expect(items.map { "\($0.key)=\($0.value ?? "-")" } == ["EMPTY=", "FEATURE_X=on"])
    }

    @Test func `a secret is a keyed digest, which no one can guess without the key`() throws {
        let environment = ["TOKEN": "hunter2"]

        let item = try #require(items(["secret:TOKEN"], environment).first)

        #expect(item.key == "TOKEN")
        #expect(item.value == nil)
        #expect(item.digest?.hasPrefix("hmac-sha256:") == true)
        #expect(item == items(["secret:TOKEN"], environment).first)
        #expect(item.digest != items(["secret:TOKEN"], environment, key: [8]).first?.digest)
        #expect(item.digest != items(["secret:TOKEN"], ["TOKEN": "hunter3"]).first?.digest)
    }

    @Test func `the digest of a secret is the one that RFC 2104 defines`() {
        let key = Array("Jefe".utf8)

        let item = items(["secret:WORD"], ["WORD": "what do ya want for nothing?"], key: key).first

        // Test case 2 of RFC 4231.
        #expect(item?.digest == "hmac-sha256:5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test func `without a key a secret is only known to be set`() {
        let item = items(["secret:TOKEN"], ["TOKEN": "hunter2"], key: []).first

        #expect(item?.key == "TOKEN")
        #expect(item?.value == nil)
        #expect(item?.digest == nil)
        #expect(item?.isPinned == false)
    }

    @Test func `a name that is listed both ways is a secret`() {
        let items = items(["TOKEN", "secret:TOKEN"], ["TOKEN": "hunter2"])

        #expect(items.count == 1)
        #expect(items.first?.value == nil)
    }

    @Test func `an address in a value loses its password`() {
        let items = items(["STORE"], ["STORE": "postgres://shop:hunter2@db.example.org/shop"])

        #expect(items.first?.value == "postgres://db.example.org/shop")
    }

    @Test func `a long value is cut, and its end still counts`() {
        let long = String(repeating: "å", count: 2000)

        let (one, two) = (items(["A"], ["A": long + "1"]).first, items(["A"], ["A": long + "2"]).first)

        #expect((one?.value?.utf8.count ?? 0) <= 1024 + 3)
        #expect(one?.value == two?.value)
        #expect(one?.digest != two?.digest)
    }
}
