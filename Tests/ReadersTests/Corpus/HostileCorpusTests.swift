// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Readers
import TestPhase
import Testing

/// Inputs that attack; their generator lies beside the repository and needs Python.
@Suite(.enabled(if: !HostileCorpus.cases.isEmpty))
struct HostileCorpusTests {
    @Test(arguments: HostileCorpus.cases)
    func `a hostile report ends as its manifest says`(item: HostileCorpus.Case) {
        let found = record(item.bytes, limits: HostileCorpus.limits)

        switch item.expect {
        case "accept", "accept-warn":
            #expect(found.condition == .complete)
            #expect(found.diagnostics.allSatisfy { $0.severity == .warning })
        case "reject-salvage":
            #expect(found.condition == .salvaged)
        default:
            #expect(found.condition == .rejected)
            #expect(found.cases.isEmpty)
            #expect(found.diagnostics.count { $0.severity == .error } == 1)
        }
    }

    @Test(arguments: HostileCorpus.cases.filter { !["", "duplicate-test", "secret-masked"].contains($0.code) })
    func `a hostile report is told with its code and its line`(item: HostileCorpus.Case) throws {
        let found = record(item.bytes, limits: HostileCorpus.limits)

        let diagnostic = try #require(found.diagnostic(item.code), "\(found.codes)")
        if let line = item.error_line { #expect(diagnostic.line == line) }
    }

    @Test(arguments: HostileCorpus.cases.filter { $0.expect == "accept" })
    func `a harmless report warns of nothing`(item: HostileCorpus.Case) {
        let found = record(item.bytes, limits: HostileCorpus.limits)

        // Lines that are markup, and messages of 20,000 bytes, are odd whatever else they are.
        let expected = ["D09": ["bad-number"], "D17": ["value-truncated"]]
        #expect(found.codes == expected[item.id] ?? [])
    }

    @Test(arguments: HostileCorpus.cases)
    func `a hostile report keeps the results that its manifest counts`(item: HostileCorpus.Case) {
        let found = record(item.bytes, limits: HostileCorpus.limits)

        let tally = found.tally
        let total = item.keep["tests"] ?? tally.cases
        #expect(tally.cases == total)
        #expect(tally.cases >= item.keep["tests_min"] ?? 0)
        #expect(tally.cases <= item.keep["tests_max"] ?? total)
        #expect(tally.passed + tally.flaky == item.keep["passed"] ?? tally.passed + tally.flaky)
        #expect(tally.failed == item.keep["failed"] ?? tally.failed)
        #expect(tally.errors == item.keep["errored"] ?? tally.errors)
        #expect(tally.skipped == item.keep["skipped"] ?? tally.skipped)
    }

    @Test(arguments: HostileCorpus.cases, [1, 512])
    func `a hostile report reads the same in small chunks`(item: HostileCorpus.Case, chunk: Int) {
        let bytes = padded(item.bytes)
        guard chunk > 1 || bytes.count < 10_000 else { return }

        let whole = record(bytes, limits: HostileCorpus.limits)
        let pieces = record(bytes, limits: HostileCorpus.limits, chunk: chunk)

        #expect(pieces == whole)
    }

    @Test func `no text of another file is ever read`() {
        for item in HostileCorpus.cases where item.forbid.contains(where: { $0.contains("CANARY") }) {
            let found = record(item.bytes, limits: HostileCorpus.limits)
            #expect(!"\(found)".contains("CANARY-5f2d-file-content"), "\(item.id)")
        }
    }
}

enum HostileCorpus {
    struct Case: Decodable, CustomTestStringConvertible, Sendable {
        var id: String
        var file: String
        var expect: String
        var code: String
        var keep: [String: Int]
        var forbid: [String]
        var error_line: Int?

        /// Read once, and not part of the manifest.
        var content: [UInt8]?

        var testDescription: String { file }
        var bytes: [UInt8] { content ?? [] }
    }

    private struct Manifest: Decodable {
        var cases: [Case]
    }

    /// 2026-06-01, as the corpus was written against a present clock.
    static let limits: ReaderLimits = {
        var limits = ReaderLimits()
        limits.now = 1_780_272_000_000
        return limits
    }()

    /// The small cases; none where the generator or Python is missing.
    static let cases: [Case] = {
        let generator = Repository.corpus.appending(path: "hostile/generate_hostile.py")
        guard Repository.exists(generator), let folder = try? TemporaryFolder() else { return [] }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", generator.path, "--out", folder.url.path]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return [] }
        process.waitUntilExit()
        let manifest = try? Data(contentsOf: folder.url.appending(path: "manifest.json"))
        let cases = manifest.flatMap { try? JSONDecoder().decode(Manifest.self, from: $0) }?.cases ?? []
        return cases.map { item in
            var item = item
            item.content = (try? Data(contentsOf: folder.url.appending(path: item.file))).map(Array.init)
            return item
        }
    }()
}
