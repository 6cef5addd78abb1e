// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct SignatureBuilderTests {
    @Test func `what changes from run to run does not change the signature`() {
        let first = SampleFailure(
            message: "pool 7 lost 0x1f2e3d after 31 ms at node3.example.com:5432",
            text: trace(line: 31, proxy: "$Proxy12")
        )
        let second = SampleFailure(
            message: "pool 12 lost 0xa1b2c3 after 1045 ms at node7.example.com:5433",
            text: trace(line: 90, proxy: "$Proxy9")
        )

        #expect(first.signature == second.signature)
    }

    @Test func `the signature is the same on every machine`() {
        let failure = SampleFailure(message: "pool lost", text: trace(line: 31, proxy: "$Proxy12"))

        #expect(failure.signature.text == "4c7298f58642d3824a32518238d07ce7")
        #expect(Signature(text: failure.signature.text) == failure.signature)
    }

    @Test func `a builder that was used before gives the same signature`() {
        var builder = SignatureBuilder()
        let failures = FrameExample.all.map { SampleFailure(message: "Failed", text: $0.text) }
        let fresh = failures.map(\.signature)

        _ = failures.map { $0.sign(with: &builder) }
        let used = failures.reversed().map { $0.sign(with: &builder) }

        #expect(used == fresh.reversed())
        #expect(Set(fresh).count == fresh.count)
    }

    @Test(arguments: [
        SampleFailure(suite: "web", message: "pool lost"), SampleFailure(type: "shop.IOError", message: "pool lost"),
        SampleFailure(message: "pool found"),
        SampleFailure(message: "pool lost", text: "\tat org.shop.Cart.total(Cart.java:3)"),
    ])
    func `suite, type, message and frames are part of it`(other: SampleFailure) {
        #expect(other.signature != SampleFailure(message: "pool lost").signature)
    }

    @Test func `an informative message without frames ignores the test`() {
        let first = SampleFailure(name: "testA", message: "volume not attached to instance 12")
        let second = SampleFailure(
            className: "org.shop.Other",
            name: "testB",
            message: "volume not attached to instance 7"
        )

        #expect(first.signature == second.signature)
    }

    @Test func `a bare assertion keeps the test`() {
        let first = SampleFailure(name: "testA", message: "expected 3 but was 4")
        let second = SampleFailure(name: "testB", message: "expected 3 but was 4")

        #expect(first.signature != second.signature)
    }

    @Test func `a production exception ignores the test, one in test code does not`() {
        let production = ["testA", "testB"].map {
            SampleFailure(name: $0, type: "java.lang.NullPointerException", text: trace(line: 3, proxy: "$Proxy1"))
        }
        let test = ["testA", "testB"].map {
            SampleFailure(name: $0, type: "x.Failure", text: "x.Failure\n\tat org.shop.CartTest.\($0)(CartTest.java:3)")
        }

        #expect(production[0].signature == production[1].signature)
        #expect(test[0].signature != test[1].signature)
    }

    @Test func `parameters of a test are no part of its name`() {
        let names = ["total[1-x]", "total[2-y]", "total(int)", "total{a}"]

        #expect(Set(names.map { SampleFailure(name: $0, message: "expected 1").signature }).count == 1)
    }

    @Test func `helpers of assertions are skipped`() {
        let frames = "\tat org.shop.Cart.total(Cart.java:3)"
        let plain = SampleFailure(type: "AssertionError", text: "AssertionError\n" + frames)
        let helped = SampleFailure(
            type: "AssertionError",
            text: "AssertionError\n\tat org.shop.Checks.assertTotal(Checks.java:8)\n" + frames
        )

        #expect(plain.signature == helped.signature)
    }

    @Test func `recursion counts once`() {
        let frame = "\tat org.shop.Tree.walk(Tree.java:3)\n"
        let short = SampleFailure(text: "x.E: deep\n" + String(repeating: frame, count: 3))
        let long = SampleFailure(text: "x.E: deep\n" + String(repeating: frame, count: 900))

        #expect(short.signature == long.signature)
    }

    @Test func `a message that says nothing is replaced by what the trace says`() {
        let go = ["want 4", "want a cart"].map {
            SampleFailure(name: "TestTotal", message: "Failed", text: "=== RUN TestTotal\n    cart_test.go:12: \($0)\n")
        }

        #expect(go[0].signature != go[1].signature)
    }

    @Test func `an empty failure has a signature too`() {
        #expect(SampleFailure(name: "a").signature != SampleFailure(name: "b").signature)
        #expect(SampleFailure(name: "a").signature == SampleFailure(name: "a").signature)
    }

    private func trace(line: Int, proxy: String) -> String {
        """
        java.lang.NullPointerException
        \tat org.shop.Cart.total(Cart.java:\(line))
        \tat com.shop.\(proxy).find(Unknown Source)
        \tat java.base/java.lang.Thread.run(Thread.java:\(line))
        """
    }
}
