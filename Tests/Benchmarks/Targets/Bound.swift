// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What a figure must not exceed, from the "Decided" paragraph and the table of
/// the handbook.
struct Bound: Codable {
    enum Quantity: String, Codable {
        /// CPU of A divided by CPU of B; wall as well where the processors are
        /// free.
        case ratio
        case cpuSeconds = "cpu_seconds"
        case peakBytes = "peak_bytes"
    }

    var quantity: Quantity
    var limit: Double
    /// What we would like to reach; missing it is no failure.
    var stretch: Double?

    static let inspectW1 = Bound(quantity: .ratio, limit: 1.2, stretch: 0.85)
    static let ingestEmpty = Bound(quantity: .ratio, limit: 2.5, stretch: 1.5)
    static let ingestKnown = Bound(quantity: .ratio, limit: 1.5, stretch: 1.2)
    static let ingestManyFiles = Bound(quantity: .ratio, limit: 2.5, stretch: 1.5)
    static let oneRun = Bound(quantity: .cpuSeconds, limit: 0.020)
    static let historyGrowth = Bound(quantity: .ratio, limit: 1.35)
    /// A run into a history, against the same run into an empty store.
    static let incidentGrowth = Bound(quantity: .ratio, limit: 1.3)
    static let reading = Bound(quantity: .cpuSeconds, limit: 0.1)
    /// Of a decision of a gate, beyond the start of the process.
    static let gate = Bound(quantity: .cpuSeconds, limit: 0.05)
    static let report = Bound(quantity: .cpuSeconds, limit: 0.15)
    static let captureLock = Bound(quantity: .cpuSeconds, limit: 0.1)
    static let captureUnchanged = Bound(quantity: .cpuSeconds, limit: 0.05)
    static let start = Bound(quantity: .cpuSeconds, limit: 0.006)
    static let longText = [
        Bound(quantity: .cpuSeconds, limit: 1), Bound(quantity: .peakBytes, limit: 200 * mebibyte),
    ]

    static let mebibyte = 1_048_576.0

    /// W3 whole: 2 s for 200 runs.
    static func history(runs: Int) -> Bound {
        Bound(quantity: .cpuSeconds, limit: Double(runs) * 0.010)
    }

    /// 48 MiB and 64 bytes for each different test.
    static func memory(tests: Int, stretch: Double? = nil) -> Bound {
        Bound(quantity: .peakBytes, limit: 48 * mebibyte + 64 * Double(tests), stretch: stretch)
    }
}
