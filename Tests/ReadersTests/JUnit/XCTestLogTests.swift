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

        #expect(failure?.message == "XCTAssertEqual failed: (\"3\") is not equal to (\"4\") - mugs")
        #expect(
            failure?.text == """
                /src/Tests/CartTests.swift:7: error: CartTests.testAdds : XCTAssertEqual failed: ("3") is not equal to ("4") - mugs
                and tea
                /src/Tests/CartTests.swift:9: error: CartTests.testAdds : XCTAssertTrue failed -
                """)
    }

    @Test func `an assertion without words of its own ends without a dash`() {
        let failure = failure(
            "Test Case '-[CartTests testAdds]' started.\n/a.swift:1: error: -[CartTests testAdds] : XCTAssertTrue failed - \nTest Case 'CartTests.testAdds' failed (0.001 seconds)"
        )

        #expect(failure?.message == "XCTAssertTrue failed")
    }

    @Test func `an error that was thrown has no place`() {
        let failure = failure(
            "Test Case 'CartTests.testAdds' started at 1\n<EXPR>:0: error: CartTests.testAdds : threw error \"E()\"\nTest Case 'x' failed"
        )

        #expect(failure?.message == "threw error \"E()\"")
    }

    @Test(arguments: [
        "a.swift:1: error: b : c", "Test Case 'x' started",
        "Test Suite 'All' started: error: without a line", "",
    ])
    func `another message stays as it is`(message: String) {
        #expect(failure(message)?.message ?? "" == message)
    }

    @Test func `a test that died tells the fatal error, and where`() {
        let failure = failure(
            """
            Test Case 'CartTests.testAdds' started at 1
            taking 3 mugs
            Swift/ContiguousArrayBuffer.swift:600: Fatal error: Index out of range
            *** Signal 4: Backtracing
            """)

        #expect(failure?.message == "Fatal error: Index out of range")
        #expect(
            failure?.text
                == "Swift/ContiguousArrayBuffer.swift:600: Fatal error: Index out of range\n*** Signal 4: Backtracing")
    }

    @Test func `without any failure what the test printed counts, and not what is the same for every test`() {
        let failure = failure("Test Suite 'All' started\nTest Case 'x' started at 1\nkilled by the system\nmore")

        #expect(failure?.message == "killed by the system")
        #expect(failure?.text == "killed by the system\nmore")
    }

    @Test func `a line that the test printed is no failure of it`() {
        let failure = failure(
            """
            Test Case 'CartTests.testAdds' started at 1
            /x/y.swift:3: error: looks : like one
            12:03:44: error: cannot reach the host
            /src/Tests/CartTests.swift:7: error: CartTests.testAdds : XCTAssertTrue failed -\("") 
            more output
            Test Case 'CartTests.testAdds' failed (0.001 seconds)
            """)

        #expect(failure?.message == "XCTAssertTrue failed")
        #expect(failure?.text?.hasPrefix("/src/Tests/CartTests.swift:7: error:") == true)
        #expect(failure?.text?.contains("more output") == false)
    }

    @Test func `a failure behind much output is found`() {
        let noise = String(repeating: "tick tock\n", count: 5_000)
        let failure = failure(
            "Test Case 'a.b' started at 1\n\(noise)/a.swift:1: error: a.b : XCTAssertTrue failed - x\nTest Case 'a.b' failed"
        )

        #expect(failure?.message == "XCTAssertTrue failed - x")
    }

    @Test func `a report that has a text of its own keeps both`() {
        let failure = failure(Self.log, text: "at cart.swift:12")

        #expect(failure?.message == Self.log)
        #expect(failure?.text == "at cart.swift:12")
    }
}
