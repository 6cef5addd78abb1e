// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

/// Reference values are from SciPy 1.17.1.
struct BetaFunctionTests {
    /// `numpy.exp(x)`.
    @Test(arguments: [
        (-700, 9.85967654375977e-305), (-20.5, 1.2501528663867426e-09), (-1e-9, 0.999999999), (0.3, 1.3498588075760032),
        (5, 148.4131591025766), (700, 1.0142320547350045e+304),
    ])
    func `numbers come back from their logarithms`(logarithm: Double, number: Double) {
        #expect(abs(LogScale.number(logarithm) - number) <= number * 1e-13)
        #expect(abs(LogScale.logarithm(number) - logarithm) <= max(abs(logarithm), 1) * 1e-15)
    }

    @Test func `numbers beyond the range of a Double end at 0 and at infinity`() {
        #expect(LogScale.number(-746) == 0)
        #expect(LogScale.number(710) == .infinity)
        #expect(LogScale.logarithm(0) == -.infinity)
        #expect(LogScale.number(-.infinity) == 0)
    }

    @Test func `a sum is taken of numbers that no Double holds`() {
        let sum = LogScale.sum([-2_000, -2_000, -2_000 + LogScale.logarithm(2)])

        #expect(abs(sum - (LogScale.logarithm(4) - 2_000)) < 1e-12)
        #expect(LogScale.sum([]) == -.infinity)
        #expect(LogScale.sum([-.infinity]) == -.infinity)
    }

    /// `gammaln(x)`.
    @Test(arguments: [
        (0.3, 1.0957979948180756), (0.5, 0.5723649429247), (1, 0), (1.5, -0.12078223763524526), (2, 0),
        (3.25, 0.9358019311087253), (9.99, 12.779315214350195), (10.01, 12.824350262448247),
        (100.5, 361.43554046777757), (2000.3, 13201.20366629038), (1e6, 12815504.569147611),
    ])
    func `the logarithm of the gamma function`(x: Double, expected: Double) {
        #expect(abs(BetaFunction.logGamma(x) - expected) <= max(abs(expected), 1) * 1e-13)
    }

    /// `betaln(a, b)`, but for a million `log(beta(a, b))` of mpmath 1.4.1 with 40 digits: there SciPy errs by 6e-10.
    @Test(arguments: [
        (0.3, 0.5, 1.5161032593429382), (0.5, 0.5, 1.1447298858494), (1, 1, 0), (1, 21, -3.044522437723423),
        (3.5, 8.5, -6.752066986225814), (50.3, 1950.5, -235.9578942429689), (1e6, 0.3, -3.04885506757119971),
        (1e5, 2e5, -190958.8852791167),
    ])
    func `the logarithm of the beta function`(a: Double, b: Double, expected: Double) {
        #expect(abs(BetaFunction.log(a, b) - expected) <= max(abs(expected), 1) * 1e-10)
    }

    /// `betainc(a, b, x)`.
    @Test(arguments: [
        (0.2, 0.5, 10.5, 0.9676125883247181), (0.5, 3.5, 7.5, 0.89798452191966), (0.9, 20, 2, 0.364729963771708),
        (0.01, 1, 400, 0.9820494467249548), (0.05, 50.5, 950.5, 0.4912966099016582), (0.3, 1, 1, 0.3),
        (0.7, 0.3, 0.5, 0.739428420964532),
    ])
    func `the share of a beta distribution below a rate`(x: Double, a: Double, b: Double, expected: Double) {
        #expect(abs(BetaFunction.share(below: x, a, b) - expected) < 1e-11)
    }

    @Test func `nothing is below 0, and everything below 1`() {
        #expect(BetaFunction.share(below: 0, 0.5, 2) == 0)
        #expect(BetaFunction.share(below: 1, 0.5, 2) == 1)
    }

    /// `beta.ppf(share, a, b)`.
    @Test(arguments: [
        (0.025, 3.5, 7.5, 0.09269459393815316), (0.975, 3.5, 7.5, 0.6058183181486713),
        (0.975, 0.5, 10.5, 0.21719626750921053), (0.025, 10.5, 0.5, 0.7828037324907894),
        (0.975, 1.5, 200.5, 0.023014805899861792), (0.025, 50.5, 950.5, 0.03777013225427478),
    ])
    func `the rate that a share is below`(share: Double, a: Double, b: Double, expected: Double) {
        #expect(abs(BetaFunction.quantile(share, a, b) - expected) < 1e-11)
    }

    /// `betaln(0.3 + x, 0.5 + n - x) - betaln(0.3, 0.5)`, here by the function checked above.
    @Test func `sums give the same evidence as the beta function`() {
        let sums = EvidenceSums(.history, limit: 400)

        for (failures, trials) in [(0, 0), (0, 1), (1, 1), (3, 40), (400, 400), (17, 399)] {
            let expected = RatePrior.history.logEvidence(FailureCount(failures: failures, of: trials))

            #expect(abs(sums.logEvidence(failures: failures, trials: trials) - expected) < 1e-10)
        }
    }
}
