// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Readers
import TestPhase

/// What a fixture must come to, as the `.json` file beside it holds it.
struct Golden: Codable, Equatable {
    struct Finding: Codable, Equatable {
        var severity: String
        var code: String
        var line: Int?
        var count: Int?
    }

    struct Suite: Codable, Equatable {
        var path: [String]
        var hostname: String?
        var timestamp: Int64?
        var hasZone: Bool?
        var properties: [String]?
    }

    struct Counts: Codable, Equatable {
        var documents: Int
        var roots: Int
        var suites: Int
        var cases: Int
        var outcomes: [String: Int]
        var failedReruns: Int?
        var suiteErrors: Int?
        var seconds: Double
        var isReport: Bool
    }

    var condition: String
    var wellFormed: String
    var tally: Counts
    var suites: [Suite]
    var cases: [RecordedCase]
    var diagnostics: [Finding]

    init(_ recording: Recording) {
        condition = String(describing: recording.condition)
        wellFormed = recording.wellFormed
        tally = Counts(recording.tally)
        suites = recording.suites.map { suite in
            Suite(
                path: suite.path,
                hostname: suite.hostname.isEmpty ? nil : suite.hostname,
                timestamp: suite.timestamp,
                hasZone: suite.timestamp == nil ? nil : suite.hasZone,
                properties: suite.properties.isEmpty ? nil : suite.properties
            )
        }
        cases = recording.cases
        diagnostics = recording.diagnostics.map { diagnostic in
            Finding(
                severity: diagnostic.severity.rawValue,
                code: diagnostic.code,
                line: diagnostic.line,
                count: diagnostic.count == 1 ? nil : diagnostic.count
            )
        }
    }

    init(contentsOf url: URL) throws {
        self = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    }

    func write(to url: URL) throws {
        try (text + "\n").write(to: url, atomically: true, encoding: .utf8)
    }

    /// Indented JSON with sorted keys.
    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}

extension Golden.Counts {
    init(_ tally: ReportTally) {
        let counts = [
            "passed": tally.passed, "failed": tally.failed, "error": tally.errors, "skipped": tally.skipped,
            "flaky": tally.flaky, "unknown": tally.unknown,
        ]
        documents = tally.documents
        roots = tally.roots
        suites = tally.suites
        cases = tally.cases
        outcomes = counts.filter { $0.value > 0 }
        failedReruns = tally.failedReruns == 0 ? nil : tally.failedReruns
        suiteErrors = tally.suiteErrors == 0 ? nil : tally.suiteErrors
        seconds = (tally.seconds * 1e6).rounded() / 1e6
        isReport = tally.isReport
    }
}
