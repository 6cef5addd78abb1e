// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Testing

/// Any bytes may come: nothing crashes, nothing is invented.
struct DamagePropertyTests {
    private static let small = [
        minimalReport,
        "<testsuites><testsuite name=\"s\"><testcase name=\"a\"><failure message=\"m\">t</failure></testcase>"
            + "<testcase name='b'><![CDATA[x]]></testcase></testsuite></testsuites>",
        "<?xml version=\"1.0\"?><!-- c --><testsuite><properties><property name=\"k\">v</property></properties>"
            + "<testcase name=\"&lt;\" time=\"1.5\"><skipped/></testcase></testsuite>\n"
            + "<testsuite><testcase/></testsuite>",
    ].map { Array($0.utf8) }

    @Test(arguments: 0..<8)
    func `a damaged report never has more cases than it has start tags`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<500 {
            let bytes = damaged(&generator)

            let found = record(bytes)

            let starts = String(decoding: bytes, as: UTF8.self).ranges(of: "<testcase").count
            let tests = found.cases.count { $0.isSuiteLevel == nil }
            guard tests > starts || found.tally.cases > starts else { continue }
            #expect(Bool(false), "round \(round): \(String(decoding: bytes, as: UTF8.self))")
        }
    }

    @Test(arguments: 100..<104)
    func `a damaged report reads the same in chunks`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<250 {
            let bytes = padded(damaged(&generator))

            let whole = record(bytes)
            let pieces = record(bytes, chunk: 1 + round % 9)

            guard pieces != whole else { continue }
            #expect(
                pieces.summary == whole.summary,
                "round \(round): \(String(decoding: bytes.dropFirst(5007), as: UTF8.self).debugDescription)"
            )
        }
    }

    @Test func `the tally agrees with the cases that were handed out`() {
        var generator = SeededGenerator(seed: 4711)
        for _ in 0..<500 {
            let found = record(damaged(&generator))

            let tests = found.cases.filter { $0.isSuiteLevel == nil }
            let counts = found.tally
            guard
                counts.cases != tests.count || counts.passed != tests.count(where: { $0.outcome == "passed" })
                    || counts.unknown != tests.count(where: { $0.outcome == "unknown" })
            else { continue }
            #expect(counts.cases == tests.count)
        }
    }

    private func damaged(_ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Self.small.randomElement(using: &generator) ?? []
        let markup = Array("<>\"'=/!-?[]&;# \n\0\u{1B}".utf8)
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes[place] = markup.randomElement(using: &generator) ?? 0
            case 2: bytes.insert(markup.randomElement(using: &generator) ?? 0, at: place)
            case 3: bytes.remove(at: place)
            case 4: bytes.removeSubrange(place..<min(bytes.count, place + 8))
            default:
                bytes.insert(
                    contentsOf: Array(bytes[place...].prefix(12)),
                    at: Int.random(in: 0..<bytes.count, using: &generator)
                )
            }
        }
        return bytes
    }
}
