// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Testing

/// A killed writer leaves any prefix of a good report.
struct TruncationPropertyTests {
    @Test func `a report cut anywhere keeps every complete case and passes no other`() {
        let bytes = Array(SampleReport.text.utf8)
        for end in 0..<bytes.count {
            let found = record(bytes[..<end])

            let complete = zip(SampleReport.cases, SampleReport.ends).filter { $0.1 <= end }.map(\.0)
            let kept = found.cases.prefix(complete.count)
            let rest = found.cases.dropFirst(complete.count)
            guard kept.map(\.name) == complete.map(\.name), kept.map(\.outcome) == complete.map(\.outcome),
                rest.count <= 1,
                rest.allSatisfy({ ["unknown", "failed", "error"].contains($0.outcome) })
            else {
                #expect(Bool(false), "cut at \(end): \(found.names) \(found.outcomes) \(found.codes)")
                continue
            }
        }
    }

    @Test func `a report cut before the end of its root is never complete`() throws {
        let text = SampleReport.text
        let root = try #require(text.ranges(of: "</testsuites>").first)
        let rootEnd = text.utf8.distance(from: text.startIndex, to: root.upperBound)
        let bytes = Array(text.utf8)
        for end in 0..<rootEnd where record(bytes[..<end]).condition == .complete {
            #expect(Bool(false), "cut at \(end)")
        }
    }

    @Test func `a malformed report cut anywhere passes no case that is not complete`() {
        let bytes = Array(SampleReport.text.replacing("caf", with: "R&D <b>").utf8)
        for end in 0..<bytes.count {
            let found = record(bytes[..<end])

            let written = String(decoding: bytes[..<end], as: UTF8.self)
            for testCase in found.cases where testCase.outcome == "passed" {
                let xml = SampleReport.cases.first { $0.name == testCase.name }?.xml
                guard let xml, !written.contains(xml) else { continue }
                #expect(Bool(false), "cut at \(end): \(testCase.name) passed")
            }
        }
    }
}
