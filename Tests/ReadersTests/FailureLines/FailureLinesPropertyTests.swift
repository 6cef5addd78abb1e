// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Readers
import TestPhase
import Testing

/// What holds for any lines, against the parser of Foundation.
struct FailureLinesPropertyTests {
    @Test(arguments: 1...20)
    func `objects that Foundation writes are read as they were`(seed: UInt64) throws {
        var random = LineWriter(seed: seed)
        let objects = (0..<100).map { _ in random.object() }
        let lines = try objects.map { object in
            String(decoding: try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys]), as: UTF8.self)
        }

        let found = readLines(lines.joined(separator: "\n"))

        #expect(found.failures.count == objects.count)
        for (object, failure) in zip(objects, found.failures) {
            let expected = LineWriter.expected(object, line: failure.line)
            guard failure != expected else { continue }
            #expect(failure == expected)
        }
        #expect(found.diagnostics.isEmpty)
    }

    @Test(arguments: 1...20)
    func `lines with any escapes and blanks are read as Foundation reads them`(seed: UInt64) throws {
        var random = LineWriter(seed: seed)
        let lines = (0..<100).map { _ in random.line() }
        let objects = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:] }

        let found = readLines(lines.joined(separator: "\n"))

        #expect(found.failures.count == objects.count)
        for (object, failure) in zip(objects, found.failures) {
            let expected = LineWriter.expected(object, line: failure.line)
            guard failure != expected else { continue }
            #expect(failure == expected)
        }
        #expect(found.diagnostics.isEmpty)
    }

    @Test(arguments: 1...10)
    func `a damaged line is refused when Foundation refuses it`(seed: UInt64) {
        var random = LineWriter(seed: seed)
        for _ in 0..<300 {
            let line = random.damaged(random.line())
            let object = try? JSONSerialization.jsonObject(with: Data(line.utf8), options: .fragmentsAllowed)

            let found = readLines(line + "\n")

            // Foundation refuses half characters as well, and reads on behind a value of the wrong type.
            let isJSON = !found.codes.contains("json-syntax")
            guard isJSON != (object != nil), !found.codes.contains("json-lone-surrogate"),
                !found.codes.contains("json-type")
            else { continue }
            #expect(Bool(false), "\(found.places): \(line)")
        }
    }

    @Test(arguments: 1...10, [1, 7, 64 << 10])
    func `lines read the same in chunks of any size`(seed: UInt64, chunk: Int) {
        var random = LineWriter(seed: seed)
        var bytes = Array("\u{FEFF}".utf8)
        for _ in 0..<200 { bytes += random.oddLine() }
        let whole = readLines(bytes)

        let pieces = readLines(bytes, chunk: chunk)

        #expect(pieces == whole)
        #expect(whole.badLines > 0 && whole.failures.count > 50)
    }

    @Test(arguments: [65_500, 65_535, 65_536, 65_537, 131_072, 300_000])
    func `a line at the seam of the reader's own chunks reads the same`(filler: Int) {
        let text = "{\"x\":\"\(String(repeating: "é", count: filler / 2))\"}\n{\"id\":\"a\\n\",\"text\":\"t\"}\n"

        for chunk in [4096, 64 << 10, 1 << 20] {
            let found = readLines(text, chunk: chunk)
            #expect(found.failures == [.init(id: "1"), .init(id: "a\n", text: "t", line: 2)])
            #expect(found.diagnostics.isEmpty)
        }
    }

    @Test func `lines cut anywhere keep every line before the cut`() {
        var random = LineWriter(seed: 7)
        let blanks = CharacterSet.whitespacesAndNewlines
        let texts = (0..<6).map { _ in random.line().trimmingCharacters(in: blanks) }
        let lines = (texts + ["{\"id\":\"\\ud83d\\ude00é😀\",\"x\":[{\"y\":-1.5e3}]}"]).map { $0 + "\n" }
        let bytes = lines.flatMap { Array($0.utf8) }
        let whole = readLines(bytes)

        var ends: [Int] = []
        for line in lines { ends.append((ends.last ?? 0) + line.utf8.count) }
        for end in 0...bytes.count {
            let found = readLines(bytes[..<end])

            // The line feed itself may be missing.
            let complete = ends.count { $0 - 1 <= end }
            let isInside = !ends.contains { $0 == end || $0 == end + 1 } && end > 0
            guard found.failures == Array(whole.failures.prefix(complete)),
                found.isComplete == !isInside, found.errors.map(\.code) == (isInside ? ["truncated"] : [])
            else {
                #expect(Bool(false), "cut at \(end): \(found.places) \(found.failures.count) of \(complete)")
                continue
            }
        }
    }

    @Test func `bytes at random never stop the reader`() {
        var random = SeededGenerator(seed: 3)
        let alphabet =
            Array("{}[]\":,\\u0dn1e-.tfidrunatext \t\r\n\n".utf8) + [0x00, 0x1B, 0xC3, 0xFF, 0xEF, 0xBB, 0xBF]
        for _ in 0..<3000 {
            let bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }

            let found = readLines(bytes)

            let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            #expect(found.failures.count + found.badLines <= lines.count)
        }
    }
}
