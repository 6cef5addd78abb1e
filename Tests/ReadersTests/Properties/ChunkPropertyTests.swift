// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Testing

/// The pieces in which bytes arrive change nothing.
struct ChunkPropertyTests {
    @Test(arguments: assortedReports, [1, 7, 64, 4096, 64 << 10])
    func `a report reads the same in chunks of any size`(report: String, chunk: Int) {
        let bytes = padded(report.utf8)
        let whole = record(bytes)

        let pieces = record(bytes, chunk: chunk)

        #expect(pieces == whole)
    }

    @Test(arguments: assortedReports, [true, false])
    func `a report in UTF-16 reads the same in chunks of any size`(report: String, isLittleEndian: Bool) {
        let text = String(decoding: padded(report.utf8), as: UTF8.self)
        let units = Array(("\u{FEFF}" + text).utf16)
        let bytes = units.flatMap { unit in
            let pair = [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
            return isLittleEndian ? pair : pair.reversed()
        }
        let expected = record(text)

        for chunk in [1, 7, 1 << 20] {
            let found = record(bytes, chunk: chunk)
            #expect(found.cases == expected.cases)
            #expect(found.diagnostics == expected.diagnostics)
        }
    }

    @Test(arguments: [4000, 65_000, 65_530, 65_536, 65_540, 131_072, 200_000])
    func `a report at the seam of the reader's own chunks reads the same`(filler: Int) {
        let padding =
            "<testcase name=\"pad\"><system-out>\(String(repeating: "p", count: filler))</system-out></testcase>"
        let report = SampleReport.head + padding + SampleReport.text.dropFirst(SampleReport.head.count)
        let expected = record(SampleReport.text)

        for chunk in [4096, 64 << 10, 1 << 20] {
            let found = record(report, chunk: chunk)
            #expect(Array(found.cases.dropFirst()) == expected.cases)
            #expect(found.diagnostics == expected.diagnostics)
        }
    }

    @Test(arguments: [10, 65_000, 65_536, 70_000, 200_000])
    func `a document far behind another is found`(distance: Int) {
        let garbage = String(repeating: "log line\n", count: distance / 9)
        let report =
            minimalReport + "\n" + garbage
            + "<testsuite name=\"far\"><testcase name=\"b\"><failure/></testcase></testsuite>"

        for chunk in [4096, 64 << 10, 1 << 20] {
            let found = record(report, chunk: chunk)
            #expect(found.outcomes == ["passed", "failed"], "in chunks of \(chunk)")
        }
    }
}
