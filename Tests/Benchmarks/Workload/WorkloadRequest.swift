// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// The shapes of the handbook that this benchmark makes.
enum WorkloadShape: String, Codable, CaseIterable, ExpressibleByArgument {
    /// One file of 300,000 test cases.
    case w1
    /// 2,000 files of 100 test cases.
    case w2
    /// 200 runs of 5,000 tests.
    case w3
    /// The same with two thousand causes.
    case w5
    /// One file with one failure of 60 MB.
    case cdata
}

/// The arguments of a work load: equal requests give equal bytes.
struct WorkloadRequest: Codable, Equatable {
    var shape: WorkloadShape
    /// Decides names and causes.
    var seed = 1
    /// Which run of the same tests, from 1; W3 and W5 hold all their runs.
    var run = 1
    /// Multiplies test cases (W1), files (W2), runs (W3, W5) or the text (cdata);
    /// above 0.
    var scale = 1.0

    /// What the scale makes of a count, at least 1.
    func scaled(_ count: Int) -> Int {
        max(1, Int((Double(count) * scale).rounded()))
    }

    /// Fit for the name of a folder.
    var folderName: String { "\(shape.rawValue)-seed\(seed)-run\(run)-x\(scale)" }
}

/// Results by outcome, as the work load has them and as the command must report
/// them.
struct ResultCounts: Codable, Equatable {
    var passed = 0
    var failed = 0
    var error = 0
    var skipped = 0
    var flaky = 0

    var total: Int { passed + failed + error + skipped + flaky }
}

/// `meta.json`: what a work load really holds.
struct WorkloadMeta: Codable, Equatable {
    /// One run: its reports, and how it is called.
    struct Run: Codable, Equatable {
        /// A file or folder, relative to the work load.
        var reports: String
        var key: String
        /// UTC, ISO 8601.
        var started: String
        var commit: String
        var results: ResultCounts
    }

    var format = Self.currentFormat
    var request: WorkloadRequest
    var files = 0
    var bytes = 0
    var results = ResultCounts()
    var runs: [Run] = []

    /// Counts up when the generator writes other bytes, so that no laboratory
    /// keeps old ones.
    static let currentFormat = 1
    static let fileName = "meta.json"

    init(request: WorkloadRequest) {
        self.request = request
    }

    /// Reads the counts of a folder; nil when there are none that this version
    /// understands.
    init?(folder: URL) {
        guard let data = try? Data(contentsOf: folder.appendingPathComponent(Self.fileName)),
            let meta = try? JSONDecoder().decode(Self.self, from: data), meta.format == Self.currentFormat
        else { return nil }
        self = meta
    }

    func write(to folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: folder.appendingPathComponent(Self.fileName))
    }
}

extension WorkloadMeta {
    /// Moves all runs in time, so that a gate does not find them stale.
    mutating func endRuns(at end: Date) {
        let times = runs.compactMap { try? Date($0.started, strategy: .iso8601) }
        guard times.count == runs.count, let last = times.max() else { return }
        for (place, time) in times.enumerated() {
            runs[place].started = time.addingTimeInterval(end.timeIntervalSince(last)).ISO8601Format()
        }
    }
}
