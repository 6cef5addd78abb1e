// Exitgate
// SPDX-License-Identifier: Apache-2.0

@testable import Triage

extension SeededGenerator {
    /// From 0 up to 1.
    mutating func chance() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// From `low` to `high`, evenly in their logarithms.
    mutating func logarithmic(_ low: Double, _ high: Double) -> Double {
        LogScale.number(LogScale.logarithm(low) + chance() * (LogScale.logarithm(high) - LogScale.logarithm(low)))
    }

    /// Single trials: so many at each rate, one stretch after the other.
    mutating func trials(_ stretches: (count: Int, rate: Double)...) -> [FailureCount] {
        stretches.flatMap { count, rate in
            (0..<count).map { _ in FailureCount(failures: chance() < rate ? 1 : 0, of: 1) }
        }
    }
}

extension FailureCount {
    static let none = FailureCount(failures: 0, of: 0)

    /// Single trials, oldest first, from their letters: `F` failed, all others passed.
    static func series(_ letters: String) -> [FailureCount] {
        letters.map { FailureCount(failures: $0 == "F" ? 1 : 0, of: 1) }
    }
}
