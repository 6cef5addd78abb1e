// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// All rows of one run, and under which circumstances they came about.
struct BenchReport: Codable {
    var format = 1
    var exitgate: String
    var xmllint: String
    var scale: Double
    var pairs: Int
    /// The share of waiting over the whole run; nil where the kernel does not
    /// say.
    var cpuPressurePercent: Double?
    /// The peak of the benchmark itself, below which `peak_bytes` cannot read.
    var peakFloorBytes: Int
    var rows: [ResultRow]

    var isVoid: Bool { rows.contains { $0.verdict == .void } }

    /// For machines; keys in snake case, sorted.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
