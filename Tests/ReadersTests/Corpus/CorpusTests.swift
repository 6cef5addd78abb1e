// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Readers
import TestPhase
import Testing

/// Real reports, with the counts that an independent program found in them; they lie beside the repository.
@Suite(.enabled(if: Repository.exists(ReportCorpus.manifest)))
struct CorpusTests {
    @Test(arguments: ReportCorpus.rows.filter { $0["wellformed"] == "yes" })
    func `a well-formed report has the counts of the manifest`(row: ReportCorpus.Row) throws {
        let found = record(try row.bytes)

        // A DTD of its own rejects a report, whatever else it holds.
        if found.codes.contains("dtd-internal-subset") {
            #expect(found.cases.isEmpty)
            return
        }
        for (column, value) in ReportCorpus.counts(found) where !ReportCorpus.agree(column, row[column], value) {
            #expect(row[column] == value, "\(column)")
        }
        #expect(found.condition == (row["junit"] == "yes" ? .complete : .rejected))
    }

    @Test(arguments: ReportCorpus.rows.filter { $0["wellformed"] != "yes" })
    func `a malformed report is told, and never complete in silence`(row: ReportCorpus.Row) throws {
        let found = record(try row.bytes)

        #expect(!found.diagnostics.isEmpty)
        #expect(found.wellFormed == row["wellformed"] || found.condition == .complete)
        #expect(found.condition == .rejected || found.tally.cases > 0 || found.tally.suites > 0)
    }

    @Test func `the manifest is not empty`() {
        #expect(ReportCorpus.rows.count > 400)
    }
}

enum ReportCorpus {
    struct Row: CustomTestStringConvertible, Sendable {
        var values: [String: String]

        subscript(column: String) -> String { values[column] ?? "" }

        var testDescription: String { self["file"] }

        var bytes: Data {
            get throws { try Data(contentsOf: folder.appending(path: self["file"])) }
        }
    }

    static let folder = Repository.corpus.appending(path: "junit")
    static let manifest = folder.appending(path: "MANIFEST.tsv")

    static let rows: [Row] = {
        guard let text = try? String(contentsOf: manifest, encoding: .utf8) else { return [] }
        let lines = text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { line in
            Row(
                values: Dictionary(
                    zip(header.map(String.init), line.map(String.init)),
                    uniquingKeysWith: { first, _ in first }
                )
            )
        }
    }()

    /// The columns of the reference program.
    static func counts(_ found: Recording) -> [(column: String, value: String)] {
        let tests = found.cases.filter { $0.isSuiteLevel == nil }
        let identities = Set(tests.map { $0.suite + ["\u{0}", $0.className, $0.name] })
        let tally = found.tally
        let numbers = [
            ("documents", tally.documents), ("testsuites", tally.roots), ("testsuite", tally.suites),
            ("testcase", tally.cases), ("passed", tally.passed), ("failed", tally.failed), ("error", tally.errors),
            ("skipped", tally.skipped), ("flaky", tally.flaky), ("rerun_failed", tally.failedReruns),
            ("suite_errors", tally.suiteErrors), ("identities", identities.count),
            ("duplicates", tests.count - identities.count),
        ]
        return [
            ("junit", tally.isReport ? "yes" : "no"), ("wellformed", found.wellFormed),
            ("time_sum", "\(tally.seconds)"),
        ]
            + numbers.map { ($0.0, "\($0.1)") }
    }

    static func agree(_ column: String, _ expected: String, _ found: String) -> Bool {
        guard column == "time_sum", let left = Double(expected), let right = Double(found) else {
            return expected == found
        }
        return abs(left - right) <= max(1e-3, abs(left) * 1e-6)
    }
}
