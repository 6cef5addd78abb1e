// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How much tasks waited for a processor, by the kernel's pressure stall
/// information.
struct CPUPressure {
    private let stalledMicroseconds: Double
    private let instant: ContinuousClock.Instant

    /// The counters now; nil where the kernel keeps none.
    static var now: CPUPressure? {
        guard let text = try? String(contentsOfFile: "/proc/pressure/cpu", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("some ") }),
            let total = line.split(separator: " ").first(where: { $0.hasPrefix("total=") }),
            let microseconds = Double(total.dropFirst("total=".count))
        else { return nil }
        return CPUPressure(stalledMicroseconds: microseconds, instant: .now)
    }

    /// The share of the time since then in which a task that could run had to
    /// wait, in percent.
    func percent(until later: CPUPressure) -> Double {
        let elapsed = (later.instant - instant).seconds
        guard elapsed > 0 else { return 0 }
        return min(100, max(0, (later.stalledMicroseconds - stalledMicroseconds) / elapsed / 10_000))
    }
}
