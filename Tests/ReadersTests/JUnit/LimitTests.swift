// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase
import Testing

/// Every limit at n and n + 1.
struct LimitTests {
    @Test(arguments: [200, 201])
    func `elements may lie 200 deep`(depth: Int) {
        let suites = depth - 1

        let found = record(
            String(repeating: "<testsuite>", count: suites) + "<testcase name=\"a\"/>"
                + String(repeating: "</testsuite>", count: suites)
        )

        #expect(found.codes == (depth == 200 ? [] : ["too-deep"]))
        #expect(found.cases.count == (depth == 200 ? 1 : 0))
        #expect(found.condition == (depth == 200 ? .complete : .rejected))
    }

    @Test(arguments: [3, 4])
    func `a file may hold as many results as the limit says`(count: Int) {
        var limits = ReaderLimits()
        limits.results = 3

        let found = recordSuite(String(repeating: "<testcase name=\"a\"/>", count: count), limits: limits)

        #expect(found.codes == (count == 3 ? [] : ["too-many-results"]))
        #expect(found.cases.count == (count == 3 ? 3 : 0))
        #expect(found.tally.cases == (count == 3 ? 3 : 0))
    }

    @Test(arguments: [0, 1])
    func `a file may have as many bytes as the limit says`(excess: Int) {
        var limits = ReaderLimits()
        limits.fileBytes = minimalReport.utf8.count - excess

        let found = record(minimalReport, limits: limits)

        #expect(found.codes == (excess == 0 ? [] : ["file-too-large"]))
        #expect(found.condition == (excess == 0 ? .complete : .rejected))
    }

    @Test(arguments: [2048, 2049])
    func `a name of 2048 bytes is whole, a longer one is cut and stays distinct`(count: Int) {
        let stem = String(repeating: "n", count: count - 1)

        let found = recordSuite("<testcase name=\"\(stem)1\"/><testcase name=\"\(stem)2\"/>")

        let isWhole = count == 2048
        #expect(found.names.allSatisfy { $0.utf8.count <= 2048 })
        #expect(found.names[0] != found.names[1])
        #expect((found.names == [stem + "1", stem + "2"]) == isWhole)
        #expect(found.diagnostic("value-truncated")?.count == (isWhole ? nil : 2))
    }

    @Test func `a cut name keeps whole characters`() {
        for shift in 0..<4 {
            let name = String(repeating: "x", count: shift) + String(repeating: "😀", count: 600)
            let found = recordSuite("<testcase name=\"\(name)\" classname=\"\(name)\"/>")
            #expect(found.names.first?.contains("\u{FFFD}") == false)
            #expect(found.names.first == found.cases.first?.className)
        }
    }

    @Test(arguments: [16 << 10, (16 << 10) + 1])
    func `a message of 16 KiB is whole`(count: Int) {
        let found = recordSuite(
            "<testcase name=\"a\"><failure message=\"\(String(repeating: "m", count: count))\"/></testcase>"
        )

        #expect(found.cases.first?.attempts?.first?.message?.utf8.count ?? 0 <= 16 << 10)
        #expect(found.codes == (count == 16 << 10 ? [] : ["value-truncated"]))
    }

    @Test(arguments: ["failure", "system-out", "system-err"], [256 << 10, (256 << 10) + 1])
    func `a text of 256 KiB is whole, of a longer one both ends are kept`(element: String, count: Int) {
        let text = "head" + String(repeating: "x", count: count - 8) + "tail"

        let found = recordSuite("<testcase name=\"a\"><\(element)>\(text)</\(element)></testcase>")

        let texts = [found.cases[0].attempts?.first?.text, found.cases[0].output, found.cases[0].errorOutput]
        let kept = texts.compactMap { $0 }.first ?? ""
        #expect((kept == text) == (count == 256 << 10))
        #expect(kept.hasPrefix("head"))
        #expect(kept.hasSuffix("tail"))
        #expect(found.codes == (count == 256 << 10 ? [] : ["value-truncated"]))
    }

    @Test(arguments: [2, 3])
    func `properties of a suite beyond the limit are counted`(count: Int) {
        var limits = ReaderLimits()
        limits.properties = 2

        let found = recordSuite(
            String(repeating: "<property name=\"p\" value=\"v\"/>", count: count) + "<testcase name=\"a\"/>",
            limits: limits
        )

        #expect(found.suites.first?.properties == ["p=v", "p=v"])
        #expect(found.diagnostic("resource-limit")?.count == (count == 2 ? nil : 1))
    }

    @Test(arguments: [
        "<property name=\"p\" value=\"v\"/>", "<rerunFailure/>", "<system-out>[[ATTACHMENT|a]]</system-out>",
    ])
    func `details of a test beyond the limit are counted`(detail: String) {
        var limits = ReaderLimits()
        limits.details = 2

        let exact = recordSuite("<testcase name=\"a\">\(detail)\(detail)</testcase>", limits: limits)
        let more = recordSuite("<testcase name=\"a\">\(detail)\(detail)\(detail)\(detail)</testcase>", limits: limits)

        #expect(exact.codes == [])
        #expect(more.cases == exact.cases || more.cases[0].attempts?.count == 2)
        #expect(more.diagnostic("resource-limit")?.count == 2)
    }

    @Test(arguments: [0, 1])
    func `a stamp may lie ten minutes ahead`(excess: Int64) {
        var limits = ReaderLimits()
        limits.now = 1_711_965_600_000 - 600_000 - excess * 1000

        let found = record(
            "<testsuite name=\"s\" timestamp=\"2024-04-01T10:00:00Z\"><testcase name=\"a\"/></testsuite>",
            limits: limits
        )

        #expect(found.codes == (excess == 0 ? [] : ["clock-skew"]))
        #expect(found.suites.first?.timestamp == (excess == 0 ? 1_711_965_600_000 : limits.now))
    }
}
