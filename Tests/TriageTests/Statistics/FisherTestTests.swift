// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

/// Reference values are from SciPy 1.17.1.
struct FisherTestTests {
    /// `fisher_exact([[a, n - a], [b, m - b]], alternative="greater")`.
    @Test(arguments: [
        (3, 10, 1, 20, 0.09523809523809522), (5, 5, 0, 5, 0.003968253968253969), (0, 5, 3, 9, 1),
        (8, 40, 2, 200, 1.097648698558411e-05), (30, 1000, 10, 1000, 0.0010041667809150047), (7, 7, 7, 7, 1),
        (1, 200, 0, 1, 0.9950248756218906), (12, 20, 30, 100, 0.011628945855956788),
    ])
    func `more failures than by chance`(a: Int, n: Int, b: Int, m: Int, expected: Double) {
        let chance = FisherTest.moreFailures(a, of: n, than: b, of: m)

        #expect(abs(chance - expected) <= expected * 1e-9)
    }

    @Test func `counts that are no table prove nothing`() {
        #expect(FisherTest.moreFailures(3, of: 2, than: 0, of: 5) == 1)
        #expect(FisherTest.moreFailures(-1, of: 2, than: 0, of: 5) == 1)
        #expect(FisherTest.moreFailures(0, of: 0, than: 0, of: 0) == 1)
    }
}
