// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What is believed of a failure rate before the first trial: a beta distribution.
struct RatePrior: Sendable, Hashable {
    /// Above 0; failures that the belief is worth.
    let failures: Double
    /// Above 0; passes that it is worth.
    let passes: Double

    /// Nothing is known: every rate is as likely as any other.
    static let uniform = RatePrior(failures: 1, passes: 1)
    /// Jeffreys: the interval that it leads to covers the true rate about as often as it says.
    static let jeffreys = RatePrior(failures: 0.5, passes: 0.5)
    /// Most tests nearly always pass or nearly always fail. Source: the change point analysis of LUCI.
    static let history = RatePrior(failures: 0.3, passes: 0.5)

    /// The logarithm of the chance of exactly these trials in their order, over all rates.
    func logEvidence(_ count: FailureCount) -> Double {
        BetaFunction.log(failures + Double(count.failures), passes + Double(count.passes))
            - BetaFunction.log(failures, passes)
    }
}

/// The same for counts up to a limit, in constant time and from sums alone.
struct EvidenceSums {
    private var failures: [Double]
    private var passes: [Double]
    private var trials: [Double]

    /// - Parameter limit: The most trials that will be asked for, from 0.
    /// - Complexity: O(limit).
    init(_ prior: RatePrior, limit: Int) {
        // The chance of x failures and y passes is a rising product over one for x, one for y and one for both.
        func sums(from start: Double) -> [Double] {
            var sums = [0.0]
            sums.reserveCapacity(limit + 1)
            for step in 0..<limit { sums.append(sums[step] + LogScale.logarithm(start + Double(step))) }
            return sums
        }
        failures = sums(from: prior.failures)
        passes = sums(from: prior.passes)
        trials = sums(from: prior.failures + prior.passes)
    }

    /// As `RatePrior.logEvidence`, for counts that are within the limit.
    @inline(__always)
    func logEvidence(failures count: Int, trials all: Int) -> Double {
        failures[count] + passes[all - count] - trials[all]
    }
}
