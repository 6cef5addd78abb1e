// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

/// Durations in four bytes.
struct PackedDurationTests {
    /// Microseconds, and what is left of them.
    static let examples: [(microseconds: Int64, kept: Int64)] = [
        (0, 0), (1, 1), (250_000, 250_000), (2_147_483_647, 2_147_483_647),
        // From 2^31 on, milliseconds, rounded.
        (2_147_483_648, 2_147_484_000), (2_147_483_499_000, 2_147_483_499_000), (3_600_000_400, 3_600_000_000),
        (3_600_000_500, 3_600_001_000),
        // The longest one.
        (2_147_483_646_000, 2_147_483_646_000), (2_147_483_647_000, 2_147_483_646_000), (.max / 2, 2_147_483_646_000),
        (-1, -1), (.min, -1),
    ]

    @Test(arguments: examples)
    func `microseconds up to half an hour and milliseconds above are kept`(microseconds: Int64, kept: Int64) {
        let duration = PackedDuration(microseconds: microseconds)

        #expect(duration.microseconds == kept)
        #expect(PackedDuration(code: duration.code) == duration)
    }

    static let seconds: [(seconds: Double?, microseconds: Int64)] = [
        (nil, -1), (0, 0), (0.25, 250_000), (1e-7, 0), (0.000_000_6, 1), (1e300, 2_147_483_646_000),
    ]

    @Test(arguments: seconds)
    func `seconds are rounded to microseconds`(seconds: Double?, microseconds: Int64) {
        #expect(PackedDuration(seconds: seconds).microseconds == microseconds)
    }

    @Test func `no known duration looks unknown`() {
        #expect(PackedDuration.unknown.microseconds == -1)
        #expect(PackedDuration(microseconds: .max / 2) != .unknown)
    }
}
