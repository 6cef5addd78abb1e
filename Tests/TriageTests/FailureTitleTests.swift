// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct FailureTitleTests {
    @Test(arguments: [
        (
            SampleFailure(type: "java.lang.IllegalStateException", message: "pool 7 lost\nmore"),
            "IllegalStateException: pool 7 lost"
        ),
        (
            SampleFailure(
                type: "java.lang.NullPointerException",
                text: "java.lang.NullPointerException\n\tat a.B.c(B.java:1)"
            ), "NullPointerException"
        ),
        (SampleFailure(message: "KeyError: 'price'"), "KeyError: 'price'"),
        (SampleFailure(type: "KeyError", message: "KeyError: 'price'"), "KeyError: 'price'"),
        (SampleFailure(name: "testA"), "failed without a message: testA"),
        (SampleFailure(message: "Failed", text: "=== RUN TestX\n    x_test.go:12: got 3; want 4\n"), "got 3; want 4"),
        (SampleFailure(message: "a\tb\u{1B}[31m \u{202E}c"), "a b [31m c"),
    ])
    func `a title is the exception and the first line`(failure: SampleFailure, title: String) {
        #expect(failure.title == title)
    }

    @Test func `a title has at most 120 characters`() {
        let title = SampleFailure(message: String(repeating: "naïve ☃ ", count: 60)).title

        #expect(title.count == 120)
        #expect(title.hasSuffix("…"))
    }

    @Test func `bytes that are no text become replacement characters`() {
        let title = SampleFailure(messageBytes: [0x61, 0xFF, 0x62]).title

        #expect(title == "a\u{FFFD}b")
    }
}
