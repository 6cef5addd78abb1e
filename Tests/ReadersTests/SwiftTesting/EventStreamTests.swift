// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

/// Event streams of Swift Testing, as `swift test --event-stream-output-path` writes them.
struct EventStreamTests {
    /// Lines of one stream, each with the fields that count.
    private enum Line {
        static let end = "\n"

        static func test(_ scope: String, _ name: String, line: Int) -> String {
            """
            {"kind":"test","payload":{"id":"\(scope)/\(name)/CartTests.swift:\(line):6","isParameterized":false,"kind":"function","name":"\(name)","sourceLocation":\(place(line, 6))},"version":"6.3.0"}

            """
        }

        static func suite(_ name: String) -> String {
            """
            {"kind":"test","payload":{"id":"ShopTests.\(name)","kind":"suite","name":"\(name)","sourceLocation":\(place(1, 1))},"version":"6.3.0"}

            """
        }

        static func event(
            _ kind: String, _ test: String? = nil, at seconds: Double = 1, _ messages: [(String, String)] = [],
            issue: String? = nil
        ) -> String {
            let id = test.map { ",\"testID\":\"\($0)\"" } ?? ""
            let texts = messages.map { "{\"symbol\":\"\($0.0)\",\"text\":\"\($0.1)\"}" }.joined(separator: ",")
            let found = issue.map { ",\"issue\":\($0)" } ?? ""
            return """
                {"kind":"event","payload":{"instant":{"absolute":\(seconds),"since1970":\(1_795_000_000 + seconds)},"kind":"\(kind)","messages":[\(texts)]\(id)\(found)},"version":"6.3.0"}

                """
        }

        static func place(_ line: Int, _ column: Int) -> String {
            "{\"_filePath\":\"/src/Tests/ShopTests/CartTests.swift\",\"column\":\(column),\"fileID\":\"ShopTests/CartTests.swift\",\"filePath\":\"/src/Tests/ShopTests/CartTests.swift\",\"line\":\(line)}"
        }

        static func issue(known: Bool = false, failure: Bool = true, line: Int = 20) -> String {
            "{\"isFailure\":\(failure),\"isKnown\":\(known),\"severity\":\"error\",\"sourceLocation\":\(place(line, 9))}"
        }
    }

    private static let adds = "ShopTests.CartTests/adds()/CartTests.swift:12:6"

    private func stream(_ events: String..., ends: Bool = true) -> String {
        Line.suite("CartTests") + Line.test("ShopTests.CartTests", "adds()", line: 12) + Line.event("runStarted", at: 0)
            + events.joined() + (ends ? Line.event("runEnded", at: 9) : "")
    }

    @Test func `a failure has its message, its comment and its place`() {
        let read = recordEvents(
            stream(
                Line.event("testStarted", Self.adds, at: 1),
                Line.event(
                    "issueRecorded", Self.adds, at: 1.2,
                    [("fail", "Expectation failed: (total → 3) == 4"), ("details", "prices & sums")],
                    issue: Line.issue()),
                Line.event("testEnded", Self.adds, at: 1.25)))

        #expect(read.condition == .complete && read.diagnostics.isEmpty, "\(read.summary)")
        #expect(read.suites.map(\.path) == [["TestResults"]])
        #expect(read.suites[0].timestamp == 1_795_000_000_000)
        let test = read.cases[0]
        #expect((test.className, test.name, test.outcome) == ("ShopTests.CartTests", "adds()", "failed"))
        #expect(test.seconds == 0.25)
        #expect(test.attempts?.map(\.message) == ["Expectation failed: (total → 3) == 4\nprices & sums"])
        #expect(
            test.attempts?.first?.text?.hasPrefix("/src/Tests/ShopTests/CartTests.swift:20:9: error: Expectation")
                == true)
        #expect(read.tally.failed == 1 && read.tally.cases == 1)
    }

    @Test func `every argument that failed is told`() {
        let read = recordEvents(
            stream(
                Line.event("testStarted", Self.adds),
                Line.event("issueRecorded", Self.adds, [("fail", "(n → 2) != 2")], issue: Line.issue()),
                Line.event("issueRecorded", Self.adds, [("fail", "(n → 5) != 5")], issue: Line.issue()),
                Line.event("testEnded", Self.adds)))

        #expect(read.cases[0].attempts?.map(\.message) == ["(n → 2) != 2", "(n → 5) != 5"])
    }

    @Test func `a known issue and a warning are no failures`() {
        let read = recordEvents(
            stream(
                Line.event("testStarted", Self.adds),
                Line.event("issueRecorded", Self.adds, [("fail", "x")], issue: Line.issue(known: true, failure: false)),
                Line.event("issueRecorded", Self.adds, [("warning", "y")], issue: Line.issue(failure: false)),
                Line.event("testEnded", Self.adds)))

        #expect(read.outcomes == ["passed"])
    }

    @Test func `a skipped test says why`() {
        let read = recordEvents(
            stream(
                Line.event("testSkipped", Self.adds, [("skip", "Test adds() skipped: \\\"no \\\"basket\\\" here\\\"")]))
        )

        #expect(read.outcomes == ["skipped"])
        #expect(read.cases[0].skipReason == "no \"basket\" here")
    }

    @Test func `a test that never ended is an error, and the rest is kept`() {
        let text = stream(Line.event("testStarted", Self.adds))

        let read = recordEvents(text)

        #expect(read.condition == .salvaged)
        #expect(read.codes == ["unfinished-tests"])
        #expect(read.outcomes == ["error"])
        #expect(read.cases[0].attempts?.map(\.message) == ["the process ended while this test ran"])
    }

    @Test func `a test that a filter left out is no result`() {
        #expect(recordEvents(stream()).codes == ["no-tests"])
    }

    @Test func `a cut line is told, and what was before it counts`() {
        let text = stream(Line.event("testStarted", Self.adds), Line.event("testEnded", Self.adds), ends: false)

        let read = recordEvents(text + "{\"kind\":\"event\",\"payl")

        #expect(read.condition == .salvaged)
        #expect(read.codes == ["truncated"])
        #expect(read.diagnostics[0].line == 6)
        #expect(read.outcomes == ["passed"])
    }

    @Test func `a line that is no record is skipped and counted`() {
        let read = recordEvents(
            stream(
                "warning: something\n", Line.event("testStarted", Self.adds), Line.event("testEnded", Self.adds), "{}\n"
            ))

        #expect(read.codes == ["json-syntax"])
        #expect(read.diagnostics[0].count == 2)
        #expect(read.outcomes == ["passed"])
    }

    @Test(arguments: [1, 7, 64])
    func `the chunks in which bytes come do not matter`(size: Int) {
        let text = stream(Line.event("testStarted", Self.adds), Line.event("testEnded", Self.adds))

        #expect(recordEvents(text, chunk: size) == recordEvents(text))
    }

    @Test(arguments: [
        ("ShopTests.CartTests", "adds()", "ShopTests.CartTests"), ("ShopTests", "free()", "ShopTests"),
        ("ShopTests.Outer/Inner", "`a/b: 1`()", "ShopTests.Outer.Inner"),
        ("ShopTests.`A raw / suite`", "adds()", "ShopTests.`A raw / suite`"),
    ])
    func `a test is called as the XML of SwiftPM calls it`(scope: String, name: String, className: String) {
        let separator = scope == "ShopTests" ? "." : "/"
        let id = "\(scope)\(separator)\(name)/CartTests.swift:12:6"
        let test = """
            {"kind":"test","payload":{"id":"\(id)","kind":"function","name":"\(name)","sourceLocation":\(Line.place(12, 6))},"version":"6.3.0"}

            """

        let read = recordEvents(test + Line.event("testStarted", id) + Line.event("testEnded", id))

        #expect(read.cases.map(\.className) == [className])
        #expect(read.names == [name])
    }

    @Test(arguments: [
        ("{\"kind\":\"test\",\"payload\":{}", true), ("{\"version\":0,\"kind\":\"event\",\"payload\":{", true),
        ("{\"name\":\"a\"}", false), ("<testsuite/>", false), ("", false),
    ])
    func `a stream is known by its first record`(text: String, isStream: Bool) {
        let bytes = Array(text.utf8)
        #expect(bytes.withUnsafeBufferPointer { EventStreamReader.looksLikeEvents(firstBytes: $0) } == isStream)
    }

    @Test func `a stream without an end tells that, and what is there counts`() {
        let read = recordEvents(
            stream(Line.event("testStarted", Self.adds), Line.event("testEnded", Self.adds), ends: false))

        #expect(read.condition == .salvaged)
        #expect(read.codes == ["truncated"])
        #expect(read.outcomes == ["passed"])
    }

    @Test func `a repetition is a further attempt`() {
        let failing = [
            Line.event("testStarted", Self.adds),
            Line.event("issueRecorded", Self.adds, [("fail", "first")], issue: Line.issue()),
            Line.event("testEnded", Self.adds),
        ].joined()
        let passing = Line.event("testStarted", Self.adds) + Line.event("testEnded", Self.adds)

        let flaky = recordEvents(stream(failing, passing))
        let failed = recordEvents(stream(failing, failing))
        let died = recordEvents(stream(passing, Line.event("testStarted", Self.adds)))

        #expect(flaky.outcomes == ["flaky"] && flaky.cases[0].attempts?.map(\.kind) == ["flakyFailure"])
        #expect(failed.outcomes == ["failed"] && failed.cases[0].hasFailedReruns == true)
        #expect(failed.cases[0].attempts?.map(\.kind) == ["rerunFailure", "failure"])
        #expect(died.outcomes == ["error"])
    }

    @Test func `a cancelled test is skipped`() {
        let read = recordEvents(
            stream(
                Line.event("testStarted", Self.adds),
                Line.event("testCancelled", Self.adds, [("skip", "Test adds() was cancelled: \\\"too slow\\\"")]),
                Line.event("testEnded", Self.adds)))

        #expect(read.outcomes == ["skipped"])
        #expect(read.cases[0].skipReason == "too slow")
    }

    @Test func `what fails outside of a test is an error of the suite`() {
        let read = recordEvents(
            stream(
                Line.event("testStarted", Self.adds), Line.event("testEnded", Self.adds),
                Line.event("issueRecorded", nil, [("fail", "nobody waited")], issue: Line.issue()),
                Line.event("issueRecorded", "ShopTests.CartTests", [("fail", "the set-up")], issue: Line.issue())))

        #expect(read.outcomes == ["passed", "error", "error"])
        #expect(read.cases.map(\.isSuiteLevel) == [nil, true, true])
        #expect(read.cases[1].attempts?.map(\.message) == ["nobody waited"])
        #expect(read.tally.suiteErrors == 2)
    }

    @Test func `records of other kinds are left alone`() {
        let other = "{\"kind\":\"metadata\",\"payload\":{\"x\":1},\"version\":\"7\"}\n"

        let read = recordEvents(
            other + stream(Line.event("testStarted", Self.adds), other, Line.event("testEnded", Self.adds)))

        #expect(read.condition == .complete && read.diagnostics.isEmpty, "\(read.summary)")
    }

    @Test func `a text beyond its limit is cut, and that is told`() {
        var limits = ReaderLimits()
        limits.messageBytes = 64
        let long = String(repeating: "x", count: 100)

        let read = recordEvents(
            stream(
                Line.event("testStarted", Self.adds),
                Line.event("issueRecorded", Self.adds, [("fail", long)], issue: Line.issue()),
                Line.event("testEnded", Self.adds)), limits: limits)

        #expect(read.codes == ["value-truncated"])
        #expect(read.cases[0].attempts?.first?.message?.utf8.count == 64)
    }

    @Test func `a file without records is rejected`() {
        let read = recordEvents("\n\n")

        #expect(read.condition == .rejected)
        #expect(read.codes == ["not-junit"])
    }
}
