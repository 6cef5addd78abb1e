// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Readers
import Testing

/// Walks `Fixtures/junit/<topic>/<defect>.xml`; `UPDATE_GOLDEN=1` rewrites the golden files, which are then to be
/// checked against the rules by hand.
struct FixtureTests {
    static let fixtures: [String] = {
        let files = FileManager.default.enumerator(atPath: Repository.fixtures.path)
        return (files?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".xml") }.sorted()
    }()

    /// An instant after every time stamp of the fixtures but those that are meant to lie in the future.
    static let limits: ReaderLimits = {
        var limits = ReaderLimits()
        limits.now = 1_780_000_000_000
        return limits
    }()

    @Test(arguments: fixtures)
    func `a fixture reads as its golden file says`(fixture: String) throws {
        let file = Repository.fixtures.appending(path: fixture)
        let golden = file.deletingPathExtension().appendingPathExtension("json")

        let found = Golden(record(try Data(contentsOf: file), limits: Self.limits))

        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try found.write(to: golden) }
        let expected = try Golden(contentsOf: golden)
        let text = try found.text
        #expect(found == expected, "\(text)")
    }

    @Test func `there are fixtures, and every golden file has one`() {
        let files = FileManager.default.enumerator(atPath: Repository.fixtures.path)
        let goldens = (files?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".json") }.sorted()

        #expect(Self.fixtures.count >= 45)
        #expect(goldens.map { $0.dropLast(5) + ".xml" } == Self.fixtures)
    }

    @Test(arguments: fixtures, [1, 7, 100])
    func `a fixture reads the same in small pieces`(fixture: String, chunk: Int) throws {
        let bytes = padded(try Data(contentsOf: Repository.fixtures.appending(path: fixture)))

        let whole = record(bytes, limits: Self.limits)
        let pieces = record(bytes, limits: Self.limits, chunk: chunk)

        #expect(pieces == whole)
    }
}
