// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

/// Reference values are from SciPy 1.17.1.
struct BenjaminiHochbergTests {
    /// `false_discovery_control(chances)`.
    @Test(arguments: [
        (
            [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216],
            [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.1057142857142857, 0.216, 0.216, 0.216]
        ),
        ([0.04, 0.01, 0.03, 0.03, 1], [0.05, 0.05, 0.05, 0.05, 1]), ([0.2], [0.2]), ([], []),
    ])
    func `chances are adjusted for their number`(chances: [Double], expected: [Double]) {
        let adjusted = BenjaminiHochberg.adjusted(chances)

        #expect(adjusted.count == expected.count)
        #expect(zip(adjusted, expected).allSatisfy { abs($0 - $1) < 1e-12 }, "\(adjusted)")
    }

    @Test func `a chance that is too high alone is a discovery among lower ones`() {
        #expect(BenjaminiHochberg.discoveries([0.9, 0.04, 0.03, 0.02], at: 0.06) == [1, 2, 3])
        #expect(BenjaminiHochberg.discoveries([0.9, 0.04, 0.5, 0.6], at: 0.06) == [])
    }

    /// 400 times 50 results, of which 10 are real: of what is discovered, how much is false?
    @Test func `the share of false discoveries stays below the rate`() {
        var random = SeededGenerator(state: 50)
        var (shares, real) = (0.0, 0)
        for _ in 0..<400 {
            let chances = (0..<50).map { $0 < 10 ? random.chance() * 0.002 : random.chance() }
            let found = BenjaminiHochberg.discoveries(chances, at: 0.1)
            let genuine = found.count { $0 < 10 }
            real += genuine
            if !found.isEmpty { shares += Double(found.count - genuine) / Double(found.count) }
        }

        #expect((0.06...0.1).contains(shares / 400), "\(shares / 400)")
        #expect(real == 4_000)
    }
}
