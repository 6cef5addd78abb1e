// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Readers

/// What SwiftPM puts into `message` when it is asked for the output of a failed test.
struct XCTestLogTests {
    private static let log = """
        Test Suite 'Selected tests' started at 2026-11-27 00:18:25.546
        Test Suite 'CartTests' started at 2026-11-27 00:18:25.582
        Test Case 'CartTests.testAdds' started at 2026-11-27 00:18:25.582
        taking 3 mugs
        /src/Tests/CartTests.swift:7: error: CartTests.testAdds : XCTAssertEqual failed: ("3") is not equal to ("4") - mugs
        and tea
        /src/Tests/CartTests.swift:9: error: CartTests.testAdds : XCTAssertTrue failed -
        Test Case 'CartTests.testAdds' failed (0.001 seconds)
        Test Suite 'CartTests' failed at 2026-11-27 00:18:25.583
        \t Executed 1 test, with 2 failures (0 unexpected) in 0.001 (0.001) seconds

        """

    private func failure(_ log: String, text: String = "") -> RecordedCase.Attempt? {
        let message = log.replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing("<", with: "&lt;")
            .replacing("\n", with: "&#10;").replacing("\t", with: "&#9;")
        let read = recordSuite(
            "<testcase classname=\"CartTests\" name=\"testAdds\"><failure message=\"\(message)\">\(text)</failure></testcase>"
        )
        return read.cases.first?.attempts?.first
    }

    @Test func `the first failure is the message, and all of them with their places are the details`() {
        let failure = failure(Self.log)

        #expect(failure?.message == "XCTAssertEqual failed: (\"3\") is not equal to (\"4\") - mugs\nand tea")
        #expect(
            failure?.text == """
                /src/Tests/CartTests.swift:7: error: CartTests.testAdds : XCTAssertEqual failed: ("3") is not equal to ("4") - mugs
                and tea
                /src/Tests/CartTests.swift:9: error: CartTests.testAdds : XCTAssertTrue failed -
                """)
    }

    @Test func `an assertion without words of its own ends without a dash`() {
        let failure = failure(
            "Test Case 'CartTests.testAdds' started\n/a.swift:1: error: -[CartTests testAdds] : XCTAssertTrue failed - \nTest Case 'CartTests.testAdds' failed (0.001 seconds)"
        )

        #expect(failure?.message == "XCTAssertTrue failed")
    }

    @Test func `an error that was thrown has no place`() {
        let failure = failure(
            "Test Suite 'All' started\n<EXPR>:0: error: CartTests.testAdds : threw error \"E()\"\nTest Case 'x' failed")

        #expect(failure?.message == "threw error \"E()\"")
    }

    @Test(arguments: [
        "Test Suite 'All' started\nTest Case 'x' started\nFatal error: Index out of range", "a.swift:1: error: b : c",
        "Test Suite 'All' started: error: without a line", "",
    ])
    func `another message stays as it is`(message: String) {
        #expect(failure(message)?.message ?? "" == message)
    }

    @Test func `a report that has a text of its own keeps both`() {
        let failure = failure(Self.log, text: "at cart.swift:12")

        #expect(failure?.message == Self.log)
        #expect(failure?.text == "at cart.swift:12")
    }
}
