// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Readers
import Storage
import TestPhase

/// Everything that one upload brings, before it has rows.
struct UploadDraft {
    /// One report with its place in the whole.
    struct Part {
        let file: String
        let collector: ReportCollector
        /// Position of the first result of the report among those of the upload.
        let firstResult: Int
    }

    private(set) var parts: [Part] = []
    private(set) var files: [RunRecords.SourceFile] = []
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var tally = ReportTally()
    private(set) var results = 0
    /// Those of tests that nobody knew when the reading began.
    private(set) var newResults = 0
    private(set) var secrets = SecretTally()
    private(set) var earliest: Int64?
    /// Whether a time stamp names no zone, and was read as UTC.
    private(set) var lacksZone = false
    private var digests: [String] = []

    /// Adds a report in the order of the inputs.
    mutating func add(_ item: ReportPipeline.Item<ReportCollector>) {
        let file = item.input.display
        item.collector.seal()
        var found = item.reading.diagnostics
        found += item.collector.secrets.diagnostics(file: file)
        diagnostics += item.collector.masksSecrets ? found.map(SecretTally.masked) : found
        files.append(
            RunRecords.SourceFile(
                path: file, digest: item.digest, bytes: item.reading.bytes, condition: "\(item.reading.condition)",
                cases: item.reading.tally.cases))
        digests.append(item.digest ?? "unreadable \(file)")
        tally.add(item.reading.tally)
        secrets.add(item.collector.secrets)
        if let stamp = item.collector.earliest { earliest = min(earliest ?? stamp, stamp) }
        lacksZone = lacksZone || item.collector.lacksZone
        guard !item.collector.results.isEmpty || !item.collector.properties.isEmpty else { return }
        parts.append(Part(file: file, collector: item.collector, firstResult: results))
        results += item.collector.results.count
        newResults += item.collector.results.count { $0.known == 0 }
    }

    mutating func add(_ diagnostics: [Diagnostic]) {
        self.diagnostics += diagnostics
    }

    /// SHA-256 over the sorted digests of the files, 64 hexadecimal digits: equal for the same files in any order.
    var digest: String {
        Hexadecimal.text(SHA256.hash(data: Data(digests.sorted().joined(separator: "\n").utf8)))
    }

    /// Time that all tests took together; nil where none says so.
    var testMilliseconds: Int64? {
        var total: Int64 = 0
        var isKnown = false
        for part in parts {
            for result in part.collector.results where result.duration != .unknown {
                total += result.duration.microseconds
                isKnown = true
            }
        }
        return isKnown ? total / 1_000 : nil
    }

    /// Whether everything was read.
    var isComplete: Bool { !diagnostics.contains { $0.severity == .error } }
}

extension ReportPipeline.Item where Consumer == ReportCollector {
    var collector: ReportCollector { consumer }
}
